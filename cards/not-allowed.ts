import type { PartnerRole, Permission } from '../services/rules/permissions.ts';
import { execute } from './actions.ts';
import { formatList } from './formats.ts';
import { drawFrame } from './frame.ts';
import { formatLocale, plainSentence } from './language.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

/** What somebody may not do, and why. */
export type NotAllowedView = Exclude<Permission, { kind: 'allowed' }>;

/**
 * For a command of somebody who may not give it: what it takes, and whom to ask. Nothing was changed.
 *
 * @param mayLookAt the customer of the command, as typed, when the person may look at the move
 */
export function drawNotAllowed(view: NotAllowedView, reader: Reader, mayLookAt: string | null = null): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain(`not-allowed.${view.kind}.title`),
    explanation: [
      ...notAllowedSentences(view, reader),
      ...(mayLookAt === null ? [] : [{ key: 'not-allowed.look-instead', params: { customer: mayLookAt } }]),
    ],
    actions: [execute({ title: say.plain('button.help'), verb: VERBS.help, data: {} })],
  }));
}

/** The same for a button: in one text, because the card it is on stays as it is for those who may use it. */
export function notAllowedSentence(view: NotAllowedView, reader: Reader): Sentence {
  const text = notAllowedSentences(view, reader)
    .map(({ key, params }) => plainSentence(reader.locale, key, params))
    .join(' ');
  return { key: 'not-allowed.all', params: { text } };
}

function notAllowedSentences(view: NotAllowedView, { locale }: Reader): readonly Sentence[] {
  const what = plainSentence(locale, `task.${view.task}`);
  const nothing = { key: 'not-allowed.nothing-changed' };
  if (view.kind === 'unread') {
    return [{ key: 'not-allowed.unread.what', params: { what } }, { key: `not-allowed.unread.${view.why}` }, nothing];
  }
  const params = { what, roles: rolesIn(locale, view.roles) };
  return [{ key: 'not-allowed.missing.what', params }, { key: 'not-allowed.missing.whom' }, nothing];
}

function rolesIn(locale: string, roles: readonly PartnerRole[]): string {
  const names = roles.map((role) => plainSentence(locale, `role.${role}`));
  return formatList(formatLocale(locale), names, 'disjunction');
}
