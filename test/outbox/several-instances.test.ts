import assert from 'node:assert/strict';
import { type Database, openDatabase } from '../../services/store/database.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { freshDatabase, type TestDatabase } from '../store/postgres.ts';
import { anOutbox, claimed, HandClock, LEASE, NO_LIMITS, news, put, reminderLines, sentNow } from './builders.ts';
import { emptyOutbox } from './databases.ts';

describe('several instances with one outbox', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let instances: readonly Database[];

  before(async () => {
    database = await freshDatabase();
    instances = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl: database.url })));
  });
  beforeEach(() => emptyOutbox(first()));
  after(async () => {
    for (const instance of instances) await instance.close();
    await database.drop();
  });
  const first = (): Database => {
    const [one] = instances;
    assert.ok(one);
    return one;
  };

  /** Takes the first message; from then on the lanes know of the others. */
  async function allQueued(outbox: Outbox): Promise<void> {
    assert.equal((await claimed(outbox, 'first')).conversationId, 'a:first');
  }

  for (const count of [2, 3]) {
    it(`when ${count} of them send at once, then each message is taken by one`, async () => {
      const clock = new HandClock();
      const messages = Array.from({ length: 200 }, (_, n) => news(`a:${n % 11}`, n));
      await put(first(), anOutbox(first(), clock), ...messages);
      const taken = await Promise.all(
        instances.slice(0, count).map((instance, n) => sentNow(anOutbox(instance, clock), clock, `instance-${n}`)),
      );
      const numbers = taken.flat().map(({ data }) => (data as { n: number }).n);
      assert.deepEqual(
        numbers.sort((a, b) => a - b),
        messages.map((_, n) => n),
      );
      assert.ok(
        taken.every(({ length }) => length > 0),
        'all of them took some',
      );
    });
  }

  it('when all of them claim at once, then together they keep the limits', async () => {
    const clock = new HandClock();
    const limits = { all: [{ requests: 10, seconds: 1 }], conversation: [{ requests: 2, seconds: 1 }] };
    const outboxes = instances.map((instance) => anOutbox(instance, clock, limits));
    await put(first(), anOutbox(first(), clock), ...Array.from({ length: 60 }, (_, n) => news(`a:${n % 4}`, n)));
    const claims = await Promise.all(
      Array.from({ length: 30 }, (_, n) => outboxes[n % 3]?.claim({ by: `claimer-${n}`, lease: LEASE })),
    );
    const taken = claims.flatMap((claim) => (claim?.kind === 'message' ? claim.message.conversationId : []));
    assert.equal(taken.length, 8, 'two in each of four conversations');
    assert.deepEqual([...new Set(taken)].sort(), ['a:0', 'a:1', 'a:2', 'a:3']);
  });

  it('when their machines have clocks of their own, then the clock of the database counts', async () => {
    const outbox = new Outbox({
      db: first().db,
      clock: null,
      limits: { all: [], conversation: [{ requests: 1, seconds: 60 }] },
    });
    await put(first(), outbox, news('a:1', 1), news('a:1', 2));
    const message = await claimed(outbox);
    await outbox.sent(message, { activityId: null, at: new HandClock().now() });
    const later = await outbox.claim({ by: 'two', lease: LEASE });
    assert.ok(later.kind === 'later' && later.inMs > 59_000 && later.inMs <= 60_000, JSON.stringify(later));
  });

  it('when reminders are added to a message while another instance looks for one, then that message is left alone until they are written', async () => {
    const clock = new HandClock();
    const [one, two] = instances.map((instance) => anOutbox(instance, clock));
    assert.ok(one && two);
    const lines = await reminderLines(first().db, 2);
    const reminders = (n: number) => ({
      kind: 'reminders' as const,
      conversationId: 'a:1',
      data: {},
      lines: lines.slice(n, n + 1),
    });
    await put(first(), one, news('a:first'));
    await put(first(), one, reminders(0));
    await allQueued(two);
    await first()
      .db.transaction()
      .execute(async (trx) => {
        await one.put(trx, [reminders(1)]);
        const claim = await two.claim({ by: 'two', lease: LEASE });
        assert.notEqual(claim.kind, 'message');
      });
    clock.advance(1000);
    assert.deepEqual((await claimed(two)).lines, lines);
  });

  it('when a card is to be drawn anew while another instance is about to draw it, then it is drawn with what is written', async () => {
    const clock = new HandClock();
    const [one, two] = instances.map((instance) => anOutbox(instance, clock));
    assert.ok(one && two);
    await put(first(), one, news('a:1'));
    const shown = await claimed(one);
    await one.sent(shown, { activityId: 'activity', at: clock.now() });
    const redraw = { kind: 'redraw' as const, conversationId: 'a:1', data: {}, redraws: shown.id };
    await put(first(), one, news('a:first'));
    await put(first(), one, redraw);
    await allQueued(two);
    await first()
      .db.transaction()
      .execute(async (trx) => {
        await one.put(trx, [redraw]);
        assert.notEqual((await two.claim({ by: 'two', lease: LEASE })).kind, 'message');
      });
    clock.advance(1000);
    assert.equal((await sentNow(two, clock)).length, 1);
  });

  it('when somebody writes to one conversation for long, then messages to the others are sent meanwhile', async () => {
    const clock = new HandClock();
    const [one, two] = instances.map((instance) => anOutbox(instance, clock, NO_LIMITS));
    assert.ok(one && two);
    const lines = await reminderLines(first().db, 2);
    const reminders = { kind: 'reminders' as const, conversationId: 'a:1', data: {}, lines };
    await put(first(), one, news('a:first'));
    await put(first(), one, reminders);
    await put(first(), one, news('a:2'));
    await allQueued(two);
    await first()
      .db.transaction()
      .execute(async (trx) => {
        await one.put(trx, [reminders]);
        const told = await sentNow(two, clock, 'two');
        assert.deepEqual(
          told.map(({ conversationId }) => conversationId),
          ['a:2'],
        );
      });
    clock.advance(1000);
    assert.equal((await claimed(two)).conversationId, 'a:1');
  });
});
