import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { answerOutcome } from '../../dialogs/answer-outcome.ts';
import { offerChoices, offersCalled } from '../../dialogs/offer-choices.ts';
import { originalForm } from '../../dialogs/original-form.ts';
import { goneOnNotice, showMove } from '../../dialogs/show-move.ts';
import type { OriginalCompletion, OriginalDraft } from '../../services/moves/command.ts';
import { PURCHASE_SOURCES, type PurchaseSource } from '../../services/moves/move.ts';
import type { MoveState } from '../../services/moves/move-service.ts';
import { outOfReach } from '../../services/rules/stated-dates.ts';
import type { Services } from '../../services/services.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { calendarDate, problem, seats, Typed } from './inputs.ts';

const OriginalRef = MoveRef.extend({ originalId: z.string().max(200).optional() });

/** Reads the subscriptions in the customer's tenant, where delegated access allows. */
export const importOriginals: Action = {
  verb: VERBS.importOriginals,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const state = await stateOf(services, ref.moveId);
    const found = await services.directory.originals(state.move.customer.tenantId);
    if (found === null)
      return showMove(services, turn, state, { step: 'originals', notice: { key: 'error.originals.no-access' } });
    if (found.length === 0)
      return showMove(services, turn, state, { step: 'originals', notice: { key: 'notice.originals-none-found' } });
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'import-originals', originals: found },
      {
        done: { key: 'notice.originals-imported', params: { count: found.length } },
      },
    );
  },
};

/** The form for one original: a new one, or one of the list to change. */
export const showOriginalForm: Action = {
  verb: VERBS.originalForm,
  async run(services, turn, data) {
    const { originalId, ...ref } = parse(OriginalRef, data);
    const state = await stateOf(services, ref.moveId);
    if (state.move.version !== ref.version) return showMove(services, turn, state, { notice: goneOnNotice(state) });
    if (state.move.facts.closed !== null) return showMove(services, turn, state);
    return originalForm(services, turn, state, { originalId: originalId ?? null });
  },
};

/** Takes an original typed on the form. A wrong input shows the form again with everything that was typed. */
export const saveOriginal: Action = {
  verb: VERBS.saveOriginal,
  async run(services, turn, data) {
    const { originalId, ...ref } = parse(OriginalRef, data);
    const typed = parse(Typed, data);
    const state = await stateOf(services, ref.moveId);
    if (state.move.version !== ref.version) return showMove(services, turn, state, { notice: goneOnNotice(state) });
    const read = readOriginal(services, state, typed, originalId, turn.reader.today);
    if ('problems' in read)
      return originalForm(services, turn, state, { originalId: originalId ?? null, typed, problems: read.problems });
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'save-original', original: read.original },
      {
        done: { key: 'notice.original-saved', params: { name: read.original.name } },
      },
    );
  },
};

export const removeOriginal: Action = {
  verb: VERBS.removeOriginal,
  async run(services, turn, data) {
    const { originalId, ...ref } = parse(OriginalRef.required({ originalId: true }), data);
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'remove-original', originalId },
      { done: { key: 'notice.original-removed' } },
    );
  },
};

/** Takes what was still unknown, line by line; empty inputs stay unknown. */
export const completeOriginals: Action = {
  verb: VERBS.completeOriginals,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const typed = parse(Typed, data);
    const state = await stateOf(services, ref.moveId);
    const { completions, problems } = readCompletions(state, typed, turn.reader.today);
    if (Object.keys(problems).length > 0)
      return showMove(services, turn, state, { step: 'originals', problems, typed });
    return runCommand(services, turn, ref, { kind: 'complete-originals', completions });
  },
};

/**
 * A person confirms that the list is complete; what was filled in on the same card is taken first, and is kept also where something else is
 * still asked.
 */
export const confirmOriginals: Action = {
  verb: VERBS.confirmOriginals,
  async run(services, turn, data) {
    const { unknown, ...ref } = parse(MoveRef.extend({ unknown: z.coerce.boolean().optional() }), data);
    const typed = parse(Typed, data);
    const state = await stateOf(services, ref.moveId);
    const { completions, problems } = readCompletions(state, typed, turn.reader.today);
    if (Object.keys(problems).length > 0)
      return showMove(services, turn, state, { step: 'originals', problems, typed });
    const command = { kind: 'confirm-originals', completions, ...(unknown === true && { unknown }) } as const;
    const outcome = await services.moves.run(ref.moveId, ref.version, command, turn.person, { state });
    const asked = outcome.kind === 'refused' && STILL_ASKED.has(outcome.refusal.code) ? outcome.refusal : null;
    if (asked === null || completions.every(isEmpty))
      return answerOutcome(services, turn, outcome, { refused: { step: 'originals', typed } });
    const { code, params, input } = asked;
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'complete-originals', completions },
      // What may stay unknown is told by the card itself, with a button that goes on.
      { step: 'originals', ...(input !== undefined && { problems: { [input]: problem(code, params).problem } }) },
    );
  },
};

