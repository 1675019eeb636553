import type { Logger } from 'pino';
import { z } from 'zod';
import { type Clock, todayUtc } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { EndingDelegation } from '../graph/ending-delegations.ts';
import { onceADay } from '../once-a-day.ts';
import { OperatorsAlarm } from '../operators-alarm.ts';
import { daysBetween, type IsoDate, isoOf } from '../rules/calendar-date.ts';
import type { Alerts } from '../store/alert-store.ts';
import type { SettingStore } from '../store/setting-store.ts';

/** Days before the end at which the operators are told, once each: a customer's administrator has to approve a new one. */
const DELEGATION_WARN_DAYS = [30, 7, 1] as const;

/** So many customers are named; the alarm says how many more there are. */
const MOST_NAMED = 5;
const LONGEST_NAME = 80;

const SETTING = 'delegations-told';
const CODE = 'delegation-ends';

/** Watches the ends of the partner's delegated admin relationships and tells the operators in time: one message a day at most. */
export class DelegationWatch {
  readonly #ending: (days: number) => Promise<readonly EndingDelegation[]>;
  readonly #settings: Pick<SettingStore, 'get' | 'set'>;
  readonly #alarm: OperatorsAlarm;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #daily: () => Promise<void>;

  /**
   * @param deps.ending those that end within so many days from today
   * @param deps.clock the product's clock
   */
  constructor(deps: {
    ending: (days: number) => Promise<readonly EndingDelegation[]>;
    settings: Pick<SettingStore, 'get' | 'set'>;
    alerts: Alerts;
    clock: Clock;
    log: Logger;
  }) {
    this.#ending = deps.ending;
    this.#settings = deps.settings;
    this.#alarm = new OperatorsAlarm(deps);
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#daily = onceADay(
      deps.clock,
      () => this.#check(),
      (err) => this.#log.warn({ err }, 'It could not be looked up which delegated admin relationships end'),
    );
  }

  /** To be called often, in as many instances as there are: looks once a day. Never fails. */
  async check(): Promise<void> {
    await this.#daily();
  }

  async #check(): Promise<void> {
    const ending = await this.#read();
    if (ending === null) return;
    const today = isoOf(todayUtc(this.#clock));
    const { told, raised } = (await this.#settings.get(SETTING, Told)) ?? NOTHING_TOLD;
    const staged = ending.flatMap((delegation) => {
      const stage = stageOf(delegation, today);
      // Nothing is lost: another one goes on with the same roles.
      return stage === null || delegation.rolesLost.length === 0 ? [] : [{ ...delegation, stage }];
    });
    const fresh = staged.filter(({ relationshipId: id, endsOn, stage }) => {
      const known = told[id];
      return known === undefined || known.endsOn !== endsOn || stage < known.stage;
    });
    // What no longer ends is forgotten: should it end again, that is news.
    const kept = Object.fromEntries(
      staged.flatMap(({ relationshipId: id }) => (told[id] === undefined ? [] : [[id, told[id]]])),
    );
    if (fresh.length > 0) return await this.#tell(fresh, { told: kept, raised }, today);
    if (staged.length > 0) return await this.#remember({ told: kept, raised });
    if (raised !== null) await this.#alarm.clear(raised);
    await this.#remember(NOTHING_TOLD);
  }

  async #tell(fresh: readonly Staged[], { told, raised }: Told, today: IsoDate): Promise<void> {
    // One key a day: of two instances that look at the same time, one tells, and only that one remembers it.
    const key = `${CODE}-${today}`;
    if ((await this.#alarm.raise({ key, code: CODE, params: paramsOf(fresh) }, HINT)) !== 'raised') return;
    if (raised !== null && raised !== key) await this.#alarm.clear(raised);
    const now = Object.fromEntries(fresh.map(({ relationshipId: id, endsOn, stage }) => [id, { endsOn, stage }]));
    await this.#remember({ told: { ...told, ...now }, raised: key });
  }

  async #remember(told: Told): Promise<void> {
    await this.#settings.set(SETTING, told);
  }

  /** Null where the bot may not look: a missing permission is no alarm, the card of the move says "not known". */
  async #read(): Promise<readonly EndingDelegation[] | null> {
    try {
      return await this.#ending(DELEGATION_WARN_DAYS[0]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'microsoft.graph-access-denied') throw error;
      this.#log.info({ hint: error.hint }, 'The bot may not look which delegated admin relationships end');
      return null;
    }
  }
}

interface Staged extends EndingDelegation {
  readonly stage: number;
}

/** The latest stage that is reached; null when there is time, or when it has ended. */
function stageOf({ endsOn }: EndingDelegation, today: IsoDate): number | null {
  const left = daysBetween(today, endsOn);
  return left < 0 ? null : (DELEGATION_WARN_DAYS.findLast((days) => left <= days) ?? null);
}

/** The customers, soonest first; `count` is how many more there are. */
function paramsOf(ending: readonly EndingDelegation[]) {
  const nameOf = ({ customerName, name }: EndingDelegation) => customerName ?? name;
  const soonest = [...ending].sort((a, b) => a.endsOn.localeCompare(b.endsOn) || nameOf(a).localeCompare(nameOf(b)));
  // One customer may have several.
  const customers = new Map(soonest.map((known) => [known.customerTenantId ?? known.relationshipId, nameOf(known)]));
  const named = [...customers.values()].slice(0, MOST_NAMED).map(inOneLine);
  return { date: soonest[0]?.endsOn ?? null, customers: named.join('\n'), count: customers.size - named.length };
}

/** A list is told as lines, so a name is one. */
function inOneLine(name: string): string {
  const line = name.replaceAll(/\s+/gu, ' ').trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1).toWellFormed()}…` : line;
}

/** What was told at which stage, by relationship, and under which key the last alarm stands. */
const Told = z.object({
  told: z.record(z.string(), z.object({ endsOn: z.string(), stage: z.number() })),
  raised: z.string().nullable(),
});
type Told = z.infer<typeof Told>;
const NOTHING_TOLD: Told = { told: {}, raised: null };

const HINT = 'Partner Center > Customers > Admin relationships: extend them or ask for new ones.';
