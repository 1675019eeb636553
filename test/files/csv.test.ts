import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { fileName, separatorOf, toCsv } from '../../services/files/csv.ts';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('a table as CSV', () => {
  it('when it is written, then Excel reads the encoding, the columns and the numbers', () => {
    const text = textOf(
      toCsv(
        [
          ['Name', 'Licenses'],
          ['Età "A"; B', 25],
          [null, -1],
        ],
        ';',
      ),
    );
    assert.equal(text, '\ufeff"Name";"Licenses"\r\n"Età ""A""; B";25\r\n;-1\r\n');
  });

  for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\u200b=1', '＝1', '\r=1']) {
    it(`when a name begins like a formula (${JSON.stringify(evil)}), then it is only text`, () => {
      assert.equal(textOf(toCsv([[evil]], ',')), `\ufeff"'${evil}"\r\n`);
    });
  }

  it('when any names are written, then they are read again as they were', () => {
    const word = fc.string({ unit: 'grapheme' }).map((s) => `x${s.replaceAll('\0', '')}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { minLength: 1 }),
        fc.constantFrom(',' as const, ';' as const),
        (rows, sign) => {
          const read: unknown = parse(textOf(toCsv(rows, sign)), {
            bom: true,
            delimiter: sign,
            record_delimiter: '\r\n',
          });
          assert.deepEqual(read, rows);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('when somebody writes decimals with a comma, then a semicolon divides the columns', () => {
    assert.deepEqual(['en-US', 'en-GB', 'it-IT', 'es-ES', 'pt-BR', 'ru-RU'].map(separatorOf), [
      ',',
      ',',
      ';',
      ';',
      ';',
      ';',
    ]);
  });

  it('when a customer gives a file its name, then any system can keep it', () => {
    assert.equal(fileName('../../Müller & Söhne: GmbH / "Co"?', '2026-11-20'), 'Müller-Söhne-GmbH-Co-2026-11-20');
    assert.equal(fileName('***', 'a'), 'a');
    assert.equal(fileName('***'), 'file');
    assert.equal(fileName(`${'a'.repeat(59)} b`), 'a'.repeat(59));
  });

  it('when a name is cut, then between two characters', () => {
    const name = fileName(`${'a'.repeat(59)}\u{20000}\u{20000}`);
    assert.equal(name, `${'a'.repeat(59)}\u{20000}`);
    assert.doesNotThrow(() => encodeURIComponent(name));
    assert.equal(fileName('a\ud840b'), 'a-b');
  });
});
