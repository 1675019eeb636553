import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { anOutbox, claimed, HandClock, LEASE, news, put, reminderLines, sentNow } from './builders.ts';
import { onBothDatabases } from './databases.ts';

const DAY = 24 * 3600 * 1000;

onBothDatabases('a message of the outbox', (database) => {
  let clock: HandClock;
  const outbox = () => anOutbox(database(), clock);
  beforeEach(() => {
    clock = new HandClock();
  });
  const rows = () => database().db.selectFrom('message').selectAll().orderBy('seq').execute();

  it('when nothing waits, then there is nothing', async () => {
    assert.deepEqual(await outbox().claim({ by: 'one', lease: LEASE }), { kind: 'nothing' });
  });

  it('when it is claimed, then it says all that its sender needs', async () => {
    const [line] = await reminderLines(database().db, 1);
    assert.ok(line);
    await put(database(), outbox(), { kind: 'reminders', conversationId: 'a:1', data: { a: 'ü' }, lines: [line] });
    clock.advance(1500);
    const { id, claim, ...message } = await claimed(outbox(), 'me');
    assert.deepEqual(message, {
      kind: 'reminders',
      conversationId: 'a:1',
      data: { a: 'ü' },
      lines: [line],
      redraws: null,
      attempt: 1,
      tried: [],
    });
    assert.equal(claim.by, 'me');
    assert.equal((await rows())[0]?.id, id);
  });

  it('when it is claimed, then nobody else gets it until the lease ends; then it is given back', async () => {
    await put(database(), outbox(), news('a:1'));
    const first = await claimed(outbox(), 'one');
    clock.advance(LEASE - 1);
    assert.equal((await outbox().claim({ by: 'two', lease: LEASE })).kind, 'nothing');
    clock.advance(1);
    const second = await claimed(outbox(), 'two');
    assert.deepEqual([second.id, second.attempt], [first.id, 2]);
    const stored = await outbox().find(first.id);
    assert.deepEqual([stored?.state, stored?.failure], ['sending', 'delivery.interrupted']);
  });

  it('when its lease is renewed in time, then it stays with its sender; when not, then it is lost', async () => {
    await put(database(), outbox(), news('a:1'));
    const message = await claimed(outbox(), 'one');
    clock.advance(LEASE - 1);
    assert.equal(await outbox().renew(message, LEASE), true);
    clock.advance(LEASE - 1);
    assert.equal((await outbox().claim({ by: 'two', lease: LEASE })).kind, 'nothing');
    clock.advance(1);
    await claimed(outbox(), 'two');
    assert.equal(await outbox().renew(message, LEASE), false);
  });

  it('when it was sent, then it is over, and saying so again changes nothing', async () => {
    await put(database(), outbox(), news('a:1'));
    const message = await claimed(outbox());
    assert.equal(await outbox().sent(message, { activityId: 'activity-1', at: clock.now() }), true);
    clock.advance(DAY);
    assert.equal(await outbox().sent(message, { activityId: 'activity-2', at: clock.now() }), false);
    assert.equal((await outbox().claim({ by: 'two', lease: LEASE })).kind, 'nothing');
    const stored = await outbox().find(message.id);
    assert.deepEqual([stored?.state, stored?.activityId], ['sent', 'activity-1']);
  });

  it('when its sender lost it and Teams took it nevertheless, then it is not sent again', async () => {
    await put(database(), outbox(), news('a:1'));
    const message = await claimed(outbox());
    clock.advance(LEASE);
    assert.equal((await outbox().claim({ by: 'two', lease: 1 })).kind, 'message');
    clock.advance(1);
    assert.equal(await outbox().sent(message, { activityId: 'activity', at: clock.now() }), true);
    assert.equal((await outbox().claim({ by: 'two', lease: LEASE })).kind, 'nothing');
  });

  it('when its sender lost it, then only what Teams took counts of what that one says', async () => {
    await put(database(), outbox(), news('a:1'));
    const lost = await claimed(outbox(), 'one');
    clock.advance(LEASE);
    const held = await claimed(outbox(), 'two');
    const again = { inMs: 0, failure: 'delivery.unavailable' };
    assert.deepEqual(
      [
        await outbox().retryLater(lost, { ...again, pauseConversation: false }),
        await outbox().retryLater(lost, { ...again, pauseConversation: true }),
        await outbox().reroute(lost, 'a:2', 'delivery.forbidden'),
        await outbox().dead(lost, 'delivery.forbidden'),
        await outbox().drop(lost, false),
      ],
      [false, false, false, false, false],
    );
    assert.deepEqual([(await rows())[0]?.state, (await rows())[0]?.claimed_by], ['sending', 'two']);
    assert.equal(await outbox().dead(held, 'delivery.forbidden'), true);
  });

  it('when it is recorded in a transaction that is rolled back, then it is not recorded', async () => {
    await put(database(), outbox(), news('a:1'));
    const message = await claimed(outbox());
    const failing = database()
      .db.transaction()
      .execute(async (trx) => {
        await outbox().sent(message, { activityId: 'activity', at: clock.now() }, trx);
        throw new Error('rolled back');
      });
    await assert.rejects(failing);
    assert.equal((await outbox().find(message.id))?.state, 'sending');
  });

  it('when it is to be tried later, then it waits so long, and what is written later for the conversation does not', async () => {
    await put(database(), outbox(), news('a:1', 1));
    const message = await claimed(outbox());
    await outbox().retryLater(message, { inMs: 2000, failure: 'delivery.unavailable', pauseConversation: false });
    assert.deepEqual(await outbox().claim({ by: 'one', lease: LEASE }), { kind: 'later', inMs: 2000 });
    await put(database(), outbox(), news('a:1', 2));
    assert.deepEqual((await claimed(outbox())).data, { n: 2 });
    clock.advance(1999);
    assert.deepEqual(await outbox().claim({ by: 'one', lease: LEASE }), { kind: 'later', inMs: 1 });
    clock.advance(1);
    const again = await claimed(outbox());
    assert.deepEqual([again.id, again.attempt], [message.id, 2]);
    assert.equal((await outbox().find(again.id))?.failure, 'delivery.unavailable');
  });

  it('when Teams asks for a pause, then the whole conversation waits, and no other one', async () => {
    await put(database(), outbox(), news('a:1', 1), news('a:1', 2));
    const message = await claimed(outbox());
    await outbox().retryLater(message, { inMs: 5000, failure: 'delivery.throttled', pauseConversation: true });
    await put(database(), outbox(), news('a:1', 3), news('a:2', 4));
    assert.deepEqual((await claimed(outbox())).conversationId, 'a:2');
    assert.deepEqual(await outbox().claim({ by: 'one', lease: LEASE }), { kind: 'later', inMs: 5000 });
    clock.advance(5000);
    const order = (await sentNow(outbox(), clock)).map(({ data }) => (data as { n: number }).n);
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('when everything is paused, then nothing is sent, and a shorter pause does not cut it short', async () => {
    await put(database(), outbox(), news('a:1'));
    await outbox().pause(5000);
    await outbox().pause(100);
    assert.deepEqual(await outbox().claim({ by: 'one', lease: LEASE }), { kind: 'later', inMs: 5000 });
    clock.advance(5000);
    await claimed(outbox());
  });

  it('when its conversation is gone, then it is sent elsewhere, and remembers where it was refused', async () => {
    await put(database(), outbox(), news('19:channel'), news('a:opener'));
    const message = await claimed(outbox());
    assert.equal(await outbox().reroute(message, 'a:opener', 'delivery.not-installed'), true);
    const again = await claimed(outbox());
    assert.deepEqual(
      [again.id, again.conversationId, again.attempt, again.tried],
      [message.id, 'a:opener', 1, ['19:channel']],
    );
    await outbox().reroute(again, 'a:operators', 'delivery.blocked-by-user');
    assert.deepEqual((await claimed(outbox())).tried, ['19:channel', 'a:opener']);
    assert.deepEqual((await claimed(outbox())).conversationId, 'a:opener');
  });

  it('when reminders are rerouted to where others wait, then both are sent', async () => {
    const lines = await reminderLines(database().db, 2);
    const reminders = (conversationId: string, n: number) => ({
      kind: 'reminders' as const,
      conversationId,
      data: {},
      lines: lines.slice(n, n + 1),
    });
    await put(database(), outbox(), reminders('a:1', 0));
    const message = await claimed(outbox());
    await put(database(), outbox(), reminders('a:2', 1));
    await outbox().reroute(message, 'a:2', 'delivery.not-installed');
    const told = await sentNow(outbox(), clock);
    assert.deepEqual(
      told.map(({ conversationId, lines: [line] }) => `${conversationId} ${line?.key}`),
      ['a:2 key-0', 'a:2 key-1'],
    );
  });

  it('when it is dead, then it is listed with the reason and can be tried from the start where it was meant for', async () => {
    const [line] = await reminderLines(database().db, 1);
    assert.ok(line);
    await put(database(), outbox(), { kind: 'reminders', conversationId: '19:channel', data: { a: 1 }, lines: [line] });
    await outbox().reroute(await claimed(outbox()), 'a:opener', 'delivery.not-installed');
    const message = await claimed(outbox());
    await outbox().dead(message, 'delivery.blocked-by-user');
    const [dead] = await outbox().listDead(10);
    assert.ok(dead);
    const { failedAt, ...rest } = dead;
    assert.deepEqual(rest, {
      id: message.id,
      kind: 'reminders',
      conversationId: 'a:opener',
      data: { a: 1 },
      lines: [line],
      state: 'dead',
      attempts: 1,
      activityId: null,
      failure: 'delivery.blocked-by-user',
      tried: ['19:channel'],
    });
    assert.equal(String(failedAt), String(clock.now()));
    clock.advance(8 * DAY);
    assert.equal(await outbox().retryDead(message.id), true);
    assert.equal(await outbox().retryDead(message.id), false);
    const again = await claimed(outbox());
    assert.deepEqual([again.conversationId, again.attempt, again.tried], ['19:channel', 1, []]);
    assert.deepEqual(await outbox().listDead(10), []);
  });

  it('when many are dead, then the latest are listed first and all are tried again at once', async () => {
    await put(database(), outbox(), news('a:1'), news('a:2'), news('a:3'));
    for (let n = 0; n < 3; n++) {
      await outbox().dead(await claimed(outbox()), 'delivery.forbidden');
      clock.advance(1000);
    }
    assert.deepEqual(
      (await outbox().listDead(2)).map(({ conversationId }) => conversationId),
      ['a:3', 'a:2'],
    );
    assert.equal((await outbox().figures()).dead, 3);
    assert.equal(await outbox().retryAllDead(), 3);
    assert.equal((await sentNow(outbox(), clock)).length, 3);
  });

  it('when there is nothing to say any more, then it is gone and counts against no limit', async () => {
    await put(database(), outbox(), news('a:1'));
    const message = await claimed(outbox());
    assert.equal(await outbox().drop(message, false), true);
    assert.deepEqual(await rows(), []);
    assert.deepEqual(await database().db.selectFrom('message_request').selectAll().execute(), []);
  });

  it('when the figures are asked for, then they say how many wait and since when', async () => {
    const none = { waiting: 0, sending: 0, dead: 0, oldest: null, newestFailure: null };
    assert.deepEqual(await outbox().figures(), none);
    await put(database(), outbox(), news('a:1'), news('a:2'));
    clock.advance(1000);
    await put(database(), outbox(), news('a:3'));
    const since = clock.now().subtract({ seconds: 1 });
    await claimed(outbox());
    const { oldest, ...figures } = await outbox().figures();
    assert.deepEqual(
      [figures, String(oldest)],
      [{ waiting: 2, sending: 1, dead: 0, newestFailure: null }, String(since)],
    );
  });

  it('when it was sent long ago, then it is forgotten: reminders after 400 days, others after 30; what is dead is kept', async () => {
    const [line] = await reminderLines(database().db, 1);
    assert.ok(line);
    await put(database(), outbox(), news('a:news'), {
      kind: 'reminders',
      conversationId: 'a:reminders',
      data: {},
      lines: [line],
    });
    await put(database(), outbox(), news('a:dead'));
    const at = Temporal.Instant.from('2027-01-01T00:00:00Z');
    for (let n = 0; n < 2; n++) await outbox().sent(await claimed(outbox()), { activityId: 'activity', at });
    await outbox().dead(await claimed(outbox()), 'delivery.forbidden');
    const left = async () => (await rows()).map((row) => row.conversation_id);
    const days = (count: number) => at.add({ hours: 24 * count, seconds: 1 });
    await outbox().prune(days(29));
    assert.deepEqual(await left(), ['a:news', 'a:reminders', 'a:dead']);
    clock.advance(1);
    await outbox().prune(days(30));
    assert.deepEqual(await left(), ['a:reminders', 'a:dead']);
    assert.equal(await outbox().prune(days(399)), 0);
    assert.deepEqual(await left(), ['a:reminders', 'a:dead']);
    assert.equal(await outbox().prune(days(400)), 1);
    assert.deepEqual(await left(), ['a:dead']);
  });
});
