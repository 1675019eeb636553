import assert from 'node:assert/strict';
import {
  capitalised,
  formatCountry,
  formatDate,
  formatDay,
  formatList,
  formatMoment,
  formatMoney,
  formatNumber,
  formatShortDate,
  formatTime,
  formatWeekday,
} from '../../cards/formats.ts';

/** Spaces that do not break are spaces here. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** date, short date, moment in Rome, time, weekday, country, number, money, list */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'en-US': [
    'December 31, 2026',
    'Dec 31, 2026',
    'December 31, 2026 at 9:59 PM GMT+1',
    '6:30 PM',
    'Monday',
    'Germany',
    '1,234,567.5',
    '€12,345.60',
    'A, B, and C',
  ],
  'en-GB': [
    '31 December 2026',
    '31 Dec 2026',
    '31 December 2026 at 21:59 CET',
    '18:30',
    'Monday',
    'Germany',
    '1,234,567.5',
    '€12,345.60',
    'A, B and C',
  ],
  it: [
    '31 dicembre 2026',
    '31 dic 2026',
    '31 dicembre 2026 alle ore 21:59 CET',
    '18:30',
    'lunedì',
    'Germania',
    '1.234.567,5',
    '12.345,60 €',
    'A, B e C',
  ],
  es: [
    '31 de diciembre de 2026',
    '31 dic 2026',
    '31 de diciembre de 2026 a las 21:59 CET',
    '18:30',
    'lunes',
    'Alemania',
    '1.234.567,5',
    '12.345,60 €',
    'A, B y C',
  ],
  ru: [
    '31 декабря 2026 г.',
    '31 дек. 2026 г.',
    '31 декабря 2026 г. в 21:59 GMT+1',
    '18:30',
    'понедельник',
    'Германия',
    '1 234 567,5',
    '12 345,60 €',
    'A, B и C',
  ],
  'pt-BR': [
    '31 de dezembro de 2026',
    '31 de dez. de 2026',
    '31 de dezembro de 2026 às 21:59 GMT+1',
    '18:30',
    'segunda-feira',
    'Alemanha',
    '1.234.567,5',
    '€ 12.345,60',
    'A, B e C',
  ],
};

describe('formats', () => {
  for (const [locale, expected] of Object.entries(TABLE)) {
    it('when a day stands beside another one, then its year is told only when it is another one', () => {
      const days = (locale: string) =>
        ['2026-12-17', '2027-01-04', 'soon'].map((day) => plain(formatDay(locale, day, '2026-12-01')));
      assert.deepEqual(days('en-GB'), ['17 Dec', '4 Jan 2027', 'soon']);
      assert.deepEqual(days('ru'), ['17 дек.', '4 янв. 2027 г.', 'soon']);
    });

    it(`when a reader reads ${locale}, then dates, times, numbers, money, countries and lists are written as there`, () => {
      assert.deepEqual(
        [
          formatDate(locale, '2026-12-31'),
          formatShortDate(locale, '2026-12-31'),
          formatMoment(locale, '2026-12-31T20:59:00Z', 'Europe/Rome'),
          formatTime(locale, '18:30'),
          formatWeekday(locale, 1),
          formatCountry(locale, 'DE'),
          formatNumber(locale, 1234567.5),
          formatMoney(locale, 12345.6, 'EUR'),
          formatList(locale, ['A', 'B', 'C']),
        ].map(plain),
        expected,
      );
    });
  }

  it('when a word stands for itself, then it begins with a capital of its language, letters of two code units too', () => {
    assert.equal(capitalised('it', 'lunedì'), 'Lunedì');
    assert.equal(capitalised('ru', 'понедельник'), 'Понедельник');
    assert.equal(capitalised('en', 'is open'), 'Is open');
    assert.equal(capitalised('en', '𐐨x'), '𐐀x');
    assert.equal(capitalised('en', ''), '');
  });
});
