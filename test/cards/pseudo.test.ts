import assert from 'node:assert/strict';
import { languageOf, plainSentence, sentencesOf } from '../../cards/language.ts';
import { PSEUDO_LANGUAGE, pseudo, usePseudoLanguage } from '../../cards/pseudo.ts';
import { speaker, UNNAMED } from '../../cards/speaker.ts';

describe('the pseudo-language', () => {
  it('when a text is made foreign, then every letter has an accent and placeholders and addresses are untouched', () => {
    const made = pseudo('Ends {{end, date}}: see https://example.com/a.\nSay "move"');
    assert.match(made, /^⟦.*⟧$/su);
    assert.ok(made.includes('{{end, date}}') && made.includes('https://example.com/a.'));
    assert.ok(made.includes('\n'));
    assert.doesNotMatch(made.replace(/\{\{.*?\}\}|https\S+/gu, ''), /[A-Za-z]/);
  });

  it('when a text is made foreign, then it is about 40 % longer', () => {
    for (const text of Object.values(sentencesOf('en'))) {
      const without = (s: string) => [...s.replace(/\{\{.*?\}\}/gu, '')].length;
      const [from, to] = [without(text), without(pseudo(text))];
      assert.ok(to >= from * 1.4 && to <= from * 1.4 + 3, `${from} -> ${to}: ${text}`);
    }
  });

  it('when a person without a name was kept, then the word for them is in the language of who reads', () => {
    usePseudoLanguage();
    const say = speaker(PSEUDO_LANGUAGE);
    assert.equal(speaker('en').plainName(UNNAMED), 'Somebody of the team');
    for (const told of [
      say.plainName(UNNAMED),
      say.name(UNNAMED),
      say.plain('status.who-when', { who: UNNAMED, when: '2026-11-20' }),
    ]) {
      assert.doesNotMatch(told, /Somebody/);
      assert.match(told, /Šó/u);
    }
  });

  it('when a reader asks for it by its whole name, then it is spoken, plurals too; whoever reads English still does', () => {
    usePseudoLanguage();
    assert.match(plainSentence(PSEUDO_LANGUAGE, 'line.seats', { count: 1 }), /^⟦1 š.*⟧$/u);
    assert.match(plainSentence(PSEUDO_LANGUAGE, 'line.seats', { count: 12 }), /^⟦12 š.*⟧$/u);
    assert.equal(languageOf('en-AU'), 'en');
    assert.equal(plainSentence('en-AU', 'line.seats', { count: 1 }), '1 seat');
  });
});
