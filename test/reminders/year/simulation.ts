import { type Kysely, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Move } from '../../../services/moves/move.ts';
import { stagesOf } from '../../../services/reminders/stage-settings.ts';
import type { TeamSettings } from '../../../services/reminders/team-settings.ts';
import { figures } from '../../../services/rules/figures.ts';
import { planReminders } from '../../../services/rules/reminder-plan.ts';
import type { StagesOf } from '../../../services/rules/reminder-stages.ts';
import type { Schema } from '../../../services/store/schema.ts';
import { Calendar } from './calendar.ts';
import { openMoves } from './customers.ts';
import { dayOf, HOUR, instantOf, MINUTE, plainDate, utcDay } from './dates.ts';
import { chanceOf, Dice } from './dice.ts';
import { anyEdit, type Edit } from './edits.ts';
import { emptied, fill } from './fill.ts';
import { Instance } from './instance.ts';
import { type Happening, type Script, type Size, scriptOf } from './script.ts';
import { Sitting } from './sitting.ts';
import { CHANNELS, OPENERS, OPERATORS, TEAM } from './team.ts';
import { SimulatedTeams } from './teams.ts';
import type { Entry, Input, Year } from './timeline.ts';
import { isIn } from './troubles.ts';
import { Upcoming } from './upcoming.ts';

export interface Figures {
  readonly reminders: number;
  readonly messages: number;
  readonly edits: number;
  readonly acts: number;
  readonly runs: number;
}

/** Days; as in the move service. */
const LONGEST_DOWNTIME = 120;
const LONGEST_BREAK = 7;

/**
 * Lives through a year: lets happen what is in the script and what people do, and the product run whenever something can have changed
 * since: at every opening hour, after everything that happened, when a message is to be tried again, and at some other moments.
 */
export class Simulation {
  readonly #seed: number;
  readonly #size: Size;
  readonly #db: Kysely<Schema>;
  readonly #script: Script;
  readonly #dice: Dice;
  readonly #teams: SimulatedTeams;
  readonly #instances: readonly Instance[];
  readonly #agenda = new Upcoming<Happening>();
  readonly #inputs: Input[] = [];
  readonly #moves = new Map<string, Move>();
  readonly #openersChats = new Map<string, string>();
  readonly #sitting: Sitting;
  #at: number;
  #calendar: Calendar;
  /** The days on which the team was ever reminded. */
  #everStages: StagesOf = figures().stages;
  #triedAgainAt = Number.POSITIVE_INFINITY;
  #runs = 0;
  #reminders = 0;

