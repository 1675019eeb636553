import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { boardFileSize } from '../../dialogs/board-file.ts';
import { makeFile, offerFile } from '../../dialogs/files.ts';
import type { Turn } from '../../dialogs/turn.ts';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import { Chat, type Talker } from './chat.ts';

const MANY = 2501;

describe('many more moves than fit on a card', () => {
  let chat: Chat;
  let sam: Talker;
  before(async () => {
    chat = await Chat.open();
    sam = chat.as('Sam');
    await fill(chat, MANY);
  });
  after(() => chat.close());

  const turn: Turn = {
    person: { id: 'sam', name: 'Sam' },
    reader: { locale: 'en', today: '2026-11-20', sandbox: false },
    conversationId: 'a:sam',
    scope: 'personal',
    placeName: '',
    cardId: null,
  };
  const linkOf = (card: unknown) => /"url":"(http:[^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';

  it('when all are exported, then every open one is a line of the file, by the name of the customer', async () => {
    const { card } = await sam.say('export');
    const rows: string[][] = parse(await (await fetch(linkOf(card))).text(), { bom: true });
    assert.equal(rows.length, MANY + 1);
    assert.equal(new Set(rows.slice(1).map(([, domain]) => domain)).size, MANY);
    assert.deepEqual([rows[1]?.[0], rows.at(-1)?.[0]], ['Customer 0001 GmbH', `Customer ${MANY} GmbH`]);
  });

  it('when Teams asks first whether it is wanted, then one page is read for the offer, and its size is about right', async () => {
    let read = 0;
    const { moveStore } = chat.house.services;
    const openAfter: typeof moveStore.openAfter = (...page) => {
      read += 1;
      return moveStore.openAfter(...page);
    };
    // The cast: of the moves only the reading page by page is used.
    const services = { ...chat.house.services, sandbox: null, moveStore: { openAfter } as typeof moveStore };
    const offer = await offerFile(services, turn, { file: 'export', moveId: null });
    assert.ok(offer.kind === 'file' && read === 1);
    const made = await makeFile(services, turn, { file: 'export', moveId: null });
    assert.equal(offer.file.name, made?.name);
    const right = made?.bytes.length ?? 0;
    assert.ok(Math.abs(offer.file.size - right) < right / 10, `${offer.file.size} for ${right} bytes`);
    assert.equal(await boardFileSize(services, turn.reader), offer.file.size);
  });

  for (const said of ['status gmbh', 'reminders gmbh', 'export gmbh', 'calendar gmbh', 'why no reminder gmbh']) {
    it(`when "${said}" fits all of them, then it is said how many fit, that these are the first, and what finds the right one`, async () => {
      const { text } = await sam.say(said);
      assert.match(text, /2,501 moves fit "gmbh"; these are the first of them\. .* write the full name, or the domain/);
      assert.match(text, /and 2,489 more, not shown here/);
      assert.doesNotMatch(text, /are open/);
    });
  }
});

/** So many open moves of which nothing is known yet. */
async function fill(chat: Chat, count: number): Promise<void> {
  const doc = JSON.stringify({ language: null, openedBy: { id: 'x', name: 'X' }, facts: NOTHING_KNOWN });
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select gen_random_uuid()::text, 1, gen_random_uuid()::text, 'Customer ' || lpad(n::text, 4, '0') || ' GmbH', 'c' || n || '.example',
      'customer ' || lpad(n::text, 4, '0') || ' gmbh c' || n || '.example', 'open', ${doc}::jsonb, 'a:x',
      '2026-11-01'::timestamptz, '2026-11-01'::timestamptz + n * interval '1 second'
    from generate_series(1, ${sql.lit(count)}) as n`.execute(chat.house.store.database.db);
}
