import { plainSentence } from '../cards/language.ts';
import { drawSilence, type SilenceReason } from '../cards/silence.ts';
import { todayUtc } from '../services/clock.ts';
import type { Move } from '../services/moves/move.ts';
import type { ReminderAnchor } from '../services/reminders/reminder.ts';
import { explainSilence } from '../services/rules/reminder-silence.ts';
import type { Silence, SilenceSubject } from '../services/rules/silence.ts';
import type { Services } from '../services/services.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';
import { comesOn } from './comes-on.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';
import { aboutMoveNamed } from './which-move.ts';

/** Why the bot says nothing about a customer, part by part, or what it says next. Several fits are a list, none is said. */
export async function answerWhyNoReminder(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  if (customer === null)
    return { ...textReply('say.why-no-reminder-of-whom'), asks: { dialog: 'customer-of', kind: 'why-no-reminder' } };
  return aboutMoveNamed(services, turn, customer, (move) => silenceOf(services, turn, move));
}

async function silenceOf(services: Services, turn: Turn, only: Move): Promise<Reply> {
  const reasons = await reasonsOf(services, only, turn.reader.locale);
  const { id, version, customer: named } = only;
  const view = { customer: named.name, domain: named.domain, moveId: id, version, reasons };
  return cardReply(drawSilence(view, turn.reader));
}

async function reasonsOf(services: Services, move: Move, locale: string): Promise<readonly SilenceReason[]> {
  const [{ assessment }, stages, stored, settings] = await Promise.all([
    services.moves.derived(move),
    services.team.stages(),
    services.reminders.ofMove(move.id),
    services.team.settings(),
  ]);
  const now = services.clock.now();
  return explainSilence(move, todayUtc(services.clock), assessment.originals, stages)
    .filter(({ about, code }) => about.kind !== 'move' || code === 'closed')
    .map((silence) => {
      const own = stored.filter(isAbout(silence.about));
      const next = own.find(({ state }) => state === 'planned' || state === 'snoozed');
      return {
        about: aboutOf(silence.about, locale),
        reason: reasonOf(silence, own, next),
        next: next === undefined ? null : comesOn(next, settings, now),
      };
    });
}

/** What somebody did or what was told last, before what the rules say: the plan alone does not know of it. */
function reasonOf(silence: Silence, own: readonly Reminder[], next: Reminder | undefined): SilenceReason['reason'] {
  if (next?.state === 'snoozed')
    return { key: 'silence.snoozed', params: { who: next.acted?.by.name ?? null, when: next.nextOn } };
  if (silence.code !== 'next') return { key: `silence.${silence.code}`, params: silence.params };
  const last = own.findLast(
    ({ state }) => state === 'done' || state === 'sent' || state === 'sending' || state === 'missed',
  );
  const day = silence.params.on;
  switch (last?.state) {
    case 'done':
      return {
        key: 'silence.done',
        params: { who: last.acted?.by.name ?? null, when: last.acted?.at.slice(0, 10) ?? day },
      };
    case 'sent':
      return { key: 'silence.sent', params: { when: last.sentAt?.slice(0, 10) ?? day } };
    case 'sending':
      return { key: 'silence.on-its-way' };
    case 'missed':
      return last.failure === null
        ? { key: 'silence.missed', params: { date: last.deadline ?? day } }
        : { key: 'silence.undelivered' };
    default:
      return { key: 'silence.planned' };
  }
}

/** Which of the stored reminders belong to a subject. */
function isAbout(about: SilenceSubject): (reminder: Reminder) => boolean {
  switch (about.kind) {
    case 'move':
      return () => true;
    case 'original':
    case 'provisioned':
      return ({ subscriptionId }) => subscriptionId === about.id;
    case 'invitation':
    case 'transfer':
    case 'credit':
    case 'delegated-access': {
      const own = ANCHORS[about.kind];
      return ({ anchor }) => anchor === own;
    }
  }
}

const ANCHORS = {
  invitation: 'invitation-sent',
  transfer: 'transfer-created',
  credit: 'credit-open',
  'delegated-access': 'gdap-expiry',
} as const satisfies Record<Exclude<SilenceSubject['kind'], 'move' | 'original' | 'provisioned'>, ReminderAnchor>;

function aboutOf(about: SilenceSubject, locale: string): string {
  return about.kind === 'original' || about.kind === 'provisioned'
    ? about.name
    : plainSentence(locale, `silence.about.${about.kind}`);
}
