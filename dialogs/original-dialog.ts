import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Reader } from '../cards/view.ts';
import type { Services } from '../services/services.ts';
import { readNumber } from './answers/number.ts';
import { readYesNo } from './answers/yes-no.ts';
import { readDate } from './dates/read-date.ts';
import { todayOf } from './dates/today.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';
import { type OriginalFormState, originalForm } from './original-form.ts';
import { LEXICON } from './understanding/lexicon.ts';

const Options = z.object({
  moveId: z.string(),
  originalId: z.string().nullable(),
  /** What was written so far. */
  typed: z.record(z.string(), z.string()).default({}),
  searched: z.string().optional(),
});

/** What a message says about an original beside its product: when it ends, how many seats it has, whether it renews by itself. */
function readAnswer(typed: string, reader: Reader): Pick<OriginalFormState, 'typed' | 'problems'> | null {
  const date = readDate(typed, { locale: reader.locale, today: todayOf(reader) }, LEXICON);
  if (date?.kind === 'date') return { typed: { endDate: date.date.toString() } };
  if (date?.kind === 'ambiguous') {
    const [first, second] = date.dates;
    const params = { typed, first: first.toString(), second: second.toString() };
    return { problems: { endDate: { key: 'error.input.date-two-days', params } } };
  }
  const seats = readNumber(typed, LEXICON);
  if (seats !== null) return { typed: { seats: seats.toString() } };
  const autoRenew = readYesNo(typed, LEXICON);
  return autoRenew === null ? null : { typed: { autoRenew } };
}

/** While the form of an original is open, a typed product name or part number narrows its list of offers, and a date, a number or a yes fills it in. */
export class OriginalDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('original');
    this.#services = services;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    // The SDK types an instance's state loosely; it is written here and read with the schema above.
    if (dc.activeDialog !== undefined) dc.activeDialog.state = { ...Options.parse(options) };
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const state = Options.safeParse(dc.activeDialog?.state);
    const move = state.success ? await this.#services.moves.state(state.data.moveId) : null;
    if (!state.success || move === null || move.move.facts.closed !== null) return dc.endDialog();
    const turn = turnOf(dc.context);
    const said = saidIn(dc.context).slice(0, 120);
    const read = readAnswer(said, turn.reader);
    const { moveId, originalId } = state.data;
    const typed = { ...state.data.typed, ...read?.typed };
    const searched = read === null ? said : state.data.searched;
    if (dc.activeDialog !== undefined)
      dc.activeDialog.state = { moveId, originalId, typed, ...(searched !== undefined && { searched }) };
    const answer = originalForm(this.#services, turn, move, {
      originalId,
      typed,
      ...(searched !== undefined && { searched }),
      ...(read?.problems !== undefined && { problems: read.problems }),
    });
    await reply(dc.context, answer);
    return Dialog.EndOfTurn;
  }
}
