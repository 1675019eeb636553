import { forPerson, verbsOn } from '../cards/for-person.ts';
import { formatList } from '../cards/formats.ts';
import { formatLocale, plainSentence } from '../cards/language.ts';
import { VERBS, type Verb } from '../cards/verbs.ts';
import type { Reader } from '../cards/view.ts';
import { drawWorking } from '../cards/working.ts';
import { answerMoves } from '../dialogs/moves.ts';
import { answerReminders } from '../dialogs/reminders.ts';
import { showMove } from '../dialogs/show-move.ts';
import type { Shown } from '../dialogs/shown.ts';
import { statusOf } from '../dialogs/status.ts';
import { isVerb, VERB_TASKS } from '../dialogs/tasks.ts';
import { cardReply, type Reply, showing, type Turn } from '../dialogs/turn.ts';
import { answerWeekly } from '../dialogs/weekly.ts';
import { AppError } from '../services/errors.ts';
import type { PartnerRole } from '../services/rules/permissions.ts';
import type { Services } from '../services/services.ts';
import { moveOf, stateOf } from './actions/action.ts';
import { foundReminder, reminderCard } from './actions/reminders.ts';
import { messageCard } from './message-card.ts';
import { NewsData } from './message-data.ts';
import { messageHere } from './message-here.ts';
import { redrawnMessage } from './reminder-message.ts';

/** What somebody may not do on a card although their roles allow it, and why in a sentence. */
interface NotTheirs {
  readonly verbs: readonly Verb[];
  readonly sentence: string;
}

/**
 * What a card shows, as it stands now, for the person who looks at it: in their language and time zone, with the buttons they may
 * use. Reads only.
 *
 * | who looks | sees |
 * | --- | --- |
 * | has the role, and nobody or they themselves are on it | every button |
 * | has the role, but somebody else is on it | who is on it, and the button to take it over |
 * | asked for the order | that somebody else decides about it |
 * | lacks the role | who is on it, which role it takes, and the buttons that only show something |
 *
 * @throws AppError `move.gone`, `reminder.gone`, `view.gone`
 */
export async function answerView(services: Services, turn: Turn, shown: Shown): Promise<Reply> {
  const reply = await replyTo(services, turn, shown);
  const notTheirs = await notTheirsOf(services, turn, shown);
  return asPermitted(services, turn, reply, notTheirs);
}

async function replyTo(services: Services, turn: Turn, shown: Shown): Promise<Reply> {
  switch (shown.view) {
    case 'step': {
      const { moveId, step, from } = shown;
      return showMove(services, turn, await stateOf(services, moveId), {
        ...(step !== undefined && { step }),
        ...(from !== undefined && { from }),
      });
    }
    case 'working':
      return stillWorking(services, turn, shown);
    case 'status':
      return statusOf(services, turn, await moveOf(services, shown.moveId));
    case 'moves':
      return answerMoves(services, turn);
    case 'reminders':
      return answerReminders(
        services,
        turn,
        null,
        shown.moveId === undefined ? null : await moveOf(services, shown.moveId),
      );
    case 'weekly':
      return answerWeekly(services, turn);
    case 'reminder':
      return reminderCard(services, turn, await foundReminder(services, shown));
    case 'message':
      return messageAgain(services, turn, shown.message);
  }
}

/** For a minute it may still be under way; later it is over, or was lost with the instance that did it. */
async function stillWorking(
  services: Services,
  turn: Turn,
  shown: Extract<Shown, { view: 'working' }>,
): Promise<Reply> {
  const { moveId, since, verb, data } = shown;
  const state = await stateOf(services, moveId);
  const age = services.clock.now().epochMilliseconds - Date.parse(since);
  if (age < 0 || age > WORKING_MS) return showMove(services, turn, state);
  const view = { pressed: { verb, data }, moveId, replaced: turn.scope === 'personal' };
  return showing(cardReply(drawWorking(view, turn.reader)), shown);
}

/** As long as Microsoft may take, and a little more. */
const WORKING_MS = 60_000;

