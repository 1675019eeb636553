import type { ReminderRef } from '../../../services/store/reminder-rows.ts';
import { endOf } from './dates.ts';
import { type Expected, ExpectedMove } from './expected.ts';
import type { Input, Seen, ToldLine, Year } from './timeline.ts';
import { Upcoming } from './upcoming.ts';
import { Uptime } from './uptime.ts';

/** A promise to the team that was not kept. */
export interface Violation extends ReminderRef {
  readonly at: number;
  /** In one sentence. */
  readonly what: string;
}

/** What the journal ought to hold: `at`, what and whose. */
export interface ExpectedEntry extends ReminderRef {
  readonly at: number;
  readonly kind: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly journal: readonly ExpectedEntry[];
  /** How often a reminder had to arrive in a place, and did. */
  readonly told: number;
  readonly missed: number;
}

/** What is still to arrive in a place. */
interface Owed {
  /** When it came due. */
  readonly since: number;
  /** False: it may arrive, and need not. */
  readonly must: boolean;
  /** What was put off or done meanwhile may come in a message of its own. */
  readonly alone: boolean;
}

interface Tracked {
  readonly reminder: Expected;
  /** Places in which it still has to arrive. */
  readonly owed: Map<string, Owed>;
  /** Chats of people to whom it was given: they are told although they may have read it already. */
  readonly notices: Map<string, Owed>;
  /** Places for which a message may still wait that was written before it was done, put off or cancelled. */
  readonly written: Map<string, Owed>;
  /** Places in which it has arrived since it last came due. */
  readonly arrived: Set<string>;
  /** A place refused it: since when it has to arrive somewhere else. */
  elsewhere: number | null;
  /** Counts how often it was put on the agenda: what was put there before does not count any more. */
  round: number;
}

/**
 * Goes through a year once more, with what was done to the product and what Teams saw, and says where the two do not fit. It knows the
 * promises and nothing of how the product keeps them:
 *
 * - what is due arrives, in each place, at the first moment at which somebody runs and works, or waiting would pass its deadline;
 * - it arrives later only where Teams did not take it, and then as soon as it did;
 * - what could not be told up to its deadline is told as missed with the first run after;
 * - nothing else arrives: nothing that is done, put off or out of the plan, and nothing twice.
 */
export function judge(year: Year): Verdict {
  return new Oracle(year).run();
}

type Agenda = { readonly tracked: Tracked; readonly round: number; readonly kind: 'due' | 'overdue' };

class Oracle {
  readonly #year: Year;
  readonly #uptime: Uptime;
  readonly #moves = new Map<string, ExpectedMove>();
  readonly #tracked = new Map<Expected, Tracked>();
  readonly #agenda = new Upcoming<Agenda>();
  readonly #violations: Violation[] = [];
  readonly #journal: ExpectedEntry[] = [];
  readonly #chats: Map<string, string>;
  /** Where and when Teams did not take a message. */
  readonly #failures: ReadonlySet<string>;
  /** Which message brought what came due for a place at a moment. */
  readonly #digests = new Map<string, string>();
  #channel: string | null = null;
  #told = 0;
  #missed = 0;

  constructor(year: Year) {
    this.#year = year;
    this.#uptime = new Uptime(year);
    this.#chats = new Map(year.chats);
    this.#failures = new Set(year.seen.flatMap((seen) => (seen.kind === 'failed' ? [`${seen.place} ${seen.at}`] : [])));
  }

