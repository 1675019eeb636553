import assert from 'node:assert/strict';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { languageOfCountry, type MailLanguageInput, mailLanguageOf } from '../../services/rules/mail-language.ts';
import { marketTable } from '../../services/rules/region.ts';

describe('the language of texts for a customer', () => {
  const table: readonly (readonly [MailLanguageInput, locale: string, why: string])[] = [
    [{ chosen: null, profile: null, country: null }, 'en', 'unknown'],
    [{ chosen: null, profile: null, country: 'IT' }, 'it-IT', 'country'],
    [{ chosen: null, profile: null, country: 'MX' }, 'es-MX', 'country'],
    [{ chosen: null, profile: null, country: 'PT' }, 'pt-BR', 'country'],
    [{ chosen: null, profile: null, country: 'DE' }, 'en', 'other'],
    [{ chosen: null, profile: null, country: 'SU' }, 'en', 'other'],
    [{ chosen: null, profile: 'de-CH', country: 'CH' }, 'en', 'other'],
    [{ chosen: null, profile: 'de-IT', country: 'IT' }, 'it-IT', 'country'],
    [{ chosen: null, profile: 'es-AR', country: 'IT' }, 'es-AR', 'profile'],
    [{ chosen: null, profile: 'EN-gb', country: 'IT' }, 'en-GB', 'profile'],
    [{ chosen: null, profile: 'pt-PT', country: 'PT' }, 'pt-BR', 'profile'],
    [{ chosen: null, profile: 'it_IT not a tag', country: null }, 'it', 'profile'],
    [{ chosen: 'ru', profile: 'it-IT', country: 'IT' }, 'ru', 'chosen'],
    [{ chosen: 'es', profile: 'es-MX', country: 'IT' }, 'es-MX', 'chosen'],
  ];
  for (const [input, locale, why] of table) {
    it(`when ${JSON.stringify(input)} is known, then it is ${locale} (${why})`, () => {
      const found = mailLanguageOf(input);
      assert.deepEqual([found.locale, found.why], [locale, why]);
    });
  }

  it('when the table says so by CLDR, then the CLDR of this machine says the same of every such country of the market table', () => {
    const rows = FACT_FILES.languages().languages;
    const spoken = new Set(rows.map(({ language }) => language.split('-')[0]));
    const house = new Set(
      rows.filter(({ source }) => source === 'house').flatMap(({ countries }) => countries.split(' ')),
    );
    for (const country of marketTable().countries.filter((code) => !house.has(code))) {
      const likely = new Intl.Locale(`und-${country}`).maximize().language;
      assert.equal(languageOfCountry(country)?.split('-')[0] ?? null, spoken.has(likely) ? likely : null, country);
    }
  });

  it('when a country stands in the table twice, or with a language the product does not speak, then the file is wrong', () => {
    const countries = FACT_FILES.languages().languages.flatMap((row) => row.countries.split(' '));
    assert.deepEqual(countries, [...new Set(countries)]);
    const file = FACT_FILES.languages();
    const german = { ...file, languages: [{ language: 'de', countries: 'DE', source: 'cldr' }] };
    assert.throws(() => FACT_FILES.languages(german), { code: 'rules.facts-unreadable' });
  });
});