/** A message of the bot's own. Only there where it was sent: elsewhere nobody was told of it. */
async function messageAgain(services: Services, turn: Turn, id: string): Promise<Reply> {
  const { stored, place } = await messageHere(services, turn, id);
  const reply =
    stored.kind === 'reminders'
      ? await redrawnMessage(services, stored, place, turn.reader)
      : ((await messageCard(services, stored, place, turn.reader)) ?? (await whatBecameOf(services, turn, stored)));
  if (reply === null) throw new AppError('view.gone', { hint: `The message ${id} tells nothing any more.` });
  return reply.whose === undefined ? reply : showing(reply, { view: 'message', message: id }, reply.whose);
}

/** An order that was decided about meanwhile: the move tells how. */
async function whatBecameOf(
  services: Services,
  turn: Turn,
  { kind, data }: { readonly kind: string; readonly data: unknown },
): Promise<Reply | null> {
  if (kind !== 'news') return null;
  return showMove(services, turn, await stateOf(services, NewsData.parse(data).moveId));
}

async function notTheirsOf(services: Services, { person, reader }: Turn, shown: Shown): Promise<NotTheirs | null> {
  const about =
    shown.view === 'message' ? await services.outbox.find(shown.message) : shown.view === 'reminder' ? shown : null;
  if (about === null) return null;
  if ('reminder' in about) return takenBy(services, { moveId: about.moveId, key: about.reminder }, person.id, reader);
  const [only, ...others] = about.lines;
  if (only !== undefined && others.length === 0) return takenBy(services, only, person.id, reader);
  const news = about.kind === 'news' ? NewsData.safeParse(about.data) : null;
  if (news?.success !== true || news.data.code !== 'order-requested') return null;
  const approval = (await services.moveStore.load(news.data.moveId))?.facts.provisioning.approval;
  if (approval?.requested.by.id !== person.id) return null;
  return { verbs: [VERBS.orderApproved], sentence: plainSentence(reader.locale, 'view.second-person') };
}

async function takenBy(
  { reminders }: Services,
  { moveId, key }: { readonly moveId: string; readonly key: string },
  personId: string,
  { locale }: Reader,
): Promise<NotTheirs | null> {
  const assignee = (await reminders.find(moveId, key))?.assignee ?? null;
  if (assignee === null || assignee.id === personId) return null;
  return {
    verbs: [VERBS.reminderDone, VERBS.reminderSnooze],
    sentence: plainSentence(locale, 'view.other-on-it', { who: assignee.name }),
  };
}

/** Roles that could not be read take no button away: the press itself will tell. */
async function asPermitted(
  { authority }: Services,
  { person, reader }: Turn,
  reply: Reply,
  notTheirs: NotTheirs | null,
): Promise<Reply> {
  if (reply.kind !== 'card') return reply;
  const verbs = [...verbsOn(reply.drawn)].filter(isVerb);
  const judged = await Promise.all(
    verbs.map(async (verb) => ({ verb, permission: await authority.seemsAllowed(person.id, VERB_TASKS[verb]) })),
  );
  const denied = new Set<string>();
  const roles = new Set<PartnerRole>();
  for (const { verb, permission } of judged) {
    if (permission.kind !== 'missing') continue;
    denied.add(verb);
    for (const role of permission.roles) roles.add(role);
  }
  const theirs = notTheirs?.verbs.filter((verb) => verbs.includes(verb) && !denied.has(verb)) ?? [];
  const sentences = [
    ...(denied.size > 0 ? [lookOnly(reader, roles)] : []),
    ...(notTheirs !== null && theirs.length > 0 ? [notTheirs.sentence] : []),
  ];
  if (sentences.length === 0) return reply;
  return { ...reply, drawn: forPerson(reply.drawn, new Set([...denied, ...theirs]), sentences.join(' ')) };
}

function lookOnly({ locale }: Reader, roles: ReadonlySet<PartnerRole>): string {
  const names = [...roles].map((role) => plainSentence(locale, `role.${role}`));
  return plainSentence(locale, 'view.look-only', { roles: formatList(formatLocale(locale), names, 'disjunction') });
}
