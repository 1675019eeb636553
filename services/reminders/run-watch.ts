import type { Logger } from 'pino';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock.ts';
import { OperatorsAlarm, type StandingAlerts } from '../operators-alarm.ts';
import type { Downtime, LastRun, RunJournal, RunWork } from './run-journal.ts';

/** A run comes every minute; without one for so long nobody is reminded of anything. */
const LATE_AFTER = Temporal.Duration.from({ minutes: 10 });
/** A shorter downtime is what an update of the host or of the bot takes: not worth a word. */
const WORTH_A_WORD = Temporal.Duration.from({ minutes: 30 });
/** An instance that did not look for so long was itself stopped (a sleeping machine): it knows nothing of that time. */
const ASLEEP = Temporal.Duration.from({ minutes: 5 });
/** No run takes so long (the queue gives it up after two minutes), so nobody tells of this downtime any more. */
const TOLD_FOR = Temporal.Duration.from({ minutes: 5 });

const LATE = 'run-late';
const resumedKey = ({ from }: Downtime) => `run-resumed-${from}`;

/**
 * Watches that the work of every minute is done, and tells the operators when it is not:
 *
 * | seen by | when | told |
 * | --- | --- | --- |
 * | `check`, in every living instance | no run ended for more than ten minutes | `run-late`, cleared by the next good run |
 * | the first run after it | an alarm had said so | `run-resumed`: from when to when, and how many reminders had come due |
 * | the first run after it | more than half an hour, and reminders had come due meanwhile | the same |
 *
 * All is judged by the machine's clock: the product's jumps when the sandbox lets days pass.
 */
export class RunWatch {
  readonly #journal: RunJournal;
  readonly #alarm: OperatorsAlarm;
  readonly #standing: StandingAlerts['standing'];
  readonly #machine: Clock;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** Since when this instance would have seen a run. */
  #awakeSince: Temporal.Instant;
  #lookedAt: Temporal.Instant;

  /**
   * @param deps.clock the product's clock
   * @param deps.machine the machine's
   */
  constructor(deps: {
    journal: RunJournal;
    alerts: StandingAlerts;
    clock: Clock;
    machine: Clock;
    log: Logger;
  }) {
    this.#journal = deps.journal;
    this.#alarm = new OperatorsAlarm(deps);
    this.#standing = () => deps.alerts.standing();
    this.#machine = deps.machine;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#awakeSince = deps.machine.now();
    this.#lookedAt = this.#awakeSince;
  }

  /**
   * Does the work of one run and notes that it was done; what the work throws is thrown on, and such a run counts as none. What
   * goes wrong in the notes never fails the run.
   */
  async ran(work: () => Promise<RunWork>): Promise<void> {
    const begunAt = this.#machine.now();
    // Before the work: two first runs after a downtime both see it, and either may be the one that finds something due.
    const before = await this.#before();
    const done = await work();
    await this.#alarm.quietly(async () => {
      const resumed = before === null ? null : await this.#resumed(before, begunAt, done);
      const endedAt = this.#machine.now();
      const tookMs = endedAt.since(begunAt).total('milliseconds');
      await this.#journal.write({
        ...done,
        endedAt,
        endedAtProduct: this.#clock.now(),
        tookMs: Math.max(0, Math.round(tookMs)),
        resumed,
      });
      await this.#alarm.clear(LATE);
    });
  }

  /**
   * To be called every minute in every instance, from a timer of its own: it has to see what keeps the runs from running. Never
   * fails.
   */
  async check(): Promise<void> {
    const now = this.#machine.now();
    const silence = this.#lookedAt.until(now);
    // Stopped meanwhile, or the clock was set back.
    if (isLonger(silence, ASLEEP) || isBefore(now, this.#lookedAt)) this.#awakeSince = now;
    this.#lookedAt = now;
    try {
      const since = await this.lateSince(now);
      if (since === null) return;
      await this.#alarm.raise({ key: LATE, code: LATE, params: { since: since.toString() } }, HINT);
    } catch (err) {
      // Without the database nothing could run; once it is back the runs have their ten minutes.
      this.#awakeSince = now;
      this.#log.error({ err }, 'It could not be looked up when the last run ended');
    }
  }

  /** Since when no run has ended, if that is too long ago; else null. Both by the machine's clock. */
  async lateSince(now: Temporal.Instant = this.#machine.now()): Promise<Temporal.Instant | null> {
    const last = await this.#journal.last();
    // A note from the future was made while a clock was wrong.
    const ended = last !== null && !isBefore(now, last.endedAt) ? last.endedAt : null;
    const seen = ended !== null && isBefore(this.#awakeSince, ended) ? ended : this.#awakeSince;
    return isLonger(seen.until(now), LATE_AFTER) ? (ended ?? this.#awakeSince) : null;
  }

  /** The last run that went well, in any instance. */
  async last(): Promise<LastRun | null> {
    return this.#journal.last();
  }

  /** When the next run begins, by the product's clock: at the next full minute of the machine's. */
  next(): Temporal.Instant {
    const now = this.#machine.now();
    const next = Temporal.Instant.fromEpochMilliseconds((Math.floor(now.epochMilliseconds / 60_000) + 1) * 60_000);
    return this.#clock.now().add(now.until(next));
  }

  async #before(): Promise<Before | null> {
    try {
      const last = await this.#journal.last();
      if (last === null || !isLonger(last.endedAt.until(this.#machine.now()), LATE_AFTER)) return { last, told: false };
      return { last, told: (await this.#standing()).some(({ key }) => key === LATE) };
    } catch (err) {
      this.#log.error({ err }, 'It could not be looked up when the last run ended');
      return null;
    }
  }

  /** The downtime that this run ends, told where it is worth it; or the one that ended lately. */
  async #resumed({ last, told }: Before, begunAt: Temporal.Instant, done: RunWork): Promise<Downtime | null> {
    if (last === null) return null;
    const gap = last.endedAt.until(begunAt);
    if (!isLonger(gap, LATE_AFTER)) return this.#toldLately(last, begunAt);
    if (last.resumed !== null) await this.#alarm.clear(resumedKey(last.resumed));
    const downtime = { from: last.endedAt, to: begunAt };
    if (told || (isLonger(gap, WORTH_A_WORD) && done.reminders > 0)) {
      const params = { from: downtime.from.toString(), to: downtime.to.toString(), count: done.reminders };
      await this.#alarm.raise({ key: resumedKey(downtime), code: 'run-resumed', params }, RESUMED_HINT);
    } else {
      this.#log.info({ from: `${downtime.from}`, to: `${downtime.to}` }, 'Nothing ran for a while; nothing was missed');
    }
    return downtime;
  }

  /** A slower run of another instance may still want to tell of it: it is forgotten only when none can be under way. */
  async #toldLately({ resumed }: LastRun, now: Temporal.Instant): Promise<Downtime | null> {
    if (resumed === null || !isLonger(resumed.to.until(now), TOLD_FOR)) return resumed;
    await this.#alarm.clear(resumedKey(resumed));
    return null;
  }
}

/** What was known when a run began. */
interface Before {
  readonly last: LastRun | null;
  /** The operators had been told that nothing runs. */
  readonly told: boolean;
}

const HINT =
  'The work of every minute is not done. Look for "A job failed" in the log and at the database, then start the assistant again.';
const RESUMED_HINT = 'Nothing to do. If nobody stopped the assistant, look in the log for what did.';

function isLonger(span: Temporal.Duration, than: Temporal.Duration): boolean {
  return Temporal.Duration.compare(span, than) > 0;
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
