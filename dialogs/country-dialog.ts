import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Services } from '../services/services.ts';
import { readCountry } from './country.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';
import { goneOnNotice, showMove } from './show-move.ts';

const Asked = z.object({ moveId: z.guid() });

/**
 * Waits for the country of a customer's tenant, which the card of the step Region asks for. What names no country is no answer: it is
 * taken for whatever else it may be.
 */
export class CountryDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('country');
    this.#services = services;
  }

  /** The question is on the card that was just sent. */
  override async beginDialog(dc: DialogContext, options: unknown): Promise<DialogTurnResult> {
    const { activeDialog } = dc;
    if (activeDialog !== undefined) activeDialog.state = { ...Asked.parse(options) };
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const { moves } = this.#services;
    const turn = turnOf(dc.context);
    const asked = Asked.safeParse(dc.activeDialog?.state);
    if (!asked.success) return dc.endDialog();
    const { moveId } = asked.data;
    const country = readCountry(saidIn(dc.context).slice(0, 100), turn.reader.locale);
    const before = country?.kind === 'country' ? await moves.state(moveId) : null;
    if (country?.kind !== 'country' || before === null || before.current.id !== 'region') return dc.endDialog();
    const command = { kind: 'set-country', country: country.code } as const;
    const outcome = await moves.run(moveId, before.move.version, command, turn.person, { state: before });
    const notice =
      outcome.kind === 'gone-on'
        ? goneOnNotice(outcome.state)
        : outcome.kind === 'refused'
          ? { key: `error.${outcome.refusal.code}`, params: outcome.refusal.params ?? {} }
          : null;
    const answer = showMove(this.#services, turn, outcome.state, { notice });
    await reply(dc.context, answer);
    return answer.asks?.dialog === this.id ? Dialog.EndOfTurn : dc.endDialog();
  }
}
