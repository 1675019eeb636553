import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { sentencesOf } from '../../cards/language.ts';
import { everyExample, reader } from './every-card.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

describe('the examples of every card', () => {
  it('when a file of cards/ exports a function that draws a card, then an example draws it', () => {
    const cards = readdirSync(new URL('cards/', ROOT)).filter((file) => file.endsWith('.ts'));
    const sources = cards.map((file) => ({ file, source: read(`cards/${file}`) }));
    const functions = sources.flatMap(({ file, source }) =>
      [...source.matchAll(/^export function (draw\w+)/gm)].map(([, name = '']) => ({ file, name })),
    );
    assert.ok(functions.length > 20, 'the pattern has gone blind');
    // What other cards draw with is seen on them.
    const withOthers = ({ file, name }: { file: string; name: string }) =>
      sources.some((other) => other.file !== file && other.source.includes(`${name}(`));
    const examples = readdirSync(new URL('test/cards/', ROOT))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => read(`test/cards/${file}`))
      .join('\n');
    const undrawn = functions.filter((f) => !withOthers(f) && !examples.includes(`${f.name}(`));
    assert.deepEqual(undrawn, []);
  });

  it('when an alarm or a reason has a sentence, then an example shows it', () => {
    const shown = everyExample()
      .map(({ draw }) => JSON.stringify(draw(reader()).card))
      .join('\n');
    const sentences = Object.entries(sentencesOf('en')).filter(([key]) => FAMILIES.test(key));
    assert.ok(sentences.length > 20, 'the pattern has gone blind');
    const unseen = sentences.filter(([, sentence]) => !pieces(sentence).every((piece) => shown.includes(piece)));
    assert.deepEqual(
      unseen.map(([key]) => key),
      [],
    );
  });

  it('when pictures are taken of them, then no two have the same name', () => {
    const names = everyExample().map(({ name }) => name.replaceAll(/[^a-z0-9]+/giu, '-'));
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });
});

/** Sentences that stand on a card of their own, whatever their number. */
const FAMILIES = /^(?:alert|silence|delivery|welcome|gone|closed|ask-stop|not-allowed)\.[a-z-]+$/;

/** The words of a sentence between its values, as they stand in JSON; within a line the last stop is left out. */
const pieces = (sentence: string): readonly string[] =>
  sentence
    .replace(/\.$/u, '')
    .split(/\{\{[^}]*\}\}/u)
    .map((piece) => JSON.stringify(piece).slice(1, -1));
