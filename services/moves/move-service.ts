import { Temporal } from 'temporal-polyfill';
import { type Clock, todayUtc } from '../clock.ts';
import { AppError } from '../errors.ts';
import { figures } from '../rules/figures.ts';
import { planReminders } from '../rules/reminder-plan.ts';
import type { StagesOf } from '../rules/reminder-stages.ts';
import type { MoveStore } from '../store/move-store.ts';
import { applyCommand, type Refusal } from './apply.ts';
import { assess, type RuleBook } from './assess.ts';
import type { Assessment } from './assessment.ts';
import type { MoveCommand, OriginalDraft, Snapshot } from './command.ts';
import { changesBetween, NOTHING_KNOWN } from './facts.ts';
import { factsWith } from './facts-from-microsoft.ts';
import type { Customer, HistoryEntry, Move, MoveFacts, Person, Step } from './move.ts';
import { approvalNews, type NewsCode, newsOf } from './news.ts';
import { currentStep, deriveSteps } from './steps.ts';
import { nextCheck } from './watching.ts';

/** A move with everything that is derived from it today. */
export interface MoveState {
  readonly move: Move;
  readonly steps: readonly Step[];
  readonly current: Step;
  readonly assessment: Assessment;
  readonly lastChange: HistoryEntry | null;
}

/**
 * What became of a command.
 * `gone-on`: the move changed since the reader's card was drawn, nothing was done; `refused`: it does not fit, nothing was
 * done; `unchanged`: it was carried out and made no difference.
 */
export type Outcome =
  | { readonly kind: 'done' | 'unchanged' | 'gone-on'; readonly state: MoveState }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly state: MoveState };

/** The bot itself, as the author of what it finds out. */
export const SYSTEM: Person = { id: 'system', name: 'CSP Move Assistant' };

/**
 * The one way in for a change to a move: command, check, apply with the expected version, then record, history, reminders
 * and jobs in one transaction.
 */
export class MoveService {
  readonly #store: MoveStore;
  readonly #clock: Clock;
  readonly #rules: () => Promise<RuleBook>;
  readonly #newId: () => string;
  readonly #teamChannel: () => Promise<string | null>;
  readonly #stages: Stages;

  constructor(deps: {
    store: MoveStore;
    clock: Clock;
    rules: () => Promise<RuleBook>;
    newId: () => string;
    /** The conversation in which the whole team is told; null when there is none. */
    teamChannel?: () => Promise<string | null>;
    /** On which days the team wants to be reminded; the product's own days when left out. */
    stages?: Stages;
  }) {
    this.#stages = deps.stages ?? { now: async () => figures().stages, ever: async () => figures().stages };
    this.#teamChannel = deps.teamChannel ?? (async () => null);
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#rules = deps.rules;
    this.#newId = deps.newId;
  }

