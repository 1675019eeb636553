import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { MOST_BYTES } from '../../services/files/limits.ts';
import { readTable, tableInText } from '../../services/files/table.ts';
import { workbook } from './workbook.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The first line of an export as people get it, by language and by program. */
const HEADERS: readonly (readonly [string, string])[] = [
  ['English', 'Product name,Licenses,Expiration date'],
  ['British English', 'Product name;Licences;Expiry date'],
  ['Italian', 'Nome prodotto;Licenze;Data di scadenza'],
  ['Spanish', 'Nombre del producto;Licencias;Fecha de expiración'],
  ['Brazilian Portuguese', 'Nome do produto;Licenças;Data de expiração'],
  ['Russian', 'Название продукта;Лицензии;Дата окончания'],
  ['tabs', 'Product name\tTotal licenses\tRenewal date'],
  ['quotes and capitals', '"PRODUCT NAME","Purchased Quantity","Renewal Date (UTC)"'],
];

describe('a table in a file', () => {
  for (const [what, header] of HEADERS) {
    it(`when the header is ${what}, then product, licenses and date are found`, async () => {
      const sign = /[;\t]/u.exec(header)?.[0] ?? ',';
      const row = ['Microsoft 365 E3', '25', '2027-03-31'].join(sign);
      const table = await readTable(bytes(`${header}\r\n${row}\r\n`));
      assert.deepEqual(table.rows, [
        { row: 2, cells: { name: 'Microsoft 365 E3', seats: '25', endDate: '2027-03-31' } },
      ]);
    });
  }

  const italian = 'Nome prodotto;Licenze;Città\r\nOffice 365 Età;25;Forlì\r\n';
  const russian = 'Название продукта;Лицензии\r\nOffice 365 Один;25\r\n';
  for (const [what, file, name] of [
    ['UTF-8 with a mark', Buffer.from(`\ufeff${russian}`), 'Office 365 Один'],
    ['UTF-16 as Excel writes it', Buffer.from(`\ufeff${russian}`, 'utf16le'), 'Office 365 Один'],
    ['UTF-16 without a mark', Buffer.from(`Product;Licenses\n${'Office 365'};25`, 'utf16le'), 'Office 365'],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${russian}`, 'utf16le').swap16(), 'Office 365 Один'],
    ['Windows, western', Buffer.from(italian, 'latin1'), 'Office 365 Età'],
    ['Windows, Cyrillic', cyrillic(russian), 'Office 365 Один'],
  ] as const) {
    it(`when it is written in ${what}, then its names are right`, async () => {
      assert.equal((await readTable(file)).rows[0]?.cells.name, name);
    });
  }

  it('when a title, "sep=" and empty lines stand around the table, then rows are counted as Excel does', async () => {
    const table = await readTable(bytes('sep=;\nProducts of Contoso\n\nProduct name;Licenses\nA;1\n\n"B\nb";2\n'));
    assert.deepEqual(
      table.rows.map(({ row, cells }) => [row, cells.name]),
      [
        [5, 'A'],
        [7, 'B\nb'],
      ],
    );
  });

  it('when it is an Excel workbook, then numbers are numbers and dates are calendar dates', async () => {
    const file = workbook([
      ['Licences of Contoso'],
      ['Product name', 'Licences', 'Expiration date'],
      ['Visio & Co', 25, { serial: 46477 }],
      [null, null, null],
    ]);
    assert.deepEqual((await readTable(file)).rows, [
      { row: 3, cells: { name: 'Visio & Co', seats: 25, endDate: { date: '2027-03-31' } } },
    ]);
  });

  for (const [what, file, code] of [
    ['nothing', new Uint8Array(), 'file.empty'],
    ['a header alone', bytes('Product name,Licenses\n'), 'file.empty'],
    ['a letter', bytes('Dear assistant,\nplease move Contoso\n'), 'file.no-table'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 0, 0, 13]), 'file.unreadable'],
    ['an old or protected Excel file', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'file.old-excel'],
    ['a broken workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'file.unreadable'],
    ['a zip of something else', zipSync({ 'a.txt': bytes('a') }), 'file.unreadable'],
    ['a zip bomb', zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(30_000_000) }), 'file.too-large'],
    ['a megabyte', new Uint8Array(MOST_BYTES + 1).fill(65), 'file.too-large'],
    ['a thousand rows and one', bytes(`Product,Licenses\n${'A,1\n'.repeat(1001)}`), 'file.too-many-rows'],
  ] as const) {
    it(`when it holds ${what}, then it is refused: ${code}`, async () => {
      await assert.rejects(readTable(file), { code });
    });
  }

  it('when lines are pasted, then they are a table only if they have its header', () => {
    assert.equal(tableInText('Product name\tLicenses\nOffice 365 E3\t25')?.rows.length, 1);
    assert.equal(tableInText('Product name\tLicenses'), null);
    assert.equal(tableInText('move Contoso\nthank you'), null);
  });
});

/** Windows-1251, which Node can read and not write. */
function cyrillic(text: string): Uint8Array {
  const decoder = new TextDecoder('windows-1251');
  const codes = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(new Uint8Array([code])), code]));
  return Uint8Array.from(text, (sign) => codes.get(sign) ?? 63);
}
