import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Move } from '../../services/moves/move.ts';
import type { Store } from '../../services/store/store.ts';
import { onBothBackends } from './backends.ts';
import { aMove, anEntry, ben, changed, closedBy, effects } from './builders.ts';

onBothBackends('lists of moves', (store) => {
  const moves = () => store().moves;
  const create = async (move: Move) => moves().create(move, anEntry(move), effects());

  it('when moves are listed, then the one changed last comes first and pages join without a gap', async () => {
    const days = ['01', '02', '02', '03', '04'];
    const made: Move[] = [];
    for (const day of days) {
      const move = aMove();
      made.push(move);
      await moves().create(move, anEntry(move, { at: `2027-03-${day}T09:00:00.000Z` }), effects());
    }
    const closed = changed(made[0] ?? aMove(), closedBy(ben));
    await moves().save(closed, 1, anEntry(closed, { at: '2027-03-09T09:00:00.000Z' }), effects());

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await moves().list({ state: 'open', limit: 2, after });
      seen.push(...page.items.map((m) => m.id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.equal(seen.length, 4);
    assert.equal(seen[0], made[4]?.id);
    assert.equal(seen[1], made[3]?.id);
    assert.deepEqual(new Set(seen), new Set(made.slice(1).map((m) => m.id)));
    assert.deepEqual(
      (await moves().list({ state: 'closed', limit: 2 })).items.map((m) => m.id),
      [made[0]?.id],
    );
    assert.equal(await store().inFlight.open({ conversationId: null }), 4);
  });

  it('when the moves of one chat that nobody has touched are asked for, then the longest come first, and none from elsewhere', async () => {
    const ours: Move[] = [];
    for (const day of ['01', '02', '03']) {
      const at = { at: `2027-03-${day}T09:00:00.000Z` };
      const [mine, theirs] = [aMove({ conversationId: 'conversation-ben' }), aMove()];
      ours.push(mine);
      for (const move of [mine, theirs]) await moves().create(move, anEntry(move, at), effects());
    }
    assert.deepEqual(await moves().untouched({ conversationId: 'conversation-ben' }, 2), ours.slice(0, 2));
    assert.equal((await moves().untouched({ conversationId: null }, 9)).length, 6);
  });

  it('when the open moves are gone through, then each comes once, in the order of their ids', async () => {
    const ids = ['move-a', 'move-b', 'move-c', 'move-d'];
    for (const id of ids.toReversed()) await create(aMove({ id }));
    const end = changed(aMove({ id: 'move-b' }), closedBy(ben));
    await moves().save(end, 1, anEntry(end), effects());
    const after = async (id: string | null) => (await moves().openAfter(id, 2)).map((move) => move.id);
    assert.deepEqual(
      [await after(null), await after('move-c'), await after('move-d')],
      [['move-a', 'move-c'], ['move-d'], []],
    );
  });

  it('when a list is continued with a marker no page gave, then it is refused', async () => {
    for (const after of ['', 'nonsense', "2027-03-01T00:00:00Z'~x", '~x'])
      await assert.rejects(moves().list({ state: 'open', limit: 2, after }), { code: 'store.page-marker-invalid' });
  });

  it('when a customer is searched, then case, accents and the place in the name do not matter', async () => {
    const named = [
      ['Café Zürich AG', 'cafe-zuerich.ch'],
      ['Łódź Søndergaard', 'lodz.pl'],
      ['Weiß & Söhne GmbH', 'weiss.de'],
      ['İstanbul Ağ', 'istanbul.com.tr'],
      ['100% Recycled_Paper', 'paper.example'],
    ] as const;
    for (const [name, domain] of named) await create(aMove({ name, domain }));
    const found = async (text: string) => (await moves().search(text)).map((m) => m.customer.name);
    assert.deepEqual(await found('CAFE'), ['Café Zürich AG']);
    assert.deepEqual(await found('zurich'), ['Café Zürich AG']);
    assert.deepEqual(await found('ag  café'), ['Café Zürich AG']);
    assert.deepEqual(await found('zuerich.ch'), ['Café Zürich AG']);
    assert.deepEqual(await found('lodz sonder'), ['Łódź Søndergaard']);
    assert.deepEqual(await found('WEISS'), ['Weiß & Söhne GmbH']);
    assert.deepEqual(await found('istanbul'), ['İstanbul Ağ']);
    assert.deepEqual(await found('ISTANBUL AĞ'), ['İstanbul Ağ']);
    assert.deepEqual(await found('100%'), ['100% Recycled_Paper']);
    assert.deepEqual(await found('d_p'), ['100% Recycled_Paper']);
    assert.deepEqual(await found('e_p'), []);
    assert.deepEqual(await found('\\'), []);
    assert.deepEqual(await found('nobody'), []);
    assert.deepEqual(await found('   '), []);
  });

  it('when several customers fit, then open ones come first, then those that begin with the text', async () => {
    const [inside, begins, closed] = [
      aMove({ name: 'Best Contoso' }),
      aMove({ name: 'Contoso' }),
      aMove({ name: 'Contoso' }),
    ];
    for (const move of [closed, begins, inside]) await create(move);
    const end = changed(closed, closedBy(ben));
    await moves().save(end, 1, anEntry(end), effects());
    assert.deepEqual(
      (await moves().search('contoso')).map((m) => m.id),
      [begins.id, inside.id, closed.id],
    );
    assert.deepEqual(
      (await moves().search('contoso', { state: 'closed' })).map((m) => m.id),
      [closed.id],
    );
    assert.equal((await moves().search('contoso', { limit: 1 })).length, 1);
  });

  it('when a whole name or domain is searched, then who bears it comes before all that were changed since, and all are counted', async () => {
    const [named, byDomain] = [aMove({ name: 'Grün', domain: 'gruen.example' }), aMove({ domain: 'green.example' })];
    for (const move of [named, byDomain]) await create(move);
    for (const n of [1, 2, 3]) {
      const later = aMove({ name: `Grün ${n}`, domain: `shop${n}.green.example` });
      await moves().create(later, anEntry(later, { at: '2027-03-02T09:00:00.000Z' }), effects());
    }
    assert.equal((await moves().search('grun', { limit: 1 }))[0]?.id, named.id);
    assert.equal((await moves().search('Green.example', { limit: 1 }))[0]?.id, byDomain.id);
    assert.deepEqual([await moves().countFound('grün', 'open'), await moves().countFound('grün', 'closed')], [4, 0]);
    assert.equal(await moves().countFound(' ', 'open'), 0);
  });

  it('when a customer has many moves in the table, then the open one is found through the index', async () => {
    await fill(store(), 20_000);
    const plan = await explained(store(), `select * from move where tenant_id = 'tenant-77' and state = 'open'`);
    assert.match(plan, /move_open_tenant/);
    assert.match(
      await explained(store(), `select * from move where state = 'open' order by updated_at desc, id desc limit 16`),
      /move_listing/,
    );
  });
});

async function fill(store: Store, count: number): Promise<void> {
  const { db } = store.database;
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select 'move-' || n, 1, 'tenant-' || n, 'Customer ' || n, n || '.example', 'customer ' || n || ' ' || n || '.example', 'open',
      '{"language": null, "openedBy": {"id": "x", "name": "x"}, "facts": {"closed": null}}', 'conversation-' || n % 50,
      '2027-01-01'::timestamptz, '2027-01-01'::timestamptz + n * interval '1 second'
    from generate_series(1, ${sql.lit(count)}) as n`.execute(db);
  await sql`analyze move`.execute(db);
}

async function explained(store: Store, query: string): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${sql.raw(query)}`.execute(store.database.db);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
