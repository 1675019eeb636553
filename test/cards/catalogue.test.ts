import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { errorKey } from '../../cards/error-sentence.ts';
import { hasSentence } from '../../cards/language.ts';
import { VERBS } from '../../cards/verbs.ts';
import { PERMITTED } from '../../services/moves/command.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { MICROSOFT_ERRORS } from '../../services/partner-center/refusals.ts';

const ROOT = new URL('../../', import.meta.url);

/** The sources of some folders as one text. */
function sources(...folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8')),
    )
    .join('\n');
}

const found = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])),
];

describe('the catalogue of sentences', () => {
  it('when code names a sentence, then the catalogue has it', () => {
    const text = sources('bot', 'dialogs', 'cards');
    const named = found(
      text,
      /['"`]((?:notice|say|error|step|status|button|fact|line|input|copy|mail|word|column|summary|why|frame|check|moves|reminders|reminder-card|reminder-where|why-reminder|deadline|digest|weekly|assistant|undelivered|settings|silence|welcome|help|ask-stop|gone|closed|customer|original|order)\.[a-z][a-z0-9.-]*)['"`]/g,
    );
    assert.ok(named.length > 150, `only ${named.length} found: the pattern has gone blind`);
    const known = (key: string) =>
      hasSentence(key) ||
      hasSentence(`error.${key}`) ||
      hasSentence(`doctor.${key}`) ||
      VERBS_AND_FILES.test(key) ||
      verbs.has(key);
    assert.deepEqual(
      named.filter((key) => !known(key)),
      [],
    );
  });

  it('when a rule gives a verdict, then the catalogue has its sentence', () => {
    const text = sources('services/rules', 'services/moves');
    const codes = found(
      text,
      /['"]((?:region|relationship|provision|agreement|eligibility|lifecycle|path|equivalence|seats|credit)\.[a-z-]+)['"]/g,
    );
    assert.ok(codes.length > 80, `only ${codes.length} found: the pattern has gone blind`);
    assert.deepEqual(
      codes.filter((code) => !hasSentence(`verdict.${code}`) && !hasSentence(`error.${code}`)),
      [],
    );
  });

  it('when an input or a command is refused, then the catalogue has the sentence of its code', () => {
    const text = sources('bot', 'dialogs', 'services/moves');
    const codes = found(text, /(?:refuse|problem|code: )\(?['"]((?:input|move|originals|ordering)\.[a-z-]+)['"]/g);
    assert.ok(codes.length > 15, `only ${codes.length} found: the pattern has gone blind`);
    assert.deepEqual(
      codes.filter((code) => !hasSentence(`error.${code}`)),
      [],
    );
  });

  it('when Microsoft refuses, then each reason has words of its own', () => {
    assert.deepEqual(
      MICROSOFT_ERRORS.filter((code) => !hasSentence(`error.${code}`)),
      [],
    );
  });

  it('when an error code is new, then its family or a general sentence is told', () => {
    assert.equal(errorKey('microsoft.cart-800123'), 'error.microsoft');
    assert.equal(errorKey('store.damaged'), 'error.store');
    assert.equal(errorKey('something-else'), 'error.unexpected');
  });

  it('when a step or a command is told, then it has a name', () => {
    assert.deepEqual(
      STEP_IDS.filter((id) => !hasSentence(`step.${id}.title`)),
      [],
    );
    assert.deepEqual(
      Object.keys(PERMITTED).filter((kind) => !hasSentence(`did.${kind}`)),
      [],
    );
  });
});

/** Words of the code that look like keys. */
const VERBS_AND_FILES = /\.(?:ts|json|yml|com)$|^(?:step\.|error\.)$/;
const verbs: ReadonlySet<string> = new Set(Object.values(VERBS));
