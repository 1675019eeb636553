import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { CHOICES, switchLanguage } from '../../dialogs/choose-language.ts';
import { type Action, parse } from './action.ts';

/** From now on the bot speaks another language. */
export const setLanguage: Action = {
  verb: VERBS.setLanguage,
  async run(services, turn, data) {
    const { language } = parse(z.object({ language: z.enum(CHOICES) }), data);
    return switchLanguage(services, turn, language);
  },
};
