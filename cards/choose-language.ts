import { execute } from './actions.ts';
import type { Scope } from './commands.ts';
import { drawFrame } from './frame.ts';
import { languageOf } from './language.ts';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from './languages.ts';
import { problemOf } from './problem.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface ChooseLanguageView {
  readonly scope: Scope;
  /** What just happened. */
  readonly notice?: Sentence | null;
  /** Why the language that was named cannot be spoken. */
  readonly problem?: Sentence | null;
}

/** The languages, each by its own name, and the one the reader's Teams is set to. */
export function drawChooseLanguage({ scope, notice, problem }: ChooseLanguageView, reader: Reader): DrawnCard {
  const now = languageOf(reader.locale);
  return drawFrame(reader, (say) => ({
    heading: say.plain('language.title'),
    subheading: say.plain('language.now', { language: isLanguage(now) ? LANGUAGE_NAMES[now] : now }),
    notice: notice ?? null,
    explanation: [{ key: scope === 'personal' ? 'language.what' : 'language.what-shared' }],
    blocks: [...problemOf(say, problem)],
    actions: [
      ...LANGUAGES.map((language) =>
        execute({ title: LANGUAGE_NAMES[language], verb: VERBS.setLanguage, data: { language } }),
      ),
      execute({ title: say.plain('language.as-in-teams'), verb: VERBS.setLanguage, data: { language: AS_IN_TEAMS } }),
    ],
  }));
}

/** In place of a language: the one the client is set to. */
export const AS_IN_TEAMS = 'teams';