  run(): Verdict {
    const { inputs, seen, span } = this.#year;
    let [input, sight] = [0, 0];
    for (;;) {
      const times = [inputs[input]?.at, this.#agenda.nextAt, seen[sight]?.at].map(
        (at) => at ?? Number.POSITIVE_INFINITY,
      );
      const at = Math.min(...times);
      if (at === Number.POSITIVE_INFINITY || at >= span.to) break;
      // What is done at a moment comes first, then what falls due with it, then what Teams sees of it.
      const [given, due] = [inputs[input], this.#agenda.nextAt];
      if (given?.at === at) {
        this.#take(given);
        input += 1;
      } else if (due === at) this.#fallDue(this.#agenda.take(), at);
      else {
        const next = seen[sight];
        if (next !== undefined) this.#look(next);
        sight += 1;
      }
    }
    for (const tracked of this.#tracked.values()) this.#release(tracked, span.to);
    return { violations: this.#violations, journal: this.#journal, told: this.#told, missed: this.#missed };
  }

  #take(input: Input): void {
    const { at } = input;
    switch (input.kind) {
      case 'settings':
        return;
      case 'channel':
        this.#channel = input.conversationId;
        return;
      case 'plan': {
        const touched = this.#moveOf(input.moveId).follow(input);
        const gone = touched.filter(({ standing, everTold }) => standing === 'cancelled' && everTold);
        this.#note(at, 'cancelled', gone);
        for (const reminder of touched) this.#standsAnew(reminder, at);
        return;
      }
      case 'act': {
        const touched = this.#moveOf(input.ref.moveId).act(input.ref.key, input.act, input.by, at);
        this.#note(at, input.act.kind, touched);
        if (input.act.kind === 'assigned') for (const reminder of touched) this.#give(reminder, input.act.to.id, input);
        else for (const reminder of touched) this.#standsAnew(reminder, at);
        return;
      }
      case 'undo': {
        const touched = this.#moveOf(input.ref.moveId).undo(input.ref.key, at);
        this.#note(at, 'undone', touched);
        for (const reminder of touched) this.#standsAnew(reminder, at);
      }
    }
  }

  /** Looks at a reminder that may stand differently now: what was to arrive does not have to any more, and it may come due again. */
  #standsAnew(reminder: Expected, at: number): void {
    const tracked = this.#trackedOf(reminder);
    const { standing, due } = reminder;
    tracked.round += 1;
    if (standing === 'sending') {
      // Taken back: it is to arrive where it was to arrive before.
      for (const [place, owed] of tracked.written) tracked.owed.set(place, { ...owed, alone: true });
      tracked.written.clear();
      this.#agreeOnMissing(tracked, at);
      return;
    }
    // Taken back: a message that waits may still bring it.
    if (standing === 'sent' || standing === 'missed') return;
    this.#release(tracked, at);
    if (standing !== 'planned' && standing !== 'snoozed') return;
    const chance = this.#uptime.firstChance(due, at);
    if (chance !== null) this.#agenda.add(chance, { tracked, round: tracked.round, kind: 'due' });
  }

  #fallDue({ tracked, round, kind }: Agenda, at: number): void {
    if (round !== tracked.round) return;
    const { reminder, owed, arrived, written } = tracked;
    const { deadline } = reminder.due;
    if (kind === 'overdue' || (deadline !== null && at >= endOf(deadline))) {
      if (kind === 'overdue' && reminder.standing !== 'sending') return;
      reminder.standing = 'missed';
      this.#note(at, 'missed', [reminder]);
      if (kind === 'overdue') return;
    } else reminder.standing = 'sending';
    arrived.clear();
    tracked.elsewhere = null;
    // A message of before may still wait, and bring it.
    for (const place of this.#placesOf(reminder, at))
      owed.set(place, { since: at, must: true, alone: written.has(place) });
    written.clear();
    this.#agreeOnMissing(tracked, at);
  }

  /** What has reached nobody when its deadline ends is missed with the next run. */
  #agreeOnMissing(tracked: Tracked, at: number): void {
    const { deadline } = tracked.reminder.due;
    if (tracked.reminder.standing !== 'sending' || deadline === null) return;
    const over = this.#uptime.running(Math.max(endOf(deadline), at));
    this.#agenda.add(over, { tracked, round: tracked.round, kind: 'overdue' });
  }

  #placesOf({ moveId, thread }: Expected, at: number): ReadonlySet<string> {
    const places = this.#uptime.calendarAt(at)?.settings.places ?? 'both';
    const assignee = this.#moveOf(moveId).assignees.get(thread);
    const person =
      (assignee === undefined ? undefined : this.#chats.get(assignee)) ?? this.#year.openersChats.get(moveId);
    if (person === undefined) throw new Error(`Nobody opened ${moveId}`);
    if (this.#channel === null || places === 'personal') return new Set([person]);
    return new Set(places === 'channel' ? [this.#channel] : [person, this.#channel]);
  }

  /** Who has it from somebody else finds it in their own chat. */
  #give(reminder: Expected, to: string, { at, by, pressedIn }: Extract<Input, { kind: 'act' }>): void {
    const chat = this.#chats.get(to);
    if (to === by.id || chat === undefined || chat === pressedIn) return;
    const must = reminder.standing === 'sending' || reminder.standing === 'sent';
    this.#trackedOf(reminder).notices.set(chat, { since: at, must, alone: true });
  }

  #look(seen: Seen): void {
    if (seen.kind === 'told') for (const line of seen.lines) this.#arrive(line, seen);
    if (seen.kind !== 'gone') return;
    for (const ref of seen.lines) {
      const tracked = this.#find(ref);
      if (tracked === null) continue;
      tracked.written.delete(seen.place);
      const owed = tracked.owed.get(seen.place) ?? tracked.notices.get(seen.place);
      tracked.owed.delete(seen.place);
      tracked.notices.delete(seen.place);
      if (owed !== undefined || tracked.elsewhere !== null) tracked.elsewhere = seen.at;
    }
    if (seen.place === this.#channel) this.#channel = null;
    for (const [person, chat] of this.#chats) if (chat === seen.place) this.#chats.delete(person);
  }

  #arrive(line: ToldLine, { at, place, message }: Seen): void {
    const tracked = this.#find(line);
    if (tracked === null) {
      this.#violated(line, at, `was told in ${place}, and was never planned`);
      return;
    }
    const { reminder, owed, notices, arrived } = tracked;
    const [due, notice] = [owed.get(place), notices.get(place)];
    const isElsewhere = tracked.elsewhere !== null && !arrived.has(place);
    const isLeft = (reminder.standing === 'sent' || reminder.standing === 'missed') && tracked.written.delete(place);
    if (due === undefined && notice === undefined && !isElsewhere && !isLeft) {
      this.#violated(line, at, `was told in ${place} ${this.#whyNot(tracked, place, at)}`);
      return;
    }
    if (due !== undefined) this.#inTime(tracked, place, due, at);
    if (due !== undefined && notice === undefined && !due.alone) this.#oneDigest(tracked, place, due, { at, message });
    if (line.missed !== (reminder.standing === 'missed'))
      this.#violated(
        line,
        at,
        `was told in ${place} ${line.missed ? 'as missed' : 'as if in time'}, and it is ${reminder.standing}`,
      );
    if (due === undefined && !isElsewhere) notices.delete(place);
    if (notice !== undefined) notices.set(place, { ...notice, must: false });
    owed.delete(place);
    arrived.add(place);
    reminder.everTold = true;
    if (reminder.standing === 'sending') reminder.standing = 'sent';
    if (line.missed) this.#missed += 1;
    else this.#told += 1;
  }

  /** Everything that came due for a place at once is one message. */
  #oneDigest(
    { reminder }: Tracked,
    place: string,
    { since }: Owed,
    { at, message }: { at: number; message: string },
  ): void {
    const about = `${place} ${since}`;
    const known = this.#digests.get(about);
    if (known === undefined) this.#digests.set(about, message);
    else if (known !== message)
      this.#violated(reminder, at, `was told in ${place} in a message of its own, beside ${known}, of the same run`);
  }

