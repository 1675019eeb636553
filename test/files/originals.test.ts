import assert from 'node:assert/strict';
import { type DateOrder, dateIn, orderOf } from '../../services/files/dates.ts';
import { readOriginals } from '../../services/files/originals.ts';
import { type CellValue, type Table, tableInText } from '../../services/files/table.ts';
import { anOriginal } from '../builders.ts';

/** A cell, what was said about the order, and the date; `either` where it could be two. */
const DATES: readonly (readonly [CellValue, DateOrder | null, string | null])[] = [
  ['2027-03-31', null, '2027-03-31'],
  ['2027-03-31T00:00:00Z', null, '2027-03-31'],
  ['2027/3/31', null, '2027-03-31'],
  ['31.03.2027', null, '2027-03-31'],
  ['5.3.2027', 'month-first', '2027-03-05'],
  ['31/03/2027', null, '2027-03-31'],
  ['3/31/2027', null, '2027-03-31'],
  ['3/31/27 12:00:00 AM', null, '2027-03-31'],
  ['31/03/2027 00:00', null, '2027-03-31'],
  ['03/03/2027', null, '2027-03-03'],
  ['03/04/2027', null, 'either'],
  ['03/04/2027', 'day-first', '2027-04-03'],
  ['03/04/2027', 'month-first', '2027-03-04'],
  ['31/03/2027', 'month-first', null],
  ['3/31/2027', 'day-first', null],
  ['31-Mar-27', null, '2027-03-31'],
  ['Mar 31, 2027', null, '2027-03-31'],
  ['March 31st, 2027', null, '2027-03-31'],
  ['31 dicembre 2026', null, '2026-12-31'],
  ['31 dic 2026', null, '2026-12-31'],
  ['31 de diciembre de 2026', null, '2026-12-31'],
  ['31 de dez. de 2026', null, '2026-12-31'],
  ['31 de março de 2027', null, '2027-03-31'],
  ['31 декабря 2026 г.', null, '2026-12-31'],
  ['1 мая 2027', null, '2027-05-01'],
  [46477, null, '2027-03-31'],
  ['46477', null, '2027-03-31'],
  [{ date: '2027-03-31' }, null, '2027-03-31'],
  ['30/02/2027', null, null],
  ['31.13.2027', null, null],
  ['soon', null, null],
  ['1899-01-01', null, null],
  [12, null, null],
];

describe('a date in a file', () => {
  for (const [cell, order, expected] of DATES) {
    it(`when it is written ${JSON.stringify(cell)} (${order ?? 'no order'}), then it is ${expected ?? 'none'}`, () => {
      const read = dateIn(cell, order);
      assert.equal(read.kind === 'date' ? read.date : read.kind === 'none' ? null : read.kind, expected);
    });
  }

  it('when one date of a file can be read in one way only, then that goes for all; when two contradict each other, for none', () => {
    assert.equal(orderOf(['03/04/2027', '31/03/2027', '01.13.2027']), 'day-first');
    assert.equal(orderOf(['03/04/2027', '03/31/2027']), 'month-first');
    assert.equal(orderOf(['31/03/2027', '03/31/2027']), null);
    assert.equal(orderOf(['03/04/2027', 46477, { date: '2027-03-31' }]), null);
  });
});

const SKU = { skuId: 'sku-e3', partNumber: 'ENTERPRISEPACK', name: 'Office 365 E3' };

function read(text: string, more: Partial<Parameters<typeof readOriginals>[1]> = {}) {
  const table = tableInText(text);
  assert.ok(table);
  // The cast: of an offer nothing else is used.
  const offersCalled = (called: string) => (/^office 365 e3$/iu.test(called) ? [SKU] : []) as never;
  return readOriginals(table satisfies Table, {
    order: null,
    known: [],
    offersCalled,
    outOfReach: () => false,
    ...more,
  });
}

const taken = (text: string, more: Parameters<typeof read>[1] = {}) => {
  const result = read(text, more);
  assert.equal(result.kind, 'read');
  return result.kind === 'read' ? result.originals : [];
};

