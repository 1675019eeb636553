import assert from 'node:assert/strict';
import { unzipSync, zipSync } from 'fflate';
import { folded } from '../../services/files/columns.ts';
import { readTable, tableInText } from '../../services/files/table.ts';
import { sheetsIn } from '../../services/files/workbook.ts';
import { workbook, workbookOf } from './workbook.ts';

const HEADER = '<row r="1"><c r="A1" t="str"><v>Product name</v></c><c r="B1" t="str"><v>Licences</v></c></row>';

describe('a file that is made to do harm', () => {
  for (const [what, rows, code] of [
    ['a cell far below', '<row r="999999999"><c r="A999999999"><v>1</v></c></row>', 'file.too-many-rows'],
    ["something in Excel's last row", '<row r="1048576"><c r="A1048576" s="1"/></row>', 'file.too-many-rows'],
    ['a place in the cell only', '<row><c r="A1048576"><v>1</v></c></row>', 'file.too-many-rows'],
    ['empty rows without end', '<row/>'.repeat(1_500_000), 'file.too-many-rows'],
    ['a cell far to the right', '<row r="2"><c r="XFD2"><v>1</v></c></row>', 'file.too-many-columns'],
    ['a cell beyond all columns', '<row r="2"><c r=\'ZZZZZ2\'><v>1</v></c></row>', 'file.too-many-columns'],
    ['a place in other signs', '<row r="2"><c r="&#65;9"><v>1</v></c></row>', 'file.unreadable'],
  ] as const) {
    it(`when a workbook holds ${what}, then it is refused in no time: ${code}`, async () => {
      await assert.rejects(readTable(workbookOf(HEADER + rows)), { code });
    });
  }

  it('when a workbook takes longer than it may, then it is given up, and nobody else waits', async () => {
    let turns = 0;
    const others = setInterval(() => turns++, 1);
    await assert.rejects(sheetsIn(workbook([['Product', 'Licences']]), 5), { code: 'file.unreadable' });
    clearInterval(others);
    assert.ok(turns > 0);
  });

  it('when a part unfolds to more than it promises, then it is stopped, however often the directory names it', async () => {
    const file = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(50_000_000) });
    const directory = Buffer.from(file).lastIndexOf(Buffer.from('PK\x01\x02'));
    const end = Buffer.from(file).lastIndexOf(Buffer.from('PK\x05\x06'));
    const entry = Buffer.from(file.subarray(directory, end));
    entry.writeUInt32LE(10, 24);
    const tail = Buffer.from(file.subarray(end));
    tail.writeUInt16LE(12, 8);
    tail.writeUInt16LE(12, 10);
    tail.writeUInt32LE(entry.length * 12, 12);
    const lying = Buffer.concat([file.subarray(0, directory), ...Array.from({ length: 12 }, () => entry), tail]);
    await assert.rejects(readTable(lying), { code: 'file.too-large' });
  });

  it('when two parts have one name, then none is taken', async () => {
    const file = Buffer.from(workbook([['Product', 'Licences']]));
    const twice = Buffer.concat([file.subarray(0, file.indexOf('PK\x01\x02')), file]);
    await assert.rejects(readTable(twice), { code: 'file.unreadable' });
  });

  it('when pictures and the like are large, then they stay folded, and the table is read', async () => {
    const parts = unzipSync(
      workbook([
        ['Product', 'Licences'],
        ['A', 1],
      ]),
    );
    const file = zipSync({ ...parts, 'xl/media/image1.png': new Uint8Array(150_000_000) });
    assert.equal((await readTable(file)).rows.length, 1);
  });

  it('when a text is nothing but open brackets, then it is read in no time', async () => {
    const brackets = `${'(['.repeat(150_000)}\nx`;
    const start = performance.now();
    assert.ok(!folded(brackets).includes('('));
    assert.equal(tableInText(brackets), null);
    await assert.rejects(readTable(new TextEncoder().encode(brackets)), { code: 'file.no-table' });
    // It takes a twentieth of this; going back at each bracket takes minutes.
    assert.ok(performance.now() - start < 5000);
  });
});
