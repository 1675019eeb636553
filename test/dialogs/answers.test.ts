import assert from 'node:assert/strict';
import { readChoice } from '../../dialogs/answers/choice.ts';
import { readNumber } from '../../dialogs/answers/number.ts';
import { readYesNo } from '../../dialogs/answers/yes-no.ts';
import { readCountry } from '../../dialogs/country.ts';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';

describe('typed answers', () => {
  const yesNo = {
    yes: 'yes|Yes please!|sure|of course|👍|sì|certo che sì|va bene|sí|claro que sí|por supuesto|да|конечно|так точно|sim|com certeza|isso mesmo',
    no: 'no|nope|no thanks|none of these|👎|no grazie|direi di no|para nada|claro que no|нет|ни в коем случае|нет, спасибо|não|de jeito nenhum',
    unknown:
      "I don't know|no idea|not sure|dunno|boh|non lo so|non ne ho idea|no lo sé|ni idea|не знаю|понятия не имею|без понятия|não sei|sei lá|não faço ideia",
    none: 'Contoso|yes Contoso Ltd wants it|December 31|25|',
  };
  for (const [meant, texts] of Object.entries(yesNo)) {
    it(`when somebody says ${meant} in one of five languages, then it is read as that`, () => {
      for (const text of texts.split('|')) assert.equal(readYesNo(text, LEXICON) ?? 'none', meant, `"${text}"`);
    });
  }

  it('when a number is typed, then it is read with what it counts, and nothing else is one', () => {
    const table: readonly (readonly [string, number | null])[] = [
      ['25', 25],
      ['1.250', 1250],
      ['1,250', 1250],
      ['1 250', 1250],
      ['25 seats', 25],
      ['venti licenze', 20],
      ['двадцать лицензий', 20],
      ['25 licenças', 25],
      ['treinta', 30],
      ['-3', null],
      ['2.5', null],
      ['25 or 30', null],
      ['Visio Plan 2', null],
      ['Office 365 E3', null],
      ['31/12', null],
      ['Contoso', null],
      ['', null],
    ];
    for (const [text, number] of table) assert.equal(readNumber(text, LEXICON), number, `"${text}"`);
  });

  it('when one of some choices is typed, then it is found by number, by place and by its words', () => {
    const titles = ['Move Logistics status', 'Where the move of Move Logistics stands', 'Show undelivered messages'];
    const table: readonly (readonly [string, number | null])[] = [
      ['1', 0],
      ['2.', 1],
      ['the second', 1],
      ['il terzo', 2],
      ['вторая', 1],
      ['a última', 2],
      ['el primero', 0],
      ['4', null],
      ['undelivered', 2],
      ['undelivred', 2],
      ['move logistics status', 0],
      ['logistics', null],
      ['Contoso', null],
      ['', null],
    ];
    for (const [text, index] of table) assert.equal(readChoice(text, titles, LEXICON), index, `"${text}"`);
  });

  it('when a country is typed in one of five languages, then it is known whatever the locale', () => {
    const table: readonly (readonly [string, string | null])[] = [
      ['Germany', 'DE'],
      ['Germania', 'DE'],
      ['Alemania', 'DE'],
      ['Германия', 'DE'],
      ['в Германии', 'DE'],
      ['Alemanha', 'DE'],
      ['la Francia', 'FR'],
      ['in Italien', null],
      ['USA', 'US'],
      ['EE.UU.', 'US'],
      ['EUA', 'US'],
      ['США', 'US'],
      ['gli Stati Uniti', 'US'],
      ['Holland', 'NL'],
      ['Голландия', 'NL'],
      ['Great Britain', 'GB'],
      ['England', 'GB'],
      ['Ирландии', 'IE'],
      ['Исландии', 'IS'],
      ['чехия', 'CZ'],
      ['Brasil', 'BR'],
      ['it', 'IT'],
      ['Contoso', null],
    ];
    for (const [text, code] of table) {
      for (const locale of ['en-US', 'ru-RU']) {
        const read = readCountry(text, locale);
        assert.equal(read?.kind === 'country' ? read.code : null, code, `"${text}" by ${locale}`);
      }
    }
  });
});
