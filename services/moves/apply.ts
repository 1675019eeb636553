import type { SentenceParams } from '../errors.ts';
import { dayAfter, readDate } from '../rules/calendar-date.ts';
import { figures } from '../rules/figures.ts';
import { lifecycleOn } from '../rules/lifecycle.ts';
import { asksForDecision } from '../rules/region.ts';
import { type MoveCommand, type OriginalCompletion, type OriginalDraft, PERMITTED } from './command.ts';
import { factsWith } from './facts-from-microsoft.ts';
import type { Move, MoveFacts, Original, Person, Stated, Step } from './move.ts';
import { missingFact, openQuestions } from './open-questions.ts';
import { applyOrderCommand, settled } from './order-commands.ts';
import { isBeingPlaced } from './provisioning.ts';
import { applyTransferCommand, isUnderWay } from './transfer-commands.ts';

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
  when: { readonly at: string; readonly today: string },
): Applied {
  const applied = carriedOut(move, steps, command, by, when);
  return 'refused' in applied ? applied : { facts: settled(move.facts, applied.facts, { by, at: when.at }) };
}

function carriedOut(
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
    case 'decide-region': {
      const [judged] = steps.find((s) => s.id === 'region')?.verdicts ?? [];
      if (judged === undefined || !asksForDecision(judged)) return refuse('region.nothing-to-decide');
      return { facts: { ...facts, regionDecision: stated(command.decision) } };
    }
    case 'set-mail-language':
      return { facts: { ...facts, mailLanguage: stated(command.language) } };
    case 'invited':
      return { facts: { ...facts, relationship: { ...facts.relationship, status: 'none', invited: stated(true) } } };
    case 'refused':
      return { facts: { ...facts, relationship: { ...facts.relationship, status: 'refused', invited: null } } };
    case 'agreement-accepted':
      if (command.on > today) return refuse('input.date-future', { input: 'acceptedOn' });
      // What Partner Center says for certain is nobody's to overrule: it refuses every order.
      if (facts.agreement.status === 'not-accepted') return refuse('agreement.definite-no');
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
      return confirmOriginals(
        { ...facts, originals: completed(facts.originals, command.completions) },
        stated(true),
        command.unknown === true,
        today,
      );
    case 'choose-paths':
      return choosePaths(facts, command.paths);
    case 'choose-targets':
      return chooseTargets(facts, command, stated(true));
    case 'provision-reported':
      // It would hide an order whose answer is still to come.
      if (isBeingPlaced(facts.provisioning.order)) return refuse('move.wait-for-order');
      return { facts: withProvisioning(facts, { state: 'reported', requested: stated(true) }) };
    case 'order-quoted':
    case 'order':
    case 'order-requested':
    case 'order-approved':
    case 'order-declined':
    case 'order-withdrawn':
    case 'order-progress':
    case 'order-failed':
    case 'agreement-missing':
      return applyOrderCommand(facts, command, { by, at });
    case 'transfer-requested':
    case 'transfer-progress':
    case 'transfers-seen':
    case 'transfer-withdrawn':
    case 'transfer-failed':
      return applyTransferCommand(facts, command, { by, at });
    case 'licences-confirmed':
      return { facts: { ...facts, licencesConfirmed: stated(true) } };
    case 'original-ended':
      return endOriginal(facts, command, by, today);
    case 'original-end-arranged':
      return arrangeEnd(facts, command.originalId, stated(true), today);
    case 'original-renewed':
      return renewOriginal(facts, command, today);
    case 'credit':
      return { facts: { ...facts, credit: { status: command.status, ticket: command.ticket, by, at } } };
    case 'close':
      if (isBeingPlaced(facts.provisioning.order)) return refuse('move.order-under-way');
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
  if ((provisioning || facts.transfers.some(isUnderWay)) && BEFORE_PROVISIONING.has(command.kind))
    return { code: 'move.already-provisioned' };
  const ending = command.kind === 'original-ended' || command.kind === 'original-end-arranged';
  if ((ending || command.kind === 'credit') && !endable(facts)) return { code: 'move.not-yet' };
  return null;
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
  // No tenant holds more (rules R9, L4).
  const most = figures().limit('tenant-subscriptions');
  if (originals.length > most) return refuse('originals.too-many', { params: { most } });
  return { facts: { ...facts, originals, originalsConfirmed: null, originalsUnknown: null } };
}

/** Drafts replace what is known of the same original; a choice built on another offer or source is dropped. */
function merge(known: readonly Original[], drafts: readonly OriginalDraft[]): readonly Original[] {
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
      endArranged: old !== undefined && old.endDate === draft.endDate ? old.endArranged : null,
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

function confirmOriginals(facts: MoveFacts, stated: Stated<true>, notKnown: boolean, today: string): Applied {
  if (facts.originals.length === 0) return refuse('originals.none');
  const open = facts.originals.find((o) => missingFact(o) !== null);
  if (open !== undefined) {
    const field = missingFact(open);
    return refuse(`originals.${field === 'source' ? 'source' : 'end-date'}-missing`, {
      params: { name: open.name },
      input: `${field}_${open.id}`,
    });
  }
  const questions = openQuestions(facts.originals.map((o) => ({ original: o, lifecycle: lifecycleOn(o, today) })));
  const wrong = facts.originals.find((_, i) => (questions[i]?.contradictions.length ?? 0) > 0);
  if (wrong !== undefined) return refuse('originals.contradictory', { params: { name: wrong.name } });
  const unknown = facts.originals.filter((_, i) => (questions[i]?.unknown.length ?? 0) > 0);
  const [first] = unknown;
  if (first !== undefined && !notKnown)
    return refuse('originals.still-open', { params: { name: first.name, count: unknown.length } });
  const originalsUnknown = first === undefined ? null : stated;
  return { facts: { ...facts, originalsConfirmed: stated, originalsUnknown } };
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

/** Only an end that is known and still to come can have been arranged. */
function arrangeEnd(facts: MoveFacts, originalId: string, endArranged: Stated<true>, today: string): Applied {
  const original = facts.originals.find((o) => o.id === originalId);
  if (original === undefined) return refuse('originals.unknown');
  if (original.ended !== null || original.endArranged !== null) return refuse('move.already');
  const end = readDate(original.endDate);
  if (end === null || end < today) return refuse('input.end-not-ahead', { input: 'how' });
  return {
    facts: { ...facts, originals: facts.originals.map((o) => (o.id === originalId ? { ...o, endArranged } : o)) },
  };
}

/** The new term began on the day after the old one: that decides which rule applies to its own end (move-rules C1, N5). */
function renewOriginal(
  facts: MoveFacts,
  { originalId, endDate }: Extract<MoveCommand, { kind: 'original-renewed' }>,
  today: string,
): Applied {
  const original = facts.originals.find((o) => o.id === originalId);
  if (original === undefined) return refuse('originals.unknown');
  if (original.ended !== null) return refuse('move.already');
  const old = readDate(original.endDate);
  if (endDate < today || (old !== null && endDate <= old)) return refuse('input.renewed-until', { input: 'on' });
  const termStart = old === null ? null : dayAfter(old);
  return {
    facts: {
      ...facts,
      originals: facts.originals.map((o) =>
        o.id === originalId ? { ...o, endDate, termStart, endArranged: null } : o,
      ),
    },
  };
}

function refuse(code: string, more: Omit<Refusal, 'code'> = {}): Applied {
  return { refused: { code, ...more } };
}
