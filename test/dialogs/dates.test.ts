import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { readDate } from '../../dialogs/dates/read-date.ts';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';

/** A Tuesday. */
const TODAY = Temporal.PlainDate.from('2026-11-24');
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What is typed, by somebody with which locale, and the date; two dates where both are possible, a dash where it is none. */
const TABLE = `
en-GB 2026-12-31 => 2026-12-31
en-GB 31/12/2026 => 2026-12-31
en-GB 03/04/2027 => 2027-04-03
en-GB 12/31/2026 => -
en-US 12/31/2026 => 2026-12-31
en-US 31/12/2026 => 2026-12-31
en-US 03/04/2027 => 2027-03-04 2027-04-03
en-US 04/04/2027 => 2027-04-04
en 3/4 => 2027-03-04 2027-04-03
en-US 31.12.26 => 2026-12-31
en-US December 31, 2026 => 2026-12-31
en-US Dec 31 => 2026-12-31
en-GB 31st of December => 2026-12-31
en-GB on the 1st of March => 2027-03-01
en-GB 1 March 2027 => 2027-03-01
en-GB tomorrow => 2026-11-25
en-GB the day after tomorrow => 2026-11-26
en-GB today => 2026-11-24
en-GB yesterday => 2026-11-23
en-GB in 3 weeks => 2026-12-15
en-GB in a week => 2026-12-01
en-GB two weeks from now => 2026-12-08
en-GB in 2 months => 2027-01-24
en-GB 10 days ago => 2026-11-14
en-GB Friday => 2026-11-27
en-GB next Friday => 2026-12-04 2026-11-27
en-GB next Monday => 2026-11-30
en-GB end of month => 2026-11-30
en-GB at the end of the year => 2026-12-31
en-GB end of February => 2027-02-28
en-GB 29 February => 2028-02-29
en-GB 30 February => -
en-GB 31/02/2027 => -
en-GB 2026-13-01 => -
en-GB Contoso => -
en-GB 25 => -
en-GB 25 seats => -
en-GB maybe tomorrow or so => -
it-IT 31 dicembre => 2026-12-31
it-IT 31 dic 2026 => 2026-12-31
it-IT il 31 dicembre 2026 => 2026-12-31
it-IT 3/4/27 => 2027-04-03
it-IT 1° gennaio => 2027-01-01
it-IT primo marzo => 2027-03-01
it-IT domani => 2026-11-25
it-IT dopodomani => 2026-11-26
it-IT tra 3 settimane => 2026-12-15
it-IT fra due settimane => 2026-12-08
it-IT tra una settimana => 2026-12-01
it-IT fine mese => 2026-11-30
it-IT a fine mese => 2026-11-30
it-IT fine anno => 2026-12-31
it-IT fine dicembre => 2026-12-31
it-IT venerdì prossimo => 2026-11-27
it-IT venerdì => 2026-11-27
it-IT oggi => 2026-11-24
it-IT dieci giorni fa => 2026-11-14
it-IT 30 febbraio => -
es-ES 31 de diciembre de 2026 => 2026-12-31
es-MX 31 dic => 2026-12-31
es-ES 31/12/26 => 2026-12-31
es-ES primero de marzo => 2027-03-01
es-ES mañana => 2026-11-25
es-ES pasado mañana => 2026-11-26
es-ES en 3 semanas => 2026-12-15
es-ES dentro de tres semanas => 2026-12-15
es-ES a fin de mes => 2026-11-30
es-ES fin de año => 2026-12-31
es-ES a finales de diciembre => 2026-12-31
es-ES el próximo viernes => 2026-11-27
es-ES el viernes que viene => 2026-11-27
es-ES martes => 2026-12-01
es-ES hoy => 2026-11-24
es-ES 3 de mayo => 2027-05-03
ru-RU 31 декабря => 2026-12-31
ru-RU 31 декабря 2026 года => 2026-12-31
ru-RU 31 дек. 2026 г. => 2026-12-31
ru-RU 31.12.26 => 2026-12-31
ru-RU 31.12.2026 г. => 2026-12-31
ru-RU до 31.12 => 2026-12-31
ru-RU первое марта => 2027-03-01
ru-RU 3 мая => 2027-05-03
ru-RU завтра => 2026-11-25
ru-RU послезавтра => 2026-11-26
ru-RU через 3 недели => 2026-12-15
ru-RU через две недели => 2026-12-08
ru-RU через неделю => 2026-12-01
ru-RU в конце месяца => 2026-11-30
ru-RU к концу года => 2026-12-31
ru-RU конец декабря => 2026-12-31
ru-RU в пятницу => 2026-11-27
ru-RU в следующую пятницу => 2026-12-04 2026-11-27
ru-RU сегодня => 2026-11-24
ru-RU 10 дней назад => 2026-11-14
pt-BR 31 de dezembro de 2026 => 2026-12-31
pt-BR 31 dez => 2026-12-31
pt-BR 31/12 => 2026-12-31
pt-BR 1º de março => 2027-03-01
pt-BR primeiro de março => 2027-03-01
pt-BR amanhã => 2026-11-25
pt-BR depois de amanhã => 2026-11-26
pt-BR em 3 semanas => 2026-12-15
pt-BR daqui a dez dias => 2026-12-04
pt-BR no fim do mês => 2026-11-30
pt-BR fim do ano => 2026-12-31
pt-BR final de dezembro => 2026-12-31
pt-BR próxima sexta => 2026-11-27
pt-BR sexta-feira que vem => 2026-11-27
pt-BR segunda => 2026-11-30
pt-BR hoje => 2026-11-24
it-IT tomorrow => 2026-11-25
en-GB через 3 недели => 2026-12-15`;

describe('dates as people write them', () => {
  for (const line of TABLE.trim().split('\n')) {
    const [, locale = '', text = '', expected = ''] = /^(\S+) (.+) => (.+)$/u.exec(line) ?? [];
    it(`when somebody with ${locale} writes "${text}" on 24 November 2026, then it is ${expected}`, () => {
      assert.equal(told(text, locale), expected);
    });
  }

  it('when a date is told in one of the languages, then it is read as that date', () => {
    const date = fc.integer({ min: 0, max: 3000 }).map((days) => TODAY.add({ days }));
    const locale = fc.constantFrom('en-GB', 'it-IT', 'es-ES', 'ru-RU', 'pt-BR');
    const style = fc.constantFrom('short' as const, 'medium' as const, 'long' as const);
    fc.assert(
      fc.property(date, locale, style, (day, reader, dateStyle) => {
        const written = day.toLocaleString(reader, { dateStyle });
        assert.equal(told(written, reader), day.toString(), written);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it(`when anything is written, then nothing is thrown (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9./ -]{1,20}$/)), (text) => {
        readDate(text, { locale: 'en-US', today: TODAY }, LEXICON);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

function told(text: string, locale: string): string {
  const read = readDate(text, { locale, today: TODAY }, LEXICON);
  if (read === null) return '-';
  return read.kind === 'date' ? read.date.toString() : read.dates.join(' ');
}
