import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../../services/errors.ts';
import { textOf } from '../../services/facts/next-table.ts';
import { updateSkuTable } from '../../services/facts/update-sku-table.ts';
import { FACT_FILES, type SkuTable, skuTableFrom } from '../../services/rules/fact-files.ts';

const HEADER =
  'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names';
const id = (n: number) => `abcdef00-0000-4000-8000-${String(n).padStart(12, '0')}`;
const E3 = id(1);
const F3 = id(2);
const MAIL = id(11);
const TEAMS = id(12);
const LOOP = id(13);

const ROWS = [
  `Office E3,E3,${E3},EXCHANGE,${MAIL},Exchange Online`,
  `Office E3,E3,${E3},TEAMS,${TEAMS},Microsoft Teams`,
  `Office F3,F3,${F3},TEAMS,${TEAMS},Microsoft Teams`,
];
const csv = (rows: readonly string[] = ROWS, lineEnd = '\n') => [HEADER, ...rows, ''].join(lineEnd);

const TABLE: SkuTable = {
  source: 'Microsoft',
  docUrl: 'https://learn.microsoft.com/x',
  sourceDate: '2026-06-24',
  plans: [
    [MAIL, 'EXCHANGE', 'Exchange Online'],
    [TEAMS, 'TEAMS', 'Microsoft Teams'],
  ],
  skus: [
    [E3, 'E3', 'Office E3', 'worldwide', 'general', '0 1', ''],
    [F3, 'F3', 'Office F3', 'worldwide', 'frontline', '1', ''],
  ],
  plansToClassify: [],
};