describe('the originals in a file', () => {
  it('when all is clear, then they come with what is known, and the rest stays unknown', () => {
    const [first, second] = taken(
      'Product name;Licences;Assigned licences;Expiration date;Auto-renew;Purchase channel\nOffice 365 E3;1.250;20;31/03/2027;On;Commercial direct\nSomething new;5;;;perhaps;\n',
    );
    assert.deepEqual(
      [first?.skuId, first?.seats, first?.assignedSeats, first?.endDate, first?.autoRenew, first?.source],
      ['sku-e3', 1250, 20, '2027-03-31', true, 'direct-unknown'],
    );
    assert.deepEqual(
      [
        second?.skuId,
        second?.name,
        second?.assignedSeats,
        second?.endDate,
        second?.autoRenew,
        second?.source,
        second?.origin,
      ],
      [null, 'Something new', null, null, null, null, 'imported'],
    );
  });

  it('when a date can be two days, then it is asked and nothing is taken', () => {
    const asked = read('Product,Licenses,Expires\nOffice 365 E3,25,03/04/2027\n');
    assert.deepEqual(asked, {
      kind: 'which-order',
      typed: '03/04/2027',
      dayFirst: '2027-04-03',
      monthFirst: '2027-03-04',
    });
    assert.equal(
      taken('Product,Licenses,Expires\nOffice 365 E3,25,03/04/2027\n', { order: 'month-first' })[0]?.endDate,
      '2027-03-04',
    );
  });

  it('when some rows are wrong, then each is named by row and column, and nothing is taken', () => {
    const result = read(
      'Product,Licenses,Assigned,Expires,Subscription ID\nOffice 365 E3,many,x,someday,A\n,5,,,B\nOffice 365 E3,12.5,,2050-01-01,a\nOffice 365 E3,0,,,C\n',
      { outOfReach: (_, date) => date === '2050-01-01' },
    );
    assert.equal(result.kind, 'problems');
    assert.deepEqual(result.kind === 'problems' ? result.problems.map((p) => [p.row, p.column, p.code]) : [], [
      [2, 'Licenses', 'seats'],
      [2, 'Assigned', 'assigned'],
      [2, 'Expires', 'date'],
      [3, 'Product', 'name'],
      [4, 'Licenses', 'seats'],
      [4, 'Expires', 'date-reach'],
      [5, 'Licenses', 'seats'],
      [4, 'Subscription ID', 'twice'],
    ]);
  });

  it('when a file is read twice, then every line has the id it had, also where two are alike', () => {
    const file = 'Product,Licenses\nOffice 365 E3,25\nOffice 365 E3,25\nOther,1\n';
    const first = taken(file);
    const known = first.map((draft) => ({ ...anOriginal(), ...draft }));
    assert.equal(new Set(first.map(({ id }) => id)).size, 3);
    assert.deepEqual(
      taken(file, { known }).map(({ id }) => id),
      first.map(({ id }) => id),
    );
    assert.deepEqual(taken('Product,Licenses\nOffice 365 E3,30\n', { known })[0]?.id, first[0]?.id);
  });

  it('when the tenant told of a subscription already, then the line of the file is that one', () => {
    const known = [
      anOriginal({
        id: 'sub-1',
        skuId: 'sku-e3',
        name: 'Office 365 E3',
        seats: 25,
        endDate: '2027-03-31',
        origin: 'tenant',
      }),
    ];
    const [same] = taken('Product,Licenses,Expires\nOffice 365 E3,25,\n', { known });
    assert.deepEqual([same?.id, same?.endDate, same?.origin], ['sub-1', '2027-03-31', 'tenant']);
    const [other] = taken('Product,Licenses,Expires\nOffice 365 E3,25,2028-03-31\n', { known });
    assert.notEqual(other?.id, 'sub-1');
    const [byId] = taken('Subscription ID,Product,Licenses,Expires\nSUB-1,Office 365 E3,30,2028-03-31\n', { known });
    assert.deepEqual([byId?.id, byId?.seats, byId?.endDate], ['sub-1', 30, '2028-03-31']);
  });
});
