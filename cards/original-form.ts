import { type Move, type Original, PURCHASE_SOURCES } from '../services/moves/move.ts';
import { execute } from './actions.ts';
import { choiceInput, dateInput, numberInput } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface OriginalFormView {
  readonly move: Move;
  /** The one to change; null for a new one. */
  readonly original: Original | null;
  /** First choices of the offer's search box. */
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, Sentence>>;
}

/** One original subscription typed by hand. Only offer and seats are needed; the rest may stay unknown. */
export function drawOriginalForm(view: OriginalFormView, reader: Reader): DrawnCard {
  const { move, original, typed, problems } = view;
  const ref = { moveId: move.id, version: move.version, ...(original === null ? {} : { originalId: original.id }) };
  return drawFrame(reader, (say) => {
    const problem = (id: string) => problemOf(say, problems[id]);
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      banner: null,
      explanation: [{ key: original === null ? 'original.add' : 'original.change' }],
      blocks: [
        ...problem('offer'),
        choiceInput({
          id: 'offer',
          label: say.plain('original.offer'),
          placeholder: say.plain('original.offer-hint'),
          choices: view.choices.slice(0, 15).map(({ title, value }) => ({ title: say.plainName(title), value })),
          search: 'offers',
          value: typed.offer ?? original?.skuId ?? undefined,
          required: say.plain('original.offer-missing'),
        }),
        ...problem('seats'),
        numberInput({
          id: 'seats',
          label: say.plain('original.seats'),
          min: 1,
          max: 100_000,
          value: typed.seats ?? original?.seats.toString(),
          required: say.plain('original.seats-missing'),
        }),
        ...problem('assignedSeats'),
        numberInput({
          id: 'assignedSeats',
          label: say.plain('original.assigned'),
          min: 0,
          max: 100_000,
          value: typed.assignedSeats ?? original?.assignedSeats?.toString(),
        }),
        ...problem('endDate'),
        dateInput({
          id: 'endDate',
          label: say.plain('original.end'),
          value: typed.endDate ?? original?.endDate ?? undefined,
        }),
        ...problem('termStart'),
        dateInput({
          id: 'termStart',
          label: say.plain('original.start'),
          value: typed.termStart ?? original?.termStart ?? undefined,
        }),
        ...problem('autoRenew'),
        autoRenewInput(say, 'autoRenew', typed.autoRenew ?? yesNo(original?.autoRenew)),
        ...problem('source'),
        sourceInput(say, 'source', typed.source ?? original?.source ?? undefined),
      ],
      actions: [
        execute({ title: say.plain('button.save'), verb: VERBS.saveOriginal, data: ref, primary: true, inputs: true }),
        ...(original === null
          ? []
          : [execute({ title: say.plain('button.remove'), verb: VERBS.removeOriginal, data: ref, destructive: true })]),
        execute({
          title: say.plain('button.back-to-list'),
          verb: VERBS.showStep,
          data: { moveId: move.id, version: move.version, step: 'originals' },
        }),
      ],
    };
  });
}

/** @param needed nothing can be planned without an answer, and its label says so */
export const sourceInput = (say: Speaker, id: string, value: string | undefined, needed = false) =>
  choiceInput({
    id,
    label: say.plain(needed ? 'original.source-needed' : 'original.source'),
    placeholder: say.plain('original.source-hint'),
    choices: PURCHASE_SOURCES.map((source) => ({ title: say.word('source', source), value: source })),
    value,
  });

export const autoRenewInput = (say: Speaker, id: string, value: string | undefined) =>
  choiceInput({
    id,
    label: say.plain('original.renews'),
    choices: [
      { title: say.plain('word.yes'), value: 'yes' },
      { title: say.plain('word.no'), value: 'no' },
      { title: say.plain('word.unknown'), value: 'unknown' },
    ],
    value: value ?? 'unknown',
  });

function yesNo(value: boolean | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  return value ? 'yes' : 'no';
}
