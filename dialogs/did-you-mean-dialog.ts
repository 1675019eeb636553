import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import { plainSentence } from '../cards/language.ts';
import type { Services } from '../services/services.ts';
import { readChoice } from './answers/choice.ts';
import { readYesNo } from './answers/yes-no.ts';
import type { Command } from './command.ts';
import { reply, saidIn, turnOf } from './dialog-turn.ts';
import { answerMeant, MeantData, titleOf } from './did-you-mean.ts';
import { textReply } from './turn.ts';
import { LEXICON } from './understanding/lexicon.ts';

/** Waits for which of its readings of a message is meant: by number, by its words, or by a yes where there is one. */
export class DidYouMeanDialog extends Dialog {
  readonly #services: Services;

  constructor(services: Services) {
    super('did-you-mean');
    this.#services = services;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    // The SDK types an instance's state loosely; it is written here and read with the schema below.
    if (dc.activeDialog !== undefined) dc.activeDialog.state = { ...options };
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const commands = commandsOf(dc.activeDialog?.state);
    const chosen = chosenOf(saidIn(dc.context), commands, turn.reader.locale);
    // Nothing that was offered: the question is over, and the message is looked at anew.
    if (chosen === null) return dc.endDialog();
    const answered = chosen === 'none' ? textReply('say.cancelled') : await answerMeant(this.#services, turn, chosen);
    await dc.endDialog();
    if (answered.asks !== undefined) await dc.beginDialog(answered.asks.dialog, answered.asks);
    await reply(dc.context, answered);
    return Dialog.EndOfTurn;
  }
}

function chosenOf(text: string, commands: readonly Command[], locale: string): Command | 'none' | null {
  const titles = commands.map((command) => {
    const { key, params } = titleOf(command);
    return plainSentence(locale, key, params);
  });
  const index = readChoice(text, titles, LEXICON);
  if (index !== null) return commands[index] ?? null;
  const yesNo = readYesNo(text, LEXICON);
  if (yesNo === 'no' || yesNo === 'unknown') return 'none';
  return yesNo === 'yes' && commands.length === 1 ? (commands[0] ?? null) : null;
}

const State = z.object({ commands: z.array(z.record(z.string(), z.unknown())) });

function commandsOf(state: unknown): readonly Command[] {
  const read = State.safeParse(state);
  if (!read.success) return [];
  return read.data.commands.flatMap(({ kind, customer, name, days }) => {
    const command = MeantData.safeParse({ kind, value: String(customer ?? name ?? days ?? '') });
    return command.success ? [command.data] : [];
  });
}
