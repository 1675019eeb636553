import { z } from 'zod';
import { drawMailLanguageForm } from '../../cards/mail-language-form.ts';
import { VERBS } from '../../cards/verbs.ts';
import { cardReply } from '../../dialogs/turn.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { LANGUAGES } from '../../services/rules/languages.ts';
import { type Action, MoveRef, moveOf, parse, runCommand } from './action.ts';

/** Where the texts stand: shown again afterwards. */
const At = MoveRef.extend({ step: z.enum(STEP_IDS) });

/** Asks in which language the customer reads. */
export const mailLanguageForm: Action = {
  verb: VERBS.mailLanguageForm,
  async run(services, turn, data) {
    const { moveId, step } = parse(At, data);
    return cardReply(drawMailLanguageForm({ move: await moveOf(services, moveId), step }, turn.reader));
  },
};

/** A person says in which language the customer reads: the texts on the card are written anew in it. */
export const setMailLanguage: Action = {
  verb: VERBS.setMailLanguage,
  async run(services, turn, data) {
    const { language, step, ...ref } = parse(At.extend({ language: z.enum(LANGUAGES) }), data);
    return runCommand(services, turn, ref, { kind: 'set-mail-language', language }, { step });
  },
};