  constructor(options: { readonly seed: number; readonly size: Size; readonly instances: readonly Kysely<Schema>[] }) {
    this.#seed = options.seed;
    this.#size = options.size;
    this.#script = scriptOf(options.seed, options.size);
    this.#dice = new Dice(options.seed + 1);
    this.#at = this.#script.span.from;
    this.#calendar = new Calendar(this.#script.settings);
    this.#teams = new SimulatedTeams({ seed: options.seed, outages: this.#script.outages, gone: this.#script.gone });
    const clock = { now: () => instantOf(this.#at) };
    this.#instances = options.instances.map(
      (db, n) => new Instance({ db, name: `instance-${n}`, clock, teams: this.#teams }),
    );
    const [db] = options.instances;
    if (db === undefined) throw new Error('There is no instance');
    this.#db = db;
    this.#sitting = new Sitting(this.#dice, this.#teams);
  }

  async run(): Promise<{ readonly year: Year; readonly figures: Figures }> {
    const { span, happenings } = this.#script;
    await this.#begin();
    for (const { at, happening } of happenings) if (at < span.to) this.#agenda.add(at, happening);
    for (let at = this.#next(); at < span.to; at = this.#next()) {
      this.#at = at;
      while (this.#agenda.nextAt === at) await this.#happen(this.#agenda.take());
      await this.#runAll();
    }
    for (const instance of this.#instances) await instance.stop();
    return { year: await this.#year(), figures: this.#figures() };
  }

  async #begin(): Promise<void> {
    const { span, settings } = this.#script;
    const [first] = this.#instances;
    if (first === undefined) throw new Error('There is no instance');
    await emptied(this.#db);
    const moves = openMoves(this.#dice, this.#size, utcDay(span.from));
    const planned = moves.map((move) => ({ move, plan: this.#plan(move, settings) }));
    await fill(this.#db, planned);
    for (const { move, plan } of planned) {
      this.#moves.set(move.id, move);
      this.#openersChats.set(move.id, move.conversationId);
      this.#reminders += plan.length;
      this.#inputs.push({
        at: span.from,
        kind: 'plan',
        moveId: move.id,
        plan,
        keep: null,
        told: [],
        why: 'the move is opened',
      });
    }
    const now = instantOf(span.from);
    const chats = TEAM.flatMap(({ id, chat }) =>
      chat === null ? [] : [{ id: chat, userId: id, scope: 'personal' as const }],
    );
    const others = [...CHANNELS, OPERATORS].map((id) => ({ id, userId: null, scope: 'team' as const }));
    for (const { id, userId, scope } of [...chats, ...others])
      await first.conversations.upsert({ id, userId, scope, reference: {}, locale: null, timeZone: null }, now);
    await first.places.setOperatorsChat({ conversationId: OPERATORS, ...this.#place() });
    await this.#set(first, settings);
  }

  /** When there is something to look at next. */
  #next(): number {
    const outage = this.#script.outages.find(({ from, to }) => from <= this.#at && this.#at < to);
    // Tried every hour, a message would be tried a hundred times in vain.
    const again =
      outage === undefined
        ? this.#triedAgainAt
        : Math.max(this.#triedAgainAt, Math.min(this.#at + 8 * HOUR, outage.to));
    return Math.min(this.#agenda.nextAt ?? Number.POSITIVE_INFINITY, this.#calendar.nextHour(this.#at), again);
  }

  async #happen(happening: Happening): Promise<void> {
    const instance = this.#anyRunning();
    if (instance === null) return;
    switch (happening.kind) {
      case 'minute':
        return;
      case 'session':
        return this.#sit(instance);
      case 'later':
        return happening.work();
      case 'settings':
        return this.#set(instance, happening.settings(this.#calendar.settings));
      case 'channel': {
        const { conversationId } = happening;
        await instance.places.setRemindersChannel({ conversationId, ...this.#place() });
        this.#inputs.push({ at: this.#at, kind: 'channel', conversationId });
      }
    }
  }

  async #set(instance: Instance, settings: TeamSettings): Promise<void> {
    const before = this.#calendar.settings;
    this.#calendar = new Calendar(settings);
    await instance.team.change(settings, this.#place().setBy, instantOf(this.#at));
    this.#inputs.push({ at: this.#at, kind: 'settings', settings });
    this.#everStages = await instance.team.stagesEver();
    await instance.replanAll();
    if (before.stages === settings.stages) return;
    for (const move of this.#moves.values()) {
      if (move.facts.closed !== null) continue;
      this.#inputs.push({
        at: this.#at,
        kind: 'plan',
        moveId: move.id,
        ...this.#planAndKeep(move),
        why: 'other stages',
      });
    }
  }

  /** Somebody changes some moves and acts on some reminders. */
  async #sit(instance: Instance): Promise<void> {
    for (let n = this.#dice.int(0, 4); n > 0; n--) await this.#edit(instance);
    for (let n = this.#dice.int(0, 4); n > 0; n--) {
      const done = await this.#sitting.act(instance, this.#at);
      if (done === null) continue;
      this.#inputs.push({ at: this.#at, kind: 'act', ...done });
      if (!this.#dice.chance(0.4)) continue;
      const seconds = this.#dice.chance(0.7) ? this.#dice.int(1, 60) : this.#dice.int(61, 300);
      this.#agenda.add(this.#at + seconds * 1000, { kind: 'later', work: () => this.#undo(done) });
    }
  }

  async #undo({ ref, by }: NonNullable<Awaited<ReturnType<Sitting['act']>>>): Promise<void> {
    await this.#anyRunning()?.acts.undo(ref, { by, now: instantOf(this.#at), pressed: null });
    this.#inputs.push({ at: this.#at, kind: 'undo', ref, by });
  }

  async #edit(instance: Instance): Promise<void> {
    const active = this.#sitting.anyTold()?.moveId;
    const id = active !== undefined && this.#dice.chance(0.6) ? active : this.#dice.pick([...this.#moves.keys()]);
    const before = this.#moves.get(id);
    if (before === undefined || before.facts.closed !== null) return;
    await this.#save(instance, before, anyEdit(this.#dice, before, this.#at));
    if (!this.#dice.chance(0.2)) return;
    // A slip: it is put right some time later.
    const { facts } = before;
    const putRight = async () => {
      const [now, running] = [this.#moves.get(id), this.#anyRunning()];
      if (now === undefined || now.facts.closed !== null || running === null) return;
      await this.#save(running, now, { move: { ...now, version: now.version + 1, facts }, why: 'as it was before' });
    };
    this.#agenda.add(this.#at + this.#dice.int(1, 600) * MINUTE, { kind: 'later', work: putRight });
  }

  async #save(instance: Instance, before: Move, { move, why }: Edit): Promise<void> {
    const { id } = before;
    const { plan, keep, told } = this.#planAndKeep(move);
    const kept = this.#dice.chance(0.85) ? keep : null;
    const at = instantOf(this.#at).toString();
    const entry = { moveId: id, version: move.version, at, by: this.#place().setBy, command: 'edit', changes: [] };
    const effects = { reminders: plan, told, jobs: [], ...(kept && { keep: kept }) };
    const saved = await instance.moves.save(move, before.version, entry, effects);
    if (saved !== 'saved') throw new Error(`${id} could not be saved: ${saved}`);
    this.#moves.set(id, move);
    this.#inputs.push({ at: this.#at, kind: 'plan', moveId: id, plan, keep: kept, told, why });
  }

  /** What the move service writes with a change: the plan of today, and what an earlier one may still hold. */
  #planAndKeep(move: Move) {
    const today = utcDay(this.#at);
    const since = plainDate(today - LONGEST_DOWNTIME);
    const now = stagesOf(this.#calendar.settings);
    return {
      plan: this.#plan(move),
      keep: planReminders(move, since, [], now).map(({ key }) => key),
      told: planReminders(move, since, [], this.#everStages).filter(
        ({ dueOn }) => dayOf(dueOn) <= today + LONGEST_BREAK,
      ),
    };
  }

  #plan(move: Move, settings = this.#calendar.settings) {
    return planReminders(move, plainDate(utcDay(this.#at)), [], stagesOf(settings));
  }

  /** The two take turns, and at times run at the very same moment. */
  async #runAll(): Promise<void> {
    const running = this.#instances.filter((_, n) => !isIn(this.#at, this.#script.down[n] ?? []));
    if (running.length === 0) {
      this.#triedAgainAt = Number.POSITIVE_INFINITY;
      return;
    }
    const mood = chanceOf(this.#seed, 'turn', this.#at);
    const turn = mood < 0.5 ? running : running.toReversed();
    const idle: number[] = [];
    if (mood < 0.05 || mood > 0.95) {
      await Promise.all(turn.map((instance) => instance.sweep()));
      idle.push(...(await Promise.all(turn.map((instance) => instance.send()))));
    } else {
      for (const instance of mood < 0.9 ? turn.slice(0, 1) : turn) {
        await instance.sweep();
        idle.push(await instance.send());
      }
    }
    this.#runs += 1;
    this.#triedAgainAt = this.#at + Math.ceil(Math.max(1, Math.min(...idle)));
    this.#sitting.look();
    // As autovacuum does it every minute of a real year.
    if (this.#runs % 120 === 20)
      await sql`analyze message, message_line, message_lane, message_request, reminder_event`.execute(this.#db);
  }

  #anyRunning(): Instance | null {
    const running = this.#instances.filter((_, n) => !isIn(this.#at, this.#script.down[n] ?? []));
    return running.length === 0 ? null : this.#dice.pick(running);
  }

  #place() {
    const [opener] = OPENERS;
    const setBy = { id: opener?.id ?? '', name: opener?.name ?? '' };
    return { name: 'General', setBy, setAt: Temporal.Instant.fromEpochMilliseconds(this.#at).toString() };
  }

  async #year(): Promise<Year> {
    const { span, downtimes, outages } = this.#script;
    return {
      span,
      downtimes,
      outages,
      inputs: this.#inputs,
      seen: this.#teams.seen,
      journal: await this.#journal(),
      openersChats: this.#openersChats,
      chats: new Map(TEAM.flatMap(({ id, chat }) => (chat === null ? [] : [[id, chat] as const]))),
    };
  }

  async #journal(): Promise<readonly Entry[]> {
    const { rows } = await sql<Entry>`
      select move_id as "moveId", key, kind, (extract(epoch from at) * 1000)::float8 as at,
        detail ->> 'message' as message, detail ->> 'place' as place
      from reminder_event order by id`.execute(this.#db);
    return rows;
  }

  #figures(): Figures {
    const count = (kind: Input['kind']) => this.#inputs.filter((input) => input.kind === kind).length;
    return {
      reminders: this.#reminders,
      messages: this.#teams.seen.filter(({ kind }) => kind === 'told').length,
      edits: count('plan') - this.#moves.size,
      acts: count('act') + count('undo'),
      runs: this.#runs,
    };
  }
}
