import type { SentenceParams } from '../errors.ts';
import { type MoveCommand, type OriginalCompletion, PERMITTED } from './command.ts';
import { factsWith } from './facts-from-microsoft.ts';
import type { Move, MoveFacts, Original, Person, Stated, Step } from './move.ts';

/** Why a command was not carried out: `error.<code>` is its sentence; `input` the field it is about. */
export interface Refusal {
  readonly code: string;
  readonly params?: SentenceParams;
  readonly input?: string;
}

export type Applied = { readonly facts: MoveFacts } | { readonly refused: Refusal };

/**
 * The facts of a move after a command, or why it cannot be. Pure; changes nothing it is given.
 *
 * @param at instant of the change, ISO 8601 UTC
 * @param today calendar date of `at` in UTC
 */
export function applyCommand(
  move: Move,
  steps: readonly Step[],
  command: MoveCommand,
  by: Person,
  { at, today }: { readonly at: string; readonly today: string },
): Applied {
  const { facts } = move;
  // What Partner Center answered to an order is recorded whatever became of the move meanwhile.
  if (facts.closed !== null && command.kind !== 'order-progress') return refuse('move.closed');
  const forbidden = notNow(steps, command) ?? tooLate(facts, command);
  if (forbidden !== null) return { refused: forbidden };
  const stated = <T>(value: T): Stated<T> => ({ value, by, at });

  switch (command.kind) {
    case 'refresh':
      return { facts: factsWith(move, command.snapshot, by, at) };
    case 'set-country':
      return {
        facts: { ...facts, tenantCountry: command.country, tenantCountrySource: 'person', regionDecision: null },
      };
    case 'decide-region':
      return { facts: { ...facts, regionDecision: stated(command.decision) } };
    case 'invited':
      return { facts: { ...facts, relationship: { ...facts.relationship, status: 'none', invited: stated(true) } } };
    case 'refused':
      return { facts: { ...facts, relationship: { ...facts.relationship, status: 'refused', invited: null } } };
    case 'agreement-accepted':
      if (command.on > today) return refuse('input.date-future', { input: 'acceptedOn' });
      return {
        facts: {
          ...facts,
          agreement: { status: 'accepted', acceptedOn: command.on, source: 'person' },
          eligibility: { ...facts.eligibility, confirmed: stated(true) },
        },
      };
    case 'import-originals':
    case 'save-original': {
      const drafts = command.kind === 'save-original' ? [command.original] : command.originals;
      return withOriginals(facts, merge(facts.originals, drafts));
    }
    case 'remove-original':
      return withOriginals(
        facts,
        facts.originals.filter((o) => o.id !== command.originalId),
      );
    case 'complete-originals':
      return withOriginals(facts, completed(facts.originals, command.completions));
    case 'confirm-originals':
      return confirmOriginals({ ...facts, originals: completed(facts.originals, command.completions) }, stated(true));
    case 'choose-paths':
      return choosePaths(facts, command.paths);
    case 'choose-targets':
      return chooseTargets(facts, command, stated(true));
    case 'provision-reported':
      return { facts: withProvisioning(facts, { state: 'reported', requested: stated(true) }) };
    case 'order':
      return {
        facts: withProvisioning(facts, {
          state: 'ordered',
          requested: stated(true),
          order: { requestId: command.requestId, lines: command.lines, cartId: null, orderIds: [], failure: null },
        }),
      };
    case 'order-progress':
    case 'order-failed': {
      const { order } = facts.provisioning;
      if (order === null) return refuse('move.already');
      const other = command.kind === 'order-progress' && order.cartId !== null && order.cartId !== command.cartId;
      if (other) return refuse('move.already');
      const after =
        command.kind === 'order-failed'
          ? { ...order, failure: command.code }
          : { ...order, cartId: command.cartId, orderIds: command.orderIds };
      return { facts: withProvisioning(facts, { order: after }) };
    }
    case 'licences-confirmed':
      return { facts: { ...facts, licencesConfirmed: stated(true) } };
    case 'original-ended':
      return endOriginal(facts, command, by, today);
    case 'credit':
      return { facts: { ...facts, credit: { status: command.status, ticket: command.ticket, by, at } } };
    case 'close':
      if (isBeingPlaced(facts)) return refuse('move.order-under-way');
      return { facts: { ...facts, closed: stated(command.outcome) } };
  }
}

function notNow(steps: readonly Step[], command: MoveCommand): Refusal | null {
  if (!(command.kind in PERMITTED)) return null;
  // The cast is what the line above has just checked.
  const { step, when } = PERMITTED[command.kind as keyof typeof PERMITTED];
  const status = steps.find((s) => s.id === step)?.status;
  if (status !== undefined && when.includes(status)) return null;
  return { code: status === 'ahead' ? 'move.not-yet' : 'move.already' };
}

const BEFORE_PROVISIONING: ReadonlySet<MoveCommand['kind']> = new Set([
  'set-country',
  'import-originals',
  'save-original',
  'remove-original',
  'complete-originals',
  'confirm-originals',
  'choose-paths',
  'choose-targets',
]);

/** What was ordered or reported stands on these facts; ending and credit stand on what was provisioned. */
function tooLate(facts: MoveFacts, command: MoveCommand): Refusal | null {
  const { state, order } = facts.provisioning;
  const provisioning = state !== 'none' && !(state === 'ordered' && order?.failure);
  if (provisioning && BEFORE_PROVISIONING.has(command.kind)) return { code: 'move.already-provisioned' };
  if (command.kind === 'order' && mayBeThere(facts)) return { code: 'move.look-first' };
  if ((command.kind === 'original-ended' || command.kind === 'credit') && !endable(facts))
    return { code: 'move.not-yet' };
  return null;
}

