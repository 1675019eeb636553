import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Services } from '../services/services.ts';
import { reply, turnOf } from './dialog-turn.ts';
import { originalForm } from './original-form.ts';

const Options = z.object({ moveId: z.string(), originalId: z.string().nullable() });

/** While the form of an original is open, a typed product name or part number narrows its list of offers. */
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
    const answer = originalForm(this.#services, turnOf(dc.context), move, {
      originalId: state.data.originalId,
      searched: (dc.context.activity.text ?? '').slice(0, 120),
    });
    await reply(dc.context, answer);
    return Dialog.EndOfTurn;
  }
}
