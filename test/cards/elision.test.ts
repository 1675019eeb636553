import assert from 'node:assert/strict';
import { elided } from '../../cards/elision.ts';
import { plainSentence } from '../../cards/language.ts';

describe('elision', () => {
  const by = (date: string, locale = 'it-IT') => plainSentence(locale, 'check.by', { date });

  it('when the day begins with a vowel in Italian, then its article is elided', () => {
    assert.equal(by('2026-12-08'), "Agisci entro l'8 dicembre 2026.");
    assert.equal(by('2026-12-11'), "Agisci entro l'11 dicembre 2026.");
    assert.equal(elided('it', 'Il 8 maggio, dal 8 maggio al 11 luglio'), "L'8 maggio, dall'8 maggio all'11 luglio");
  });

  it('when another day or no date follows, then nothing is elided', () => {
    assert.equal(by('2026-12-18'), 'Agisci entro il 18 dicembre 2026.');
    assert.equal(by('2026-12-01'), 'Agisci entro il 1 dicembre 2026.');
    assert.equal(elided('it', 'dal 8 al 11 per cento'), 'dal 8 al 11 per cento');
  });

  it('when another language is spoken, then the sentence stays as it is', () => {
    assert.equal(by('2026-12-08', 'es'), 'Actúe a más tardar el 8 de diciembre de 2026.');
    assert.equal(elided('es', 'al 8 dicembre'), 'al 8 dicembre');
  });
});