/** Another answer is needed; those that were given are right. */
const STILL_ASKED: ReadonlySet<string> = new Set([
  'originals.source-missing',
  'originals.end-date-missing',
  'originals.still-open',
]);

const isEmpty = (completion: OriginalCompletion): boolean => Object.keys(completion).every((field) => field === 'id');

const sourceOf = (text: string): PurchaseSource | null => PURCHASE_SOURCES.find((source) => source === text) ?? null;
const isSource = (text: string): text is PurchaseSource => PURCHASE_SOURCES.some((source) => source === text);

function readOriginal(
  services: Services,
  state: MoveState,
  typed: Typed,
  originalId: string | undefined,
  today: string,
): { readonly original: OriginalDraft } | { readonly problems: Record<string, Sentence> } {
  const problems: Record<string, Sentence> = {};
  const offers = offersCalled(services.skus, typed.offer ?? '');
  const sku = offers.length === 1 ? (offers[0] ?? null) : null;
  if (sku === null) problems.offer = offerProblem(services, typed.offer ?? '', offers.length);
  const bought = seats(typed.seats);
  if ('problem' in bought) problems.seats = bought.problem;
  const assigned = blank(typed.assignedSeats) ? null : seats(typed.assignedSeats, 0);
  if (assigned !== null && 'problem' in assigned) problems.assignedSeats = assigned.problem;
  const dates = readDates(typed, { endDate: 'endDate', termStart: 'termStart' }, today, problems);

  const old = state.move.facts.originals.find((o) => o.id === originalId);
  if (sku === null || 'problem' in bought || Object.keys(problems).length > 0) return { problems };
  return {
    original: {
      id: old?.id ?? randomUUID(),
      skuId: sku.skuId,
      partNumber: sku.partNumber,
      name: sku.name,
      seats: bought.value,
      assignedSeats: assigned !== null && 'value' in assigned ? assigned.value : null,
      endDate: dates.endDate ?? null,
      autoRenew: yesNo(typed.autoRenew) ?? null,
      source: sourceOf(typed.source ?? ''),
      termStart: dates.termStart ?? null,
      origin: old?.origin ?? 'typed',
    },
  };
}

function offerProblem({ skus }: Services, typed: string, called: number): Sentence {
  if (called > 1) return problem('input.offer-several', { typed }).problem;
  const similar = offerChoices(skus, typed).length > 0 && typed.trim() !== '';
  return problem(similar ? 'input.offer-choose' : 'input.offer-unknown', { typed }).problem;
}

function readCompletions(state: MoveState, typed: Typed, today: string) {
  const problems: Record<string, Sentence> = {};
  const completions = state.move.facts.originals.map((o): OriginalCompletion => {
    const source = typed[`source_${o.id}`] || (o.source === null && typed.source_all) || '';
    const renews = yesNo(typed[`autoRenew_${o.id}`]) ?? (o.autoRenew === null ? yesNo(typed.autoRenew_all) : undefined);
    const assigned = typed[`assignedSeats_${o.id}`];
    const inUse = blank(assigned) ? null : seats(assigned, 0);
    if (inUse !== null && 'problem' in inUse) problems[`assignedSeats_${o.id}`] = inUse.problem;
    const dates = readDates(typed, { endDate: `endDate_${o.id}`, termStart: `termStart_${o.id}` }, today, problems);
    return {
      id: o.id,
      ...(isSource(source) && { source }),
      ...(renews !== undefined && { autoRenew: renews }),
      ...(inUse !== null && 'value' in inUse && { assignedSeats: inUse.value }),
      ...(dates.endDate !== undefined && { endDate: dates.endDate }),
      ...(dates.termStart !== undefined && { termStart: dates.termStart }),
    };
  });
  return { completions, problems };
}

function readDates(
  typed: Typed,
  ids: { readonly endDate: string; readonly termStart: string },
  today: string,
  problems: Record<string, Sentence>,
): { readonly endDate?: string; readonly termStart?: string } {
  const found: { endDate?: string; termStart?: string } = {};
  for (const which of ['endDate', 'termStart'] as const) {
    const text = typed[ids[which]];
    if (blank(text)) continue;
    const date = calendarDate(text);
    const wrong = 'problem' in date ? date.problem : unlikely(which, date.value, today);
    if (wrong !== null) problems[ids[which]] = wrong;
    else if ('value' in date) found[which] = date.value;
  }
  if (found.endDate !== undefined && found.termStart !== undefined && found.termStart > found.endDate) {
    problems[ids.termStart] = problem('input.start-after-end').problem;
  }
  return found;
}

/** Why a date (ISO) cannot be meant; null: it can. */
function unlikely(which: 'endDate' | 'termStart', date: string, today: string): Sentence | null {
  const why = outOfReach(which, date, today);
  return why === null ? null : problem(`input.date-${why}`, { date }).problem;
}

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

function yesNo(text: string | undefined): boolean | undefined {
  if (text === 'yes' || text === 'true') return true;
  return text === 'no' || text === 'false' ? false : undefined;
}
