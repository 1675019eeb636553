import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseCommand } from '../../dialogs/command.ts';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';
import { understand } from '../../dialogs/understanding/understand.ts';
import { TOPICS } from '../../dialogs/understanding/words-file.ts';
import { HELD_OUT } from './utterances/held-out.ts';
import { type Line, linesOf, told, UTTERANCES } from './utterances/utterances.ts';

/** What part of the noisy lines is understood at least, in each language. A line that leads to a question counts as not understood. */
const NOISY_FLOOR = 0.95;
/** Of lines written after the words were, in each language: what somebody new may expect. */
const HELD_OUT_FLOOR = 0.9;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('what people say', () => {
  const table = new Map<string, Map<string, number>>();

  for (const { language, explicit, noisy, none } of UTTERANCES) {
    it(`when the plain phrases of ${language} are said, then each of them is understood`, () => {
      assert.deepEqual(misread(linesOf(explicit)), []);
    });

    it(`when people write ${language} on a phone, then nearly all of it is understood, and nothing as another command`, () => {
      const lines = linesOf(noisy);
      const wrong = misread(lines);
      const share = 1 - wrong.length / lines.length;
      console.log(`      ${language}: ${(100 * share).toFixed(1)} % of ${lines.length} noisy lines`);
      assert.ok(share >= NOISY_FLOOR, JSON.stringify(wrong, null, 1));
      assert.deepEqual(
        wrong.filter(({ got }) => got !== 'none'),
        [],
        'what is not understood is asked for, never guessed',
      );
    });

    it(`when ${language} is said that is no command, then it is none`, () => {
      assert.deepEqual(misread(linesOf(none)), []);
    });

    it(`when ${language} is counted, then there are enough lines of each sort`, () => {
      assert.ok(linesOf(explicit).length + linesOf(noisy).length >= 60);
      assert.ok(linesOf(none).length >= 20);
    });
  }

  for (const { language, lines } of HELD_OUT) {
    it(`when ${language} is said that was written after the words were, then most of it is understood`, () => {
      const all = linesOf(lines);
      const wrong = misread(all);
      assert.ok(1 - wrong.length / all.length >= HELD_OUT_FLOOR, JSON.stringify(wrong, null, 1));
    });
  }

  after(() => console.log(confusion(table)));

  function misread(lines: readonly Line[]): readonly (Line & { got: string })[] {
    return lines.flatMap(({ said, expected }) => {
      const got = told(parseCommand(said));
      const [row, column] = [kindOf(expected), kindOf(got)];
      const counts = table.get(row) ?? new Map<string, number>();
      table.set(row, counts.set(column, (counts.get(column) ?? 0) + 1));
      return got === expected ? [] : [{ said, expected, got }];
    });
  }
});

describe('the words of each language', () => {
  it('when the help lists a command in a language, then the bot understands it as that command', () => {
    const folder = new URL('../../cards/strings/', import.meta.url);
    for (const language of readdirSync(folder)) {
      const file = new URL(`${language}/commands.json`, folder);
      let sentences: Record<string, string>;
      try {
        sentences = JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        continue;
      }
      for (const [key, said] of Object.entries(sentences)) {
        const named = /^command\.(.+)\.say$/u.exec(key)?.[1];
        if (named === undefined) continue;
        const kind = { silence: 'why-no-reminder', 'assistant-status': 'status' }[named] ?? named;
        assert.equal(parseCommand(said)?.kind, kind, `${language}: ${said}`);
      }
    }
  });

  it('when a language is read, then it has words for every command', () => {
    for (const { language, phrases } of LEXICON.languages) {
      const topics = new Set(phrases.map(({ topic }) => topic));
      assert.deepEqual(
        TOPICS.filter((topic) => !topics.has(topic)),
        [],
        language,
      );
    }
    assert.equal(LEXICON.languages.length, 5);
  });
});

