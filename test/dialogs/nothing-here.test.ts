import assert from 'node:assert/strict';
import { plainSentence } from '../../cards/language.ts';
import { LANGUAGES } from '../../cards/languages.ts';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';
import { understand } from '../../dialogs/understanding/understand.ts';
import type { SentenceParams } from '../../services/errors.ts';

const CUSTOMER = { customer: 'Contoso' };

/** What is answered where there is nothing, and the commands it names as what to do next. */
const NOTHING: readonly (readonly [key: string, next: readonly string[], params?: SentenceParams])[] = [
  ['file.nothing-to-export', ['move']],
  ['file.nothing-to-export-of', ['move'], CUSTOMER],
  ['file.no-deadlines', ['why-no-reminder'], CUSTOMER],
  ['weekly.team', ['move'], { count: 0 }],
  ['weekly.own', ['move', 'moves'], { count: 0 }],
  ['reminders.none', ['moves']],
  ['reminders.none-of', ['why-no-reminder'], CUSTOMER],
  ['undelivered.none', ['reminders']],
  ['say.no-move-of', ['move', 'moves'], CUSTOMER],
  ['say.fast-forward-only-in-sandbox', ['reminders']],
  ['say.not-reminding-here', ['remind-here']],
  ['say.no-alerts-here', ['alerts-here']],
  ['error.move.gone', ['moves']],
];

describe('an answer where there is nothing', () => {
  for (const locale of LANGUAGES) {
    for (const [key, next, params] of NOTHING) {
      it(`[${locale}] ${key}: when it is read, then every command it names is one that is understood in that language`, () => {
        const sentence = plainSentence(locale, key, params);
        const named = [...sentence.matchAll(/["“«]([^"”»]+)["”»]/gu)].map(([, said = '']) => said);
        const understood = named.filter((said) => said !== CUSTOMER.customer).map((said) => understand(said, LEXICON));
        const kinds = understood.map((u) => (u.kind === 'command' ? u.command.kind : u.kind));
        assert.deepEqual(kinds, next, sentence);
      });
    }
  }
});