describe('update of the SKU table', () => {
  let folder: string;
  let file: URL;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sku-table-'));
    file = pathToFileURL(path.join(folder, 'skus.json'));
    await writeFile(file, textOf(TABLE));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const update = async (content: string) => {
    const from = path.join(folder, 'published.csv');
    await writeFile(from, content);
    return updateSkuTable({ from, file, sourceDate: '2026-11-20', fetch: noFetch });
  };
  const written = async () => skuTableFrom(JSON.parse(await readFile(file, 'utf8')));
  const sku = async (skuId: string) => (await written()).skus.find((row) => row[0] === skuId);

  it('when nothing changed, then nothing is told and only the date is new', async () => {
    assert.deepEqual(await update(csv()), []);
    assert.deepEqual(await written(), { ...TABLE, sourceDate: '2026-11-20' });
  });

  for (const [title, content] of [
    ['a byte order mark', `\uFEFF${csv()}`],
    [
      'a byte order mark before a quoted header',
      `\uFEFF${csv().replaceAll('Product_Display_Name', '"Product_Display_Name"')}`,
    ],
    ['Windows line ends', csv(ROWS, '\r\n')],
    ['rows twice', csv([...ROWS, ...ROWS])],
    ['ids in capitals', csv(ROWS.map((row) => row.replace(/[0-9a-f-]{36}/g, (guid) => guid.toUpperCase())))],
    ['quoted fields and empty lines', `${csv(ROWS.map((row) => `"${row.replaceAll(',', '","')}"`))}\n\n`],
    ['spaces around fields', csv(ROWS.map((row) => row.replaceAll(',', ' , ')))],
    [
      'columns in another order',
      ['GUID', 'X', ...HEADER.split(',').filter((c) => c !== 'GUID')]
        .join(',')
        .concat('\n', ROWS.map((row) => reordered(row)).join('\n')),
    ],
  ] as const) {
    it(`when the file has ${title}, then it is read all the same`, async () => {
      assert.deepEqual(await update(content), []);
    });
  }

  it('when a name has a comma or the sign rows are divided by, then it stays one name', async () => {
    await update(csv([...ROWS, `"Windows 365, 2 vCPU | 4 GB",CPC,${id(3)},TEAMS,${TEAMS},Microsoft Teams`]));
    assert.equal((await sku(id(3)))?.[2], 'Windows 365, 2 vCPU / 4 GB');
  });

  it('when SKUs and plans come, then they are told, guesses are marked, and new plans wait to be classified', async () => {
    const changes = await update(
      csv([
        ...ROWS,
        `Office A3 for faculty,A3_FACULTY,${id(3)},LOOP,${LOOP},Microsoft Loop`,
        `Office E3,E3,${E3},LOOP,${LOOP},Microsoft Loop`,
      ]),
    );
    assert.deepEqual(changes, [
      `SKU added: Office A3 for faculty (A3_FACULTY, ${id(3)}), taken to be worldwide, faculty: check`,
      `service plan added: Microsoft Loop (LOOP, ${LOOP})`,
      'Office E3 (E3): + Microsoft Loop (LOOP)',
      'not classified yet: service plan Microsoft Loop (LOOP)',
    ]);
    assert.deepEqual((await written()).plansToClassify, [LOOP]);
    assert.deepEqual(await sku(E3), [E3, 'E3', 'Office E3', 'worldwide', 'general', '0 1 2', '']);
  });

  it('when a plan waits to be classified, then it is told again at every update', async () => {
    const rows = csv([...ROWS, `Office E3,E3,${E3},LOOP,${LOOP},Microsoft Loop`]);
    await update(rows);
    assert.deepEqual(await update(rows), ['not classified yet: service plan Microsoft Loop (LOOP)']);
  });

  it("when another plan's name slipped before a plan's own, then the plan keeps its own; other names with a space stay whole", async () => {
    await update(
      csv([
        ...ROWS,
        `Office E3,E3,${E3},EXCHANGE LOOP,${LOOP},Microsoft Loop`,
        `Office E3,E3,${E3},MICROSOFT STREAM,${id(14)},Microsoft Stream`,
      ]),
    );
    assert.deepEqual(
      (await written()).plans.map(([, name]) => name),
      ['EXCHANGE', 'TEAMS', 'LOOP', 'MICROSOFT STREAM'],
    );
  });
  it('when names change, then the new one is told; cloud and audience stay as people decided', async () => {
    const changes = await update(
      csv(ROWS.map((row) => row.replace('Office F3', 'Office Flow').replace('Microsoft Teams', 'Teams'))),
    );
    assert.deepEqual(changes, [
      `SKU renamed: Office F3 -> Office Flow (${F3})`,
      `service plan renamed: Microsoft Teams (TEAMS) -> Teams (TEAMS) (${TEAMS})`,
    ]);
    assert.equal((await sku(F3))?.[4], 'frontline');
  });

  it('when one SKU is written with two names, then the one in use stays and the other is kept beside it', async () => {
    assert.deepEqual(await update(csv([`Office Frontline,F3,${F3},TEAMS,${TEAMS},Microsoft Teams`, ...ROWS])), []);
    assert.deepEqual((await sku(F3))?.slice(2), ['Office F3', 'worldwide', 'frontline', '1', 'Office Frontline']);
  });

  it('when a plan moves from one SKU to another, then both are told', async () => {
    const changes = await update(
      csv([ROWS[0] ?? '', `Office F3,F3,${F3},EXCHANGE,${MAIL},Exchange Online`, ROWS[2] ?? '']),
    );
    assert.deepEqual(changes, [
      'Office E3 (E3): - Microsoft Teams (TEAMS)',
      'Office F3 (F3): + Exchange Online (EXCHANGE)',
    ]);
  });

  it('when a SKU goes, then it is told, as long as it is one of many', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `Offer ${i},P${i},${id(100 + i)},TEAMS,${TEAMS},Microsoft Teams`);
    await update(csv([...ROWS, ...many]));
    const changes = await update(csv([...ROWS.slice(0, 2), ...many]));
    assert.deepEqual(changes, [`SKU removed: Office F3 (F3, ${F3})`]);
  });

  for (const [title, content, code, hint] of [
    ['a web page', '<!DOCTYPE html><html></html>', 'facts.not-the-table', /web page/],
    ['a web page after a byte order mark', '\uFEFF\n<html>', 'facts.not-the-table', /web page/],
    ['other columns', 'a,b,c\n1,2,3\n', 'facts.not-the-table', /no column Product_Display_Name/],
    ['a column less', csv().replace('GUID', 'Id'), 'facts.not-the-table', /no column GUID\./],
    ['nothing', '', 'facts.not-the-table', /no products/],
    ['a header only', `${HEADER}\n`, 'facts.not-the-table', /no products/],
    ['a line cut off', csv().slice(0, -30), 'facts.not-the-table', /not whole/],
    ['a quote that is never closed', csv([...ROWS, '"Office']), 'facts.not-the-table', /not whole/],
    [
      'an id that is none',
      csv([...ROWS, `X,X,nonsense,T,${TEAMS},T`]),
      'facts.not-the-table',
      /line 5.*nonsense.*GUID/,
    ],
    ['a product without a name', csv([...ROWS, `,X,${id(3)},T,${TEAMS},T`]), 'facts.not-the-table', /line 5/],
    ['half of the products', csv(ROWS.slice(0, 2)), 'facts.half-a-table', /Only 1 of the 2 known SKUs/],
  ] as const) {
    it(`when it is ${title}, then it is refused with a reason and the table stays as it was`, async () => {
      await assert.rejects(update(content), (err) => {
        assert.ok(err instanceof AppError);
        assert.equal(err.code, code);
        assert.match(err.hint, hint);
        return true;
      });
      assert.equal(await readFile(file, 'utf8'), textOf(TABLE));
      assert.deepEqual((await readdir(folder)).sort(), ['published.csv', 'skus.json']);
    });
  }

  it('when there is no such file, then that is said', async () => {
    const request = { from: path.join(folder, 'none.csv'), file, sourceDate: '2026-11-20', fetch: noFetch };
    await assert.rejects(updateSkuTable(request), { code: 'facts.unreadable' });
  });

  describe('from a URL', () => {
    let reply = { status: 200, body: '' };
    const server = createServer((_, response) => {
      response.statusCode = reply.status;
      response.end(reply.body);
    });
    before((done) => void server.listen(0, '127.0.0.1', done));
    after((done) => void server.close(done));
    const fetched = () => {
      // A server that listens on a port has an address of this kind.
      const { port } = server.address() as AddressInfo;
      return updateSkuTable({ from: `http://127.0.0.1:${port}/t.csv`, file, sourceDate: '2026-11-20', fetch });
    };

    it('when it is there, then it is read', async () => {
      reply = { status: 200, body: csv(ROWS.map((row) => row.replace('Office F3', 'Office F4'))) };
      assert.deepEqual(await fetched(), [`SKU renamed: Office F3 -> Office F4 (${F3})`]);
    });
    it('when the server refuses, then that is said and the table stays', async () => {
      reply = { status: 404, body: csv() };
      await assert.rejects(fetched(), { code: 'facts.unreadable', hint: /answered 404/ });
      assert.equal(await readFile(file, 'utf8'), textOf(TABLE));
    });
  });

  it('when the table of the project is published as CSV and read again, then nothing is lost or changed', async () => {
    const ours = FACT_FILES.skus();
    await writeFile(file, textOf(ours));
    assert.deepEqual(await update(publishedForm(ours)), []);
    assert.deepEqual(await written(), { ...ours, sourceDate: '2026-11-20' });
  });
});

const noFetch: typeof fetch = () => Promise.reject(new Error('no network in this test'));

function reordered(row: string): string {
  const [name, part, guid, ...rest] = row.split(',');
  return [guid, 'x', name, part, ...rest].join(',');
}

function publishedForm({ plans, skus }: SkuTable): string {
  const quoted = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const rows = skus.flatMap(([skuId, part, name, , , indices = '', others = '']) =>
    [name, ...(others === '' ? [] : others.split('; '))].flatMap((called) =>
      indices.split(' ').map((i) => {
        const [planId, planName, title] = plans[Number(i)] ?? [];
        return [called, part, skuId, planName, planId, title].map(quoted).join(',');
      }),
    ),
  );
  return csv(rows, '\r\n');
}