describe('understanding', () => {
  const table: readonly (readonly [why: string, said: string, expected: string])[] = [
    [
      'a name behind words that nobody foresaw',
      'my colleague wonders about the status of Wingtip Toys',
      'status Wingtip Toys',
    ],
    ['a sentence that goes on behind a name', 'move Proseware before somebody else does', 'move Proseware'],
    ['a name in quotation marks', 'could somebody check «Stop and Move» lately', 'check Stop and Move'],
    ['a domain in a sentence', 'have them check contoso.com when they can', 'check contoso.com'],
    ["a person's mail address", 'move anna@contoso.com', 'move contoso.com'],
    ['a web address', 'check https://www.contoso.com/about?x=1', 'check www.contoso.com'],
    ['an article that belongs to the name', 'sposta La Perla', 'move La Perla'],
    ['an article that does not', 'sposta la Contoso', 'move Contoso'],
    ['a bracket in a name', 'status Contoso (Italia)', 'status Contoso (Italia)'],
    ['a denial', 'please do not move Contoso', 'none'],
    ['a denial in Russian', 'пожалуйста, не переносите Contoso', 'none'],
    ['signs that nobody sees', 'mo\u200bve\u00a0Contoso\u2060', 'move Contoso'],
    ['the other keyboard', 'ьщму contoso.com', 'move contoso.com'],
    ['a word for another command in a name', 'move Weekly Settings Ltd', 'move Weekly Settings Ltd'],
  ];
  for (const [why, said, expected] of table) {
    it(`when there is ${why}, then "${said}" means ${expected}`, () => {
      assert.equal(told(parseCommand(said)), expected);
    });
  }

  it('when a message has two meanings, then both are asked for', () => {
    const understood = understand('Move Logistics status', LEXICON);
    assert.deepEqual(understood, {
      kind: 'question',
      commands: [
        { kind: 'move', customer: 'Logistics status' },
        { kind: 'status', customer: 'Move Logistics' },
      ],
    });
  });

  it('when a word is near a command and nothing else, then it is asked for', () => {
    assert.deepEqual(understand('помщь', LEXICON), { kind: 'question', commands: [{ kind: 'help' }] });
  });

  it('when anything at all is written, then an answer comes and nothing is thrown', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(...[...LEXICON.known].filter((_, i) => i % 7 === 0)),
      fc.constantFrom('"', '«', '»', "'", '-', '…', 'contoso.com', 'Contoso', '🚚', '\u200b', '\u202e', '３０'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        const understood = understand(words.join(' '), LEXICON);
        return understood.kind !== 'question' || understood.commands.length > 0;
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it(`when a message is as long as Teams' longest, then it is read in milliseconds (seed ${SEED})`, () => {
    const known = [...LEXICON.known].join(' ');
    const long = ['a'.repeat(2000), 'a-'.repeat(1000), '"'.repeat(2000), 'mvoe '.repeat(400), 'why no '.repeat(285)];
    const more = [
      'a.b'.repeat(666),
      'move … '.repeat(285),
      "'a' ".repeat(500),
      '(('.repeat(1000),
      known.slice(0, 2000),
    ];
    for (const text of [...long, ...more, 'can '.repeat(500), 'перенeсти '.repeat(200), 'a@b.'.repeat(500)]) {
      understand(text, LEXICON);
      const began = performance.now();
      for (let i = 0; i < 3; i++) understand(text, LEXICON);
      const each = (performance.now() - began) / 3;
      // A machine that is busy may need ten times as long as a free one; what grows with the square needs a hundred times.
      assert.ok(each < 50, `${each.toFixed(1)} ms for ${text.slice(0, 20)}…`);
    }
  });
});

const kindOf = (line: string): string => line.split(' ')[0] ?? '';

/** The table of what was meant (rows) and what was understood (columns that have something beside the row's own). */
function confusion(table: ReadonlyMap<string, ReadonlyMap<string, number>>): string {
  const rows = [...table].map(([meant, counts]) => {
    const right = counts.get(meant) ?? 0;
    const others = [...counts].filter(([got]) => got !== meant).map(([got, count]) => `${got} ${count}`);
    return `      ${meant.padEnd(20)} ${String(right).padStart(5)}   ${others.join(', ')}`;
  });
  return ['', `      ${'meant'.padEnd(20)} right   understood otherwise`, ...rows].join('\n');
}