  #inTime({ reminder }: Tracked, place: string, { since }: Owed, at: number): void {
    const failed = this.#failures.has(`${place} ${since}`);
    const by = failed ? this.#uptime.deliveredBy(since) : since;
    if (at > by)
      this.#violated(
        reminder,
        at,
        `was told in ${place} too late: it was due there at ${new Date(since).toISOString()}`,
      );
  }

  /** What was to arrive does not have to any more; what should have arrived by now is missing. */
  #release(tracked: Tracked, at: number): void {
    const { reminder, owed, notices, arrived } = tracked;
    for (const [place, { since, must }] of [...owed, ...notices]) {
      const failed = this.#failures.has(`${place} ${since}`);
      const by = failed ? this.#uptime.deliveredBy(since) : since;
      if (must && at > by)
        this.#violated(reminder, at, `never arrived in ${place}, due there since ${new Date(since).toISOString()}`);
    }
    if (tracked.elsewhere !== null && arrived.size === 0 && at > this.#uptime.deliveredBy(tracked.elsewhere))
      this.#violated(reminder, at, 'never arrived anywhere, after a place that is gone');
    for (const [place, one] of [...notices, ...owed]) tracked.written.set(place, one);
    owed.clear();
    notices.clear();
    tracked.elsewhere = null;
  }

  #whyNot({ reminder, arrived }: Tracked, place: string, at: number): string {
    switch (reminder.standing) {
      case 'done':
        return 'after it was done';
      case 'cancelled':
        return 'after it left the plan';
      case 'snoozed':
      case 'planned': {
        const calendar = this.#uptime.calendarAt(at);
        if (calendar === null) return 'while nobody was running';
        if (at < calendar.sendAt(reminder.due))
          return reminder.standing === 'snoozed' ? 'while put off' : 'before its day';
        return calendar.isOpen(at) ? 'before it could be' : 'outside working hours, although there was time left';
      }
      default:
        return arrived.has(place) ? 'for the second time' : 'where it did not have to be';
    }
  }

  #violated({ moveId, key }: ReminderRef, at: number, what: string): void {
    this.#violations.push({ moveId, key, at, what });
  }

  #note(at: number, kind: string, reminders: readonly Expected[]): void {
    for (const { moveId, key } of reminders) this.#journal.push({ at, kind, moveId, key });
  }

  #find(ref: ReminderRef): Tracked | null {
    const reminder = this.#moves.get(ref.moveId)?.reminders.get(ref.key);
    return reminder === undefined ? null : this.#trackedOf(reminder);
  }

  #trackedOf(reminder: Expected): Tracked {
    let tracked = this.#tracked.get(reminder);
    if (tracked === undefined) {
      tracked = {
        reminder,
        owed: new Map(),
        notices: new Map(),
        written: new Map(),
        arrived: new Set(),
        elsewhere: null,
        round: 0,
      };
      this.#tracked.set(reminder, tracked);
    }
    return tracked;
  }

  #moveOf(id: string): ExpectedMove {
    let move = this.#moves.get(id);
    if (move === undefined) {
      move = new ExpectedMove(id);
      this.#moves.set(id, move);
    }
    return move;
  }
}
