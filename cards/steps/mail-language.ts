import { type MailLanguage, mailLanguageOf } from '../../services/rules/mail-language.ts';
import { type Block, small } from '../blocks.ts';
import { LANGUAGE_NAMES } from '../languages.ts';
import type { Speaker } from '../speaker.ts';
import { VERBS } from '../verbs.ts';
import type { Move, MoveView } from '../view.ts';
import { button } from './step-parts.ts';

/** In which language the texts of a move are that the customer or the other partner reads. */
export const mailLanguage = ({ customer, facts }: Move): MailLanguage =>
  mailLanguageOf({
    chosen: facts.mailLanguage?.value ?? null,
    profile: customer.language,
    country: facts.tenantCountry,
  });

/** In which language the texts below are, and why. */
export function mailLanguageLine(move: Move, say: Speaker): string {
  const { language, why } = mailLanguage(move);
  const params = { who: move.facts.mailLanguage?.by.name ?? null, country: move.facts.tenantCountry };
  return say.md(`mail-language.${why}`, { ...params, language: LANGUAGE_NAMES[language] });
}

/** The same with a button to choose another, as long as the move is open: stands above the texts. */
export function mailLanguageChoice(view: MoveView, say: Speaker): readonly Block[] {
  const told = small(mailLanguageLine(view.move, say));
  if (view.move.facts.closed !== null) return [told];
  const form = button(view, say, 'mail-language', VERBS.mailLanguageForm, { data: { step: view.step.id } });
  return [told, { type: 'ActionSet', spacing: 'Small', actions: [form] }];
}
