import assert from 'node:assert/strict';
import { type Kysely, sql } from 'kysely';
import { VERBS } from '../../cards/verbs.ts';
import type { Schema } from '../../services/store/schema.ts';
import { anApproval, aMove as aWholeMove } from '../builders.ts';
import { anEntry, changed, effects } from '../store/builders.ts';
import { CHANNEL, cardOf, Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';
import { type InvokeAnswer, type Press, Wire } from './wire.ts';

interface Refresh {
  readonly action: { readonly type: string; readonly verb: string; readonly data: Readonly<Record<string, unknown>> };
  readonly userIds?: readonly string[];
}

/** How a card asks for its present state. */
const refreshOf = (card: unknown): Refresh | undefined => (card as { readonly refresh?: Refresh } | null)?.refresh;
const titlesOf = ({ value }: InvokeAnswer): readonly string[] =>
  [...JSON.stringify(value).matchAll(/"type":"Action\.Execute","title":"([^"]+)"/gu)].map(([, title = '']) => title);

describe('a card that somebody looks at', () => {
  let wire: Wire;
  let house: Proactive;
  let count = 0;
  before(async () => {
    wire = await Wire.open();
    house = Proactive.over(wire.chat);
    await house.until('12:00');
    await house.settings({ weeklyOn: null });
    await wire.chat.lever('people', { id: 'lea', roles: ['partner-global-admin'] });
    for (const name of ['Sam', 'Ava', 'Lea']) await wire.chat.as(name).say('help');
    await wire.chat.as('Ava', 'channel').say('remind here');
  });
  after(() => wire.close());

  /** A reminder told to Sam and in the channel: the cards as Teams has them. */
  async function told() {
    count += 1;
    const { move, refs } = await house.move(`Customer${count}`);
    await house.pass(0);
    await house.deliverAll();
    house.teams.places();
    const [ref] = refs;
    assert.ok(ref);
    const own = () => house.teams.in('a:sam').findLast((d) => wordsOf(d).includes(move.customer.name));
    const there = () => house.teams.in(CHANNEL).findLast((d) => wordsOf(d).includes(move.customer.name));
    return { move, ref, own, there };
  }

  const look = (data: unknown, press: Press = {}) => wire.execute(VERBS.view, data, { trigger: 'automatic', ...press });
  const lookAt = (card: unknown, press: Press = {}) => look(refreshOf(card)?.action.data, press);
  const inChannel = (person: string, locale?: string): Press => ({
    person,
    scope: 'channel',
    ...(locale !== undefined && { locale }),
  });

  it('when a reminder stands in the channel, then it asks for the present state of its message, and for nothing else', async () => {
    const { there } = await told();
    const refresh = refreshOf(cardOf(there()).card);
    assert.equal(refresh?.action.type, 'Action.Execute');
    assert.equal(refresh?.action.verb, VERBS.view);
    assert.deepEqual(Object.keys(refresh?.action.data ?? {}).sort(), ['message', 'view']);
  });

  it('when nobody is on it, then who has the role sees the buttons, and who has not sees which role it takes', async () => {
    const { there } = await told();
    const { card } = cardOf(there());
    const ava = await lookAt(card, inChannel('Ava'));
    assert.ok(titlesOf(ava).includes('Done'), titlesOf(ava).join());
    const lea = await lookAt(card, inChannel('Lea'));
    assert.deepEqual(titlesOf(lea), ['Open the move', 'Refresh this card']);
    assert.match(JSON.stringify(lea.value), /You can look at this.*Admin agent/);
    assert.match(JSON.stringify(lea.value), /Nobody is on it/i);
  });

  it('when somebody is on it, then they see the buttons, and the others who it is and how to take it over', async () => {
    const { own, there } = await told();
    await wire.chat.as('Sam').press('Give it to this person', { person: 'ava' }, cardOf(own()));
    await house.deliverAll();
    const { card } = cardOf(there());
    assert.ok(titlesOf(await lookAt(card, inChannel('Ava'))).includes('Done'));
    const sam = await lookAt(card, inChannel('Sam'));
    assert.ok(!titlesOf(sam).includes('Done'));
    assert.ok(titlesOf(sam).includes('Give it to this person'));
    assert.match(JSON.stringify(sam.value), /Ava is on it\. You can look/);
  });

  it('when it is done, then nobody is asked any more, and an older card that still asks shows who did it', async () => {
    const { own, there } = await told();
    const before = cardOf(there()).card;
    await wire.chat.as('Sam').press('Done', {}, cardOf(own()));
    await house.deliverAll();
    assert.equal(refreshOf(cardOf(there()).card), undefined);
    const answer = await lookAt(before, inChannel('Ava'));
    assert.match(JSON.stringify(answer.value), /Done, says Sam/);
    assert.equal(refreshOf(answer.value), undefined);
  });

  it('when people of two languages look at one card, then each reads their own', async () => {
    const { there } = await told();
    const { card } = cardOf(there());
    // Dates are told in the reader's own way, whatever languages the catalogue has.
    const [british, american] = await Promise.all(
      ['en-GB', 'en-US'].map((locale) => lookAt(card, inChannel('Ava', locale))),
    );
    assert.notDeepEqual(british?.value, american?.value);
  });

  it('when a large order waits, then who asked for it sees that somebody else decides, and a colleague sees the buttons', async () => {
    count += 1;
    const move = aWholeMove({ openedBy: { id: 'sam', name: 'Sam' } });
    const approval = anApproval({ outcome: null });
    const asked = { ...approval, requested: { ...approval.requested, by: { id: 'sam', name: 'Sam' } } };
    const facts = { ...move.facts, provisioning: { ...move.facts.provisioning, approval: asked } };
    const news = { kind: 'news' as const, conversationId: CHANNEL, data: { moveId: move.id, code: 'order-requested' } };
    const { moves } = wire.chat.house.store;
    await moves.create({ ...move, facts }, anEntry(move), { ...effects(), messages: [news] });
    await house.deliverAll();
    const { card } = cardOf(house.teams.in(CHANNEL).at(-1));
    const ava = await lookAt(card, inChannel('Ava'));
    const sam = await lookAt(card, inChannel('Sam'));
    const decides = (answer: InvokeAnswer) => JSON.stringify(answer.value).includes(`"verb":"${VERBS.orderApproved}"`);
    assert.deepEqual([decides(ava), decides(sam)], [true, false]);
    assert.match(JSON.stringify(sam.value), /somebody else has to decide/);
  });

  it("when last week's card of a step is looked at, then it shows where the move stands today", async () => {
    const sam = wire.chat.as('Sam');
    const old = await sam.say('move contoso.com');
    const refresh = refreshOf(old.card);
    assert.equal(refresh?.userIds, undefined, 'in a personal chat for its reader');
    await sam.press('Save the country', { country: 'IT' });
    const now = await look(refresh?.action.data);
    assert.match(JSON.stringify(now.value), /Step 3 of/);
    assert.deepEqual(refreshOf(now.value)?.action.data, refresh?.action.data);
  });

  it('when an input has to be corrected, then the card keeps what was typed: nothing replaces it', async () => {
    const sam = wire.chat.as('Sam');
    await sam.say('move litware.com');
    const corrected = await sam.press('Save the country', { country: 'Atlantis' });
    assert.match(JSON.stringify(corrected.card), /Atlantis/);
    assert.equal(refreshOf(corrected.card), undefined);
  });

  it('when a message is named that stands in another conversation, then nothing of it is told', async () => {
    const { own } = await told();
    const data = refreshOf(cardOf(own()).card)?.action.data;
    assert.equal((await look(data, { person: 'Ava' })).statusCode, 400);
    assert.equal((await look(data, inChannel('Ava'))).statusCode, 400);
    assert.equal((await look(data)).statusCode, 200);
  });

  it('when any card is looked at, then nothing is sent and nothing is written, not even that somebody was there', async () => {
    const { move, ref, own, there } = await told();
    const { db } = wire.chat.house.store.database;
    const seen: unknown[] = [
      { view: 'step', moveId: move.id },
      { view: 'status', moveId: move.id },
      { view: 'moves' },
      { view: 'reminders' },
      { view: 'reminders', moveId: move.id },
      { view: 'weekly' },
      { view: 'reminder', moveId: ref.moveId, reminder: ref.key },
      refreshOf(cardOf(own()).card)?.action.data,
    ];
    wire.sent.splice(0);
    house.teams.requests.splice(0);
    const before = await rowVersions(db);
    for (const data of seen) assert.equal((await look(data)).statusCode, 200, JSON.stringify(data));
    for (const data of seen.slice(0, -1))
      assert.equal((await look(data, inChannel('Somebody new'))).statusCode, 200, JSON.stringify(data));
    assert.equal((await lookAt(cardOf(there()).card, inChannel('Somebody new'))).statusCode, 200);
    assert.equal((await wire.execute(VERBS.view, { view: 'moves' }, { trigger: 'manual' })).statusCode, 200);
    assert.deepEqual(await rowVersions(db), before);
    await sql`update person set name = name`.execute(db);
    assert.notDeepEqual(await rowVersions(db), before, 'a row that is written without a change shows as well');
    assert.deepEqual(wire.sent, []);
    assert.deepEqual(house.teams.requests, []);
  });

  it('when a move is closed, then its card stays as it is', async () => {
    const { move } = await told();
    const closed = changed(move);
    const facts = { ...closed.facts, closed: { value: 'stopped' as const, by: move.openedBy, at: move.openedAt } };
    await wire.chat.house.store.moves.save({ ...closed, facts }, 1, anEntry(closed), effects());
    const answer = await look({ view: 'step', moveId: move.id });
    assert.equal(answer.statusCode, 200);
    assert.equal(refreshOf(answer.value), undefined);
  });
});

/** Place and version of every row of every table: each write changes one, also one that leaves all values as they were. */
async function rowVersions(db: Kysely<Schema>): Promise<Readonly<Record<string, unknown>>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db);
  const versions: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await sql`select ctid::text, xmin::text from ${sql.table(name)} order by ctid`.execute(db);
    versions[name] = rows;
  }
  return versions;
}