  /** Opens a move for a customer; when one is open already, that one is answered (`opened: false`). */
  async open(customer: Customer, known: MoveFacts, snapshot: Snapshot, by: Person, conversationId: string) {
    const at = this.#clock.now().toString({ fractionalSecondDigits: 3 });
    const empty: Move = {
      id: this.#newId(),
      version: 1,
      customer,
      openedBy: by,
      openedAt: at,
      conversationId,
      facts: { ...known, provisioning: { ...known.provisioning, before: ownBefore(snapshot) } },
    };
    const move: Move = { ...empty, facts: factsWith(empty, snapshot, SYSTEM, at) };
    const entry = historyEntry(move, NOTHING_KNOWN, 'open', by, at);
    const state = await this.#derive(move, entry);
    const created = await this.#store.create(move, entry, await this.#effects(state, null, by));
    if (created === 'exists') {
      const open = await this.#store.openMoveOf(customer.tenantId);
      if (open === null)
        throw new AppError('move.changed-meanwhile', { hint: 'The open move was closed while another was opened.' });
      return { opened: false, state: await this.#derive(open) };
    }
    return { opened: true, state };
  }

  /** The move as it stands today, by its id or just read; null when there is none of that id. */
  state(move: Move): Promise<MoveState>;
  state(moveId: string): Promise<MoveState | null>;
  async state(of: string | Move): Promise<MoveState | null> {
    const move = typeof of === 'string' ? await this.#store.load(of) : of;
    return move === null ? null : this.#derive(move);
  }

  /**
   * Carries out a command for a person who saw version `seen` of the move (null: whatever version, for what the bot itself
   * found out). Two at the same moment: one is carried out, the other is answered `gone-on`.
   *
   * @param options.tell whether the chat is told about what the bot found out; not when the answer shows it anyway
   * @param options.state the move as the caller has just read it; read here when left out
   * @throws AppError `move.gone` when there is no such move
   */
  async run(
    moveId: string,
    seen: number | null,
    command: MoveCommand,
    by: Person,
    { tell = true, state: read }: { readonly tell?: boolean; readonly state?: MoveState } = {},
  ): Promise<Outcome> {
    const move = read?.move ?? (await this.#store.load(moveId));
    if (move === null) throw new AppError('move.gone', { hint: `No move ${moveId} in the database.` });
    const state = read ?? (await this.#derive(move, null));
    const before = async () => read ?? { ...state, lastChange: await this.#store.lastChange(moveId) };
    if (seen !== null && seen !== move.version) return { kind: 'gone-on', state: await before() };

    const at = this.#clock.now().toString({ fractionalSecondDigits: 3 });
    const applied = applyCommand(move, state.steps, command, by, { at, today: at.slice(0, 10) });
    if ('refused' in applied) return { kind: 'refused', refusal: applied.refused, state: await before() };

    const next: Move = { ...move, version: move.version + 1, facts: applied.facts };
    const entry = historyEntry(next, move.facts, command.kind, by, at);
    if (entry.changes.length === 0) {
      await this.#store.watch(moveId, nextCheck(next, state.steps, this.#clock.now()));
      return { kind: 'unchanged', state: await before() };
    }
    const after = await this.#derive(next, entry);
    const saved = await this.#store.save(next, move.version, entry, await this.#effects(after, move, by, tell));
    if (saved === 'saved') return { kind: 'done', state: after };
    if (seen === null) return this.run(moveId, null, command, by, { tell });
    return { kind: 'gone-on', state: (await this.state(moveId)) ?? (await before()) };
  }

  /** A move that was just read, with everything derived from it today; who changed it last is left out. */
  async derived(move: Move): Promise<MoveState> {
    return this.#derive(move, null);
  }

  /** How a move would start: what is known of a customer, judged without opening anything. */
  async preview(
    customer: Customer,
    snapshot: Snapshot,
    originals: readonly OriginalDraft[] | null,
    by: Person,
  ): Promise<MoveState> {
    const at = this.#clock.now().toString({ fractionalSecondDigits: 3 });
    const empty: Move = {
      id: '',
      version: 1,
      customer,
      openedBy: by,
      openedAt: at,
      conversationId: '',
      facts: NOTHING_KNOWN,
    };
    const facts = factsWith(empty, snapshot, by, at);
    const listed = (originals ?? []).map((o) => ({ ...o, path: null, target: null, endArranged: null, ended: null }));
    return this.#derive({ ...empty, facts: { ...facts, originals: listed } }, null);
  }

  /** Plans the reminders of a move anew, because the team times them differently. */
  async replan(move: Move): Promise<void> {
    for (let present: Move | null = move, n = 0; present !== null && n < REPLANNINGS; n++) {
      const { assessment } = await this.#derive(present, null);
      const plans = await this.#plansOf(present, todayUtc(this.#clock), assessment);
      if (await this.#store.replan(present, plans, this.#clock.now())) return;
      // Whoever changed it may have planned by the days of before.
      present = await this.#store.load(move.id);
    }
  }

  /** The plan of today, and what an earlier plan may still hold and must keep: stages that came due while nothing ran. */
  async #plansOf(move: Move, today: Temporal.PlainDate, assessment: Assessment) {
    const [now, ever] = await Promise.all([this.#stages.now(), this.#stages.ever()]);
    const since = today.subtract(LONGEST_DOWNTIME);
    const soon = today.add(LONGEST_BREAK).toString();
    return {
      reminders: planReminders(move, today, assessment.originals, now),
      keep: planReminders(move, since, [], now).map((r) => r.key),
      told: planReminders(move, since, [], ever).filter(({ dueOn }) => dueOn <= soon),
    };
  }

  async #derive(move: Move, lastChange?: HistoryEntry | null): Promise<MoveState> {
    const last = lastChange === undefined ? await this.#store.lastChange(move.id) : lastChange;
    const assessment = assess(move, todayUtc(this.#clock), await this.#rules());
    const steps = deriveSteps(move, assessment);
    return { move, steps, current: currentStep(steps), assessment, lastChange: last };
  }

  /** What is written together with a change: the reminder plan, the next look at Partner Center, news for the chat. */
  async #effects({ move, steps, assessment }: MoveState, before: Move | null, by: Person, tell = true) {
    const now = this.#clock.now();
    const today = todayUtc(this.#clock);
    const news = before === null || !tell ? [] : await this.#news(before, move, by);
    return {
      ...(await this.#plansOf(move, today, assessment)),
      messages: news.map(({ code, conversationId }) => ({
        kind: 'news' as const,
        conversationId,
        data: { moveId: move.id, code },
      })),
      jobs: [
        ...transfersToSend(before, move).map((transferId) => ({
          name: 'transfer' as const,
          data: { moveId: move.id, transferId },
        })),
        ...placedNow(before, move).map((requestId) => ({
          name: 'order' as const,
          data: { moveId: move.id, requestId },
        })),
      ],
      watch: move.facts.closed === null ? nextCheck(move, steps, now) : null,
    };
  }

  /**
   * Who is told what: the chat of the move, of what the bot found out and of what somebody else than its opener decided about a
   * large order; the team's channel, that such an order waits for somebody.
   */
  async #news(
    before: Move,
    after: Move,
    by: Person,
  ): Promise<readonly { readonly code: NewsCode; readonly conversationId: string }[]> {
    const { conversationId, openedBy } = after;
    if (by.id === SYSTEM.id) return newsOf(before.facts, after.facts).map((code) => ({ code, conversationId }));
    const code = approvalNews(before.facts, after.facts);
    if (code === null) return [];
    const places = new Set(by.id === openedBy.id ? [] : [conversationId]);
    const channel = code === 'order-requested' ? await this.#teamChannel() : null;
    if (channel !== null) places.add(channel);
    return [...places].map((place) => ({ code, conversationId: place }));
  }
}

/** A move that keeps changing is planned by its changes. */
const REPLANNINGS = 4;

/** The days on which a team is reminded: now, and all that ever were. */
export interface Stages {
  now(): Promise<StagesOf>;
  ever(): Promise<StagesOf>;
}

/** Requests that were just written down: each is sent by a job of its own. */
function transfersToSend(before: Move | null, { facts }: Move): readonly string[] {
  const known = new Set(before?.facts.transfers.map(({ id }) => id));
  return facts.transfers.filter(({ id }) => !known.has(id)).map(({ id }) => id);
}

const LONGEST_DOWNTIME = Temporal.Duration.from({ days: 120 });
/** What falls on days off is told before them. */
const LONGEST_BREAK = Temporal.Duration.from({ days: 7 });

/** Who has no relationship with us has no subscription of ours either. */
function ownBefore({ subscriptions, relationship }: Snapshot): readonly string[] | null {
  if (subscriptions !== undefined) return subscriptions.map((s) => s.id);
  return relationship === 'none' ? [] : null;
}

/** The request id of an order that was just confirmed: it is placed by a job of its own. */
function placedNow(before: Move | null, after: Move): readonly string[] {
  const id = after.facts.provisioning.order?.requestId;
  return id === undefined || before?.facts.provisioning.order?.requestId === id ? [] : [id];
}

function historyEntry(move: Move, from: MoveFacts, command: string, by: Person, at: string): HistoryEntry {
  return { moveId: move.id, version: move.version, at, by, command, changes: changesBetween(from, move.facts) };
}