/** An earlier order that failed may still have bought something: ordering again by ourselves could buy it twice. */
function mayBeThere({ provisioning: { order } }: MoveFacts): boolean {
  return order !== null && (order.orderIds.length > 0 || order.failure === 'microsoft.order-outcome-unknown');
}

/** The order was sent, or is about to be, and nobody knows yet what became of it. */
function isBeingPlaced({ provisioning: { state, order } }: MoveFacts): boolean {
  return state === 'ordered' && order !== null && order.failure === null && order.orderIds.length === 0;
}

/** Never end an original before the new subscription is verified, unless nothing of it is bought anew. */
function endable(facts: MoveFacts): boolean {
  return (
    facts.provisioning.state === 'verified' ||
    (facts.originals.length > 0 && facts.originals.every((o) => o.path === 'leave'))
  );
}

function withProvisioning(facts: MoveFacts, change: Partial<MoveFacts['provisioning']>): MoveFacts {
  return { ...facts, provisioning: { ...facts.provisioning, ...change } };
}

/** A changed list has to be confirmed again. */
function withOriginals(facts: MoveFacts, originals: readonly Original[]): Applied {
  if (originals.length > MOST_ORIGINALS) return refuse('originals.too-many', { params: { most: MOST_ORIGINALS } });
  return { facts: { ...facts, originals, originalsConfirmed: null } };
}

/** Subscriptions a tenant can hold (move-rules R9, L4). */
const MOST_ORIGINALS = 300;

/** Drafts replace what is known of the same original; a choice built on another offer or source is dropped. */
function merge(
  known: readonly Original[],
  drafts: readonly Omit<Original, 'path' | 'target' | 'ended'>[],
): readonly Original[] {
  const merged = new Map(known.map((o) => [o.id, o]));
  for (const draft of drafts) {
    const old = merged.get(draft.id);
    const source = draft.source ?? old?.source ?? null;
    const sameOffer = old !== undefined && old.skuId === draft.skuId;
    merged.set(draft.id, {
      ...draft,
      source,
      autoRenew: draft.autoRenew ?? old?.autoRenew ?? null,
      termStart: draft.termStart ?? old?.termStart ?? null,
      assignedSeats: draft.assignedSeats ?? old?.assignedSeats ?? null,
      path: old !== undefined && old.source === source ? old.path : null,
      target: sameOffer ? old.target : null,
      ended: old?.ended ?? null,
    });
  }
  return [...merged.values()];
}

function completed(originals: readonly Original[], completions: readonly OriginalCompletion[]): readonly Original[] {
  return originals.map((o) => {
    const completion = completions.find((c) => c.id === o.id);
    if (completion === undefined) return o;
    const moved = completion.source !== undefined && completion.source !== o.source;
    return { ...o, ...completion, path: moved ? null : o.path, target: moved ? null : o.target };
  });
}

function confirmOriginals(facts: MoveFacts, stated: Stated<true>): Applied {
  if (facts.originals.length === 0) return refuse('originals.none');
  const open = facts.originals.find((o) => o.source === null || o.endDate === null);
  if (open !== undefined) {
    const field = open.source === null ? 'source' : 'endDate';
    return refuse(`originals.${field === 'source' ? 'source' : 'end-date'}-missing`, {
      params: { name: open.name },
      input: `${field}_${open.id}`,
    });
  }
  return { facts: { ...facts, originalsConfirmed: stated } };
}

function choosePaths(facts: MoveFacts, paths: Readonly<Record<string, Original['path']>>): Applied {
  const missing = facts.originals.find((o) => (paths[o.id] ?? o.path) === null);
  if (missing !== undefined)
    return refuse('path.missing', { params: { name: missing.name }, input: `path_${missing.id}` });
  const originals = facts.originals.map((o) => {
    const path = paths[o.id] ?? o.path;
    return { ...o, path, target: path === 'buy-and-let-end' ? o.target : null };
  });
  return { facts: { ...facts, originals } };
}

function chooseTargets(
  facts: MoveFacts,
  { targets }: Extract<MoveCommand, { kind: 'choose-targets' }>,
  stated: Stated<true>,
): Applied {
  const originals = facts.originals.map((o) => {
    const chosen = targets.find((t) => t.originalId === o.id);
    if (chosen === undefined) return o;
    const { skuId, name, catalogSku, seats, lossAccepted } = chosen;
    // An acceptance belongs to one named offer: another offer has to be accepted anew.
    const before = o.target?.skuId === skuId ? o.target.lossAccepted : null;
    return { ...o, target: { skuId, name, catalogSku, seats, lossAccepted: lossAccepted ? (before ?? stated) : null } };
  });
  return { facts: { ...facts, originals } };
}

function endOriginal(
  facts: MoveFacts,
  { originalId, how, on }: Extract<MoveCommand, { kind: 'original-ended' }>,
  by: Person,
  today: string,
): Applied {
  if (on > today) return refuse('input.date-future', { input: 'on' });
  const original = facts.originals.find((o) => o.id === originalId);
  if (original === undefined) return refuse('originals.unknown');
  if (original.ended !== null) return refuse('move.already');
  return {
    facts: {
      ...facts,
      originals: facts.originals.map((o) => (o.id === originalId ? { ...o, ended: { how, on, by } } : o)),
    },
  };
}

function refuse(code: string, more: Omit<Refusal, 'code'> = {}): Applied {
  return { refused: { code, ...more } };
}
