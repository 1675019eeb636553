import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Move } from '../../services/moves/move.ts';
import { MoveStore } from '../../services/store/move-store.ts';
import type { Store } from '../../services/store/store.ts';
import { onBothBackends, refusing, waitingJobs } from './backends.ts';
import { aMove, anEntry, aReminder, ben, changed, closedBy, effects } from './builders.ts';

onBothBackends('move store', (store) => {
  const moves = () => store().moves;
  const create = async (move: Move, overrides = {}) => moves().create(move, anEntry(move), effects(overrides));

  it('when a move is created, then it is loaded exactly as it was', async () => {
    const move = aMove({
      facts: {
        ...aMove().facts,
        tenantCountry: 'CH',
        eligibility: { ...aMove().facts.eligibility, qualifications: ['Education'] },
      },
    });
    assert.equal(await create(move), 'created');
    assert.deepEqual(await moves().load(move.id), move);
    assert.deepEqual(await moves().openMoveOf(move.customer.tenantId), move);
    assert.deepEqual(await moves().loadMany([move.id, 'no-such-move']), [move]);
  });

  it('when there is no such move, then the answer is null', async () => {
    assert.equal(await moves().load('no-such-move'), null);
    assert.equal(await moves().openMoveOf('no-such-tenant'), null);
    assert.equal(await moves().lastChange('no-such-move'), null);
    assert.deepEqual(await moves().loadMany([]), []);
  });

  it('when the customer has an open move, then a second one is refused and leaves nothing behind', async () => {
    const first = aMove();
    const second = aMove({ customer: first.customer });
    await create(first);
    const job = { name: 'check-move' as const, data: { moveId: second.id } };
    assert.equal(
      await create(second, { reminders: [aReminder()], jobs: [job], watch: '2027-03-01T10:00:00Z' }),
      'exists',
    );
    assert.equal(await moves().load(second.id), null);
    assert.deepEqual(await moves().history(second.id), []);
    assert.deepEqual(await waitingJobs(store().database), []);
  });

  it('when the open move was closed, then another may be opened for the customer', async () => {
    const first = aMove();
    await create(first);
    const closed = changed(first, closedBy(ben));
    await moves().save(closed, 1, anEntry(closed), effects());
    assert.equal(await moves().openMoveOf(first.customer.tenantId), null);
    assert.equal(await create(aMove({ customer: first.customer })), 'created');
  });

  it('when a change is saved on the expected version, then move, history, reminders, watch and jobs are written', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    const saved = await moves().save(
      next,
      1,
      anEntry(next, { at: '2027-03-02T10:11:12.345Z', by: ben }),
      effects({
        reminders: [aReminder()],
        jobs: [{ name: 'deliver', data: { kind: 'news', conversationId: 'c', code: 'provisioned' } }],
        watch: '2027-03-02T10:12:00Z',
      }),
    );
    assert.equal(saved, 'saved');
    assert.deepEqual(await moves().load(move.id), next);
    assert.deepEqual(await moves().history(move.id), [
      anEntry(move),
      anEntry(next, { at: '2027-03-02T10:11:12.345Z', by: ben }),
    ]);
    assert.equal((await moves().lastChange(move.id))?.version, 2);
    assert.equal((await store().reminders.upcoming({ moveId: move.id, limit: 10 })).length, 1);
    assert.deepEqual(await store().watches.find(move.id), { nextCheckAt: '2027-03-02T10:12:00.000Z', attempts: 0 });
    assert.deepEqual(await waitingJobs(store().database), [
      { name: 'deliver', data: { kind: 'news', conversationId: 'c', code: 'provisioned' } },
    ]);
  });

  it('when the stored version is another one, then nothing is written', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    await moves().save(next, 1, anEntry(next), effects());
    const late = changed(move, { tenantCountry: 'FR' });
    const job = { name: 'order' as const, data: { moveId: move.id } };
    assert.equal(
      await moves().save(late, 1, anEntry(late), effects({ jobs: [job], reminders: [aReminder()] })),
      'conflict',
    );
    assert.deepEqual(await moves().load(move.id), next);
    assert.equal((await moves().history(move.id)).length, 2);
    assert.deepEqual(await waitingJobs(store().database), []);
    assert.deepEqual(await store().reminders.upcoming({ limit: 10 }), []);
  });

  it('when two save the same version at once, then one is saved and the other is a conflict', async () => {
    const move = aMove();
    await create(move);
    const answers = await Promise.all(
      ['CH', 'FR'].map((tenantCountry) => {
        const next = changed(move, { tenantCountry });
        return moves().save(next, 1, anEntry(next), effects());
      }),
    );
    assert.deepEqual(answers.sort(), ['conflict', 'saved']);
    assert.equal((await moves().history(move.id)).length, 2);
  });

  it('when two open a move for one customer at once, then one is created and the other exists', async () => {
    const customer = aMove().customer;
    const answers = await Promise.all([create(aMove({ customer })), create(aMove({ customer }))]);
    assert.deepEqual(answers.sort(), ['created', 'exists']);
    assert.equal((await store().figures.counts()).openMoves, 1);
  });

  it('when a job cannot be written, then the change is undone with it', async () => {
    const move = aMove();
    await create(move);
    const failing = new MoveStore({
      db: store().database.db,
      jobs: refusing,
    });
    const next = changed(move);
    const jobs = [{ name: 'order' as const, data: { moveId: move.id } }];
    await assert.rejects(
      failing.save(next, 1, anEntry(next), effects({ jobs, reminders: [aReminder()], watch: '2027-03-02T10:12:00Z' })),
      { code: 'test.refused' },
    );
    assert.deepEqual(await moves().load(move.id), move);
    assert.equal((await moves().history(move.id)).length, 1);
    assert.deepEqual(await store().reminders.upcoming({ limit: 10 }), []);
    assert.equal(await store().watches.find(move.id), null);
    assert.deepEqual(await waitingJobs(store().database), []);
  });

  it('when a version of the history is written twice, then the database refuses it', async () => {
    const move = aMove();
    await create(move);
    const next = changed(move);
    await assert.rejects(moves().save(next, 1, anEntry(move), effects()));
    assert.deepEqual(await moves().load(move.id), move);
  });

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
    assert.deepEqual(await store().figures.counts(), { openMoves: 4, closedMoves: 1 });
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

  it('when texts hold what PostgreSQL cannot keep, then they are stored without it', async () => {
    const move = aMove({ name: 'Nul\0 and \ud800 half', facts: { ...aMove().facts, tenantCountry: 'C\0H\udc00' } });
    assert.equal(await create(move), 'created');
    const loaded = await moves().load(move.id);
    assert.equal(loaded?.customer.name, 'Nul and \ufffd half');
    assert.equal(loaded?.facts.tenantCountry, 'CH\ufffd');
  });

  it('when the watch of a move is set, moved and ended, then the latest counts', async () => {
    const move = aMove();
    await create(move, { watch: '2027-03-01T10:00:00Z' });
    await moves().watch(move.id, '2027-03-01T11:00:00Z');
    assert.equal((await store().watches.find(move.id))?.nextCheckAt, '2027-03-01T11:00:00.000Z');
    const next = changed(move);
    await moves().save(next, 1, anEntry(next), effects());
    assert.equal((await store().watches.find(move.id))?.nextCheckAt, '2027-03-01T11:00:00.000Z', 'left out: stays');
    await moves().watch(move.id, null);
    assert.equal(await store().watches.find(move.id), null);
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
