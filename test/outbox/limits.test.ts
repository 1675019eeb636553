import assert from 'node:assert/strict';
import type { ClaimedMessage } from '../../services/store/claimed-message.ts';
import { OUTBOX_LIMITS, TEAMS_LIMITS } from '../../services/store/send-limits.ts';
import { anOutbox, claimed, HandClock, LEASE, news, put, sentNow } from './builders.ts';
import { onBothDatabases } from './databases.ts';

onBothDatabases('the limits of the outbox', (database) => {
  let clock: HandClock;
  beforeEach(() => {
    clock = new HandClock();
  });
  const sent = (outbox: ReturnType<typeof anOutbox>, message: ClaimedMessage) =>
    outbox.sent(message, { activityId: null, at: clock.now() });
  const claim = (outbox: ReturnType<typeof anOutbox>) => outbox.claim({ by: 'one', lease: LEASE });

  for (const { requests, seconds } of TEAMS_LIMITS.conversation.slice(0, 3)) {
    it(`when ${requests} went to a conversation in ${seconds} s, then the next waits, and other conversations do not`, async () => {
      const outbox = anOutbox(database(), clock, { all: [], conversation: [{ requests, seconds }] });
      await put(database(), outbox, ...Array.from({ length: requests + 1 }, (_, n) => news('a:1', n)), news('a:2'));
      for (let n = 0; n < requests; n++) {
        await sent(outbox, await claimed(outbox));
        clock.advance(10);
      }
      assert.equal((await claimed(outbox)).conversationId, 'a:2');
      const left = seconds * 1000 - 10 * requests;
      assert.deepEqual(await claim(outbox), { kind: 'later', inMs: left });
      clock.advance(left - 1);
      assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 1 });
      clock.advance(1);
      assert.equal((await claimed(outbox)).conversationId, 'a:1');
      assert.equal((await claim(outbox)).kind, 'nothing');
    });
  }

  it('when the limit of all conversations is reached, then nothing is sent to any', async () => {
    const outbox = anOutbox(database(), clock, { all: [{ requests: 3, seconds: 1 }], conversation: [] });
    await put(database(), outbox, ...Array.from({ length: 5 }, (_, n) => news(`a:${n}`)));
    assert.equal((await sentNow(outbox, clock)).length, 3);
    assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 1000 });
    clock.advance(1000);
    assert.equal((await sentNow(outbox, clock)).length, 2);
  });

  it('when a request takes long, then it counts from its beginning until one window after its end', async () => {
    const outbox = anOutbox(database(), clock, { all: [], conversation: [{ requests: 1, seconds: 1 }] });
    await put(database(), outbox, news('a:1', 1), news('a:1', 2));
    const message = await claimed(outbox);
    clock.advance(5000);
    assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 1000 });
    await sent(outbox, message);
    clock.advance(999);
    assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 1 });
    clock.advance(1);
    assert.deepEqual((await claimed(outbox)).data, { n: 2 });
  });

  it('when the sender of a request dies, then it counts until one window after the end of its lease', async () => {
    const outbox = anOutbox(database(), clock, { all: [{ requests: 1, seconds: 1 }], conversation: [] });
    await put(database(), outbox, news('a:1'));
    await claimed(outbox);
    clock.advance(LEASE + 999);
    assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 1 });
    clock.advance(1);
    assert.equal((await claimed(outbox)).attempt, 2);
  });

  it('when a request failed, then it counts like one that was taken', async () => {
    const outbox = anOutbox(database(), clock, { all: [], conversation: [{ requests: 2, seconds: 10 }] });
    await put(database(), outbox, news('a:1', 1), news('a:1', 2), news('a:1', 3));
    const again = { inMs: 0, failure: 'delivery.unavailable', pauseConversation: false };
    await outbox.retryLater(await claimed(outbox), again);
    await outbox.dead(await claimed(outbox), 'delivery.refused');
    assert.deepEqual(await claim(outbox), { kind: 'later', inMs: 10_000 });
  });

  it('when there was nothing to say, then it counts no more', async () => {
    const outbox = anOutbox(database(), clock, { all: [], conversation: [{ requests: 1, seconds: 10 }] });
    await put(database(), outbox, news('a:1', 1), news('a:1', 2));
    await outbox.drop(await claimed(outbox), false);
    assert.deepEqual((await claimed(outbox)).data, { n: 2 });
  });

  it('when requests count no more, then they are forgotten; before that they are not', async () => {
    const outbox = anOutbox(database(), clock, { all: [], conversation: [{ requests: 5, seconds: 3600 }] });
    await put(database(), outbox, ...Array.from({ length: 6 }, (_, n) => news('a:1', n)));
    assert.equal((await sentNow(outbox, clock)).length, 5);
    clock.advance(3600 * 1000);
    assert.equal(await outbox.prune(clock.now()), 0);
    clock.advance(1);
    assert.equal(await outbox.prune(clock.now()), 5);
  });

  it('when the outbox is compared with what Teams allows, then every window leaves room for answers and uses nine tenths at least of the long ones', () => {
    const pairs = [
      ...OUTBOX_LIMITS.all.map((ours, n) => [ours, TEAMS_LIMITS.all[n]] as const),
      ...OUTBOX_LIMITS.conversation.map((ours, n) => [ours, TEAMS_LIMITS.conversation[n]] as const),
    ];
    assert.equal(pairs.length, 5);
    for (const [ours, theirs] of pairs) {
      assert.equal(ours.seconds, theirs?.seconds);
      assert.ok(ours.requests < (theirs?.requests ?? 0));
      assert.ok(ours.requests >= (theirs?.requests ?? 0) * (ours.requests > 10 ? 0.9 : 0.85));
    }
  });
});
