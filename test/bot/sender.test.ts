import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { TeamsRequestError } from '../../bot/send-once.ts';
import { type Delivered, Sender, type SenderDeps } from '../../bot/sender.ts';
import type { Claim, ClaimedMessage } from '../../services/store/claimed-message.ts';

const message = (id: string): ClaimedMessage => ({
  id,
  kind: 'news',
  conversationId: 'a:1',
  data: {},
  lines: [],
  redraws: null,
  attempt: 1,
  tried: [],
  claim: { by: 'one', request: '1' },
});
const claimOf = (id: string): Claim => ({ kind: 'message', message: message(id) });
const answered = (status: number, headers = {}) =>
  new TeamsRequestError({ status, headers: new Headers(headers), text: '' });

/** A sender whose outbox gives what the test says, and then nothing; what it does is written down. */
function stage(script: readonly (Claim | Error)[], deliver: (id: string) => Promise<Delivered>) {
  const claims = [...script];
  const did: string[] = [];
  const idle = Promise.withResolvers<void>();
  /** Called by the next waits instead of passing at once. */
  const failing = new Map<string, number>();
  const step = async (what: string): Promise<boolean> => {
    did.push(what);
    const left = failing.get(what.split(' ')[0] ?? '') ?? 0;
    if (left > 0) {
      failing.set(what.split(' ')[0] ?? '', left - 1);
      throw new Error(`no ${what}`);
    }
    return true;
  };
  const deps: SenderDeps = {
    name: 'one',
    clock: { now: () => Temporal.Instant.from('2027-03-10T08:00:00Z') },
    log: pino({ level: 'silent' }),
    outbox: {
      claim: async () => {
        const next = claims.shift() ?? { kind: 'nothing' };
        if (next instanceof Error) throw next;
        return next;
      },
      renew: (m) => step(`renew ${m.id}`),
      retryLater: (m, { inMs, failure, pauseConversation }) =>
        step(`retry ${m.id} ${inMs} ${failure}${pauseConversation ? ' pause' : ''}`),
      drop: (m) => step(`drop ${m.id}`),
      pause: async (inMs) => void (await step(`pause ${inMs}`)),
    },
    deliver: ({ id }) => deliver(id),
    record: {
      sent: async ({ id }, activityId) => void (await step(`sent ${id} ${activityId}`)),
      undeliverable: async ({ id }, why) => void (await step(`${why.kind} ${id} ${why.reason}`)),
      alarm: async (reason) => void (await step(`alarm ${reason}`)),
    },
    machine: {
      random: () => 0.5,
      every: () => () => {},
      wait: async (ms, signal) => {
        did.push(`wait ${ms}`);
        if (claims.length > 0 || [...failing.values()].some((left) => left > 0) || signal.aborted) return;
        idle.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      },
    },
  };
  return { deps, did, idle: idle.promise, failing, claims };
}

const taken = async (id: string): Promise<Delivered> => ({ kind: 'sent', activityId: `activity-${id}` });

describe('the sender', () => {
  /** Runs until nothing is left to do, and tells what was done. */
  async function done(staged: ReturnType<typeof stage>): Promise<readonly string[]> {
    const sender = new Sender(staged.deps);
    const running = sender.run();
    await staged.idle;
    await sender.stop();
    await running;
    return staged.did;
  }

  it('when messages wait, then they are sent one after the other without a pause; then it looks every second', async () => {
    let underWay = 0;
    const staged = stage([claimOf('1'), claimOf('2')], async (id) => {
      underWay += 1;
      assert.equal(underWay, 1);
      await Promise.resolve();
      underWay -= 1;
      return taken(id);
    });
    assert.deepEqual(await done(staged), ['sent 1 activity-1', 'sent 2 activity-2', 'wait 1000']);
  });

  it('when the limits have to be waited for, then so long, and never longer than a second', async () => {
    const staged = stage([{ kind: 'later', inMs: 20 }, { kind: 'later', inMs: 20_000 }, claimOf('1')], taken);
    assert.deepEqual(await done(staged), ['wait 22.5', 'wait 1000', 'sent 1 activity-1', 'wait 1000']);
  });

  for (const [what, thrown, expected] of [
    ['is busy', answered(502), ['retry 1 2000 delivery.unavailable']],
    ['asks for patience', answered(429, { 'retry-after': '10' }), ['retry 1 11000 delivery.throttled pause']],
    ['knows the conversation no more', answered(404), ['gone 1 delivery.conversation-gone']],
    ['finds the message too big', answered(413), ['refused 1 delivery.too-big']],
    [
      'does not let the bot in',
      answered(401),
      ['retry 1 600000 delivery.not-registered pause', 'pause 300000', 'alarm delivery.not-registered'],
    ],
  ] as const) {
    it(`when Teams ${what}, then it is recorded: ${expected[0]}`, async () => {
      const staged = stage([claimOf('1')], () => Promise.reject(thrown));
      assert.deepEqual(await done(staged), [...expected, 'wait 1000']);
    });
  }

  it('when there is nothing to say any more, then the message is dropped', async () => {
    assert.deepEqual(await done(stage([claimOf('1')], async () => ({ kind: 'nothing' }))), ['drop 1', 'wait 1000']);
  });

  it('when a message cannot be put into words, then it is tried later, and the next one is sent', async () => {
    const staged = stage([claimOf('1'), claimOf('2')], async (id) => {
      if (id === '1') throw new TypeError('no');
      return taken(id);
    });
    assert.deepEqual(await done(staged), ['retry 1 2000 delivery.failed', 'sent 2 activity-2', 'wait 1000']);
  });

  it('when the database does not answer, then it waits longer each time, up to half a minute, and goes on', async () => {
    const staged = stage(
      [...Array.from({ length: 7 }, () => new Error('no database')), claimOf('1'), new Error('no'), claimOf('2')],
      taken,
    );
    const waits = [1, 2, 4, 8, 16, 30, 30].map((seconds) => `wait ${1000 * seconds}`);
    assert.deepEqual(await done(staged), [
      ...waits,
      'sent 1 activity-1',
      'wait 1000',
      'sent 2 activity-2',
      'wait 1000',
    ]);
  });

  it('when what Teams took cannot be recorded, then it is tried until it can, before anything else is sent', async () => {
    const staged = stage([claimOf('1'), claimOf('2')], taken);
    staged.failing.set('sent', 3);
    const sent = 'sent 1 activity-1';
    assert.deepEqual(await done(staged), [
      ...[sent, 'wait 1000', sent, 'wait 2000', sent, 'wait 4000', sent],
      'sent 2 activity-2',
      'wait 1000',
    ]);
  });

  it('when something is written while it waits or while it looks, then it looks again at once', async () => {
    const staged = stage([], taken);
    const sender = new Sender(staged.deps);
    const running = sender.run();
    await staged.idle;
    staged.claims.push(claimOf('1'));
    sender.wake();
    sender.wake();
    while (!staged.did.includes('sent 1 activity-1')) await Promise.resolve();
    await sender.stop();
    await running;
    assert.ok(staged.did.filter((what) => what === 'wait 1000').length <= 3, staged.did.join());
  });

  it('when it is stopped, then the message under way is finished and recorded, and no other one is taken', async () => {
    const sending = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Delivered>();
    const staged = stage([claimOf('1'), claimOf('2')], () => {
      sending.resolve();
      return answer.promise;
    });
    const sender = new Sender(staged.deps);
    void sender.run();
    await sending.promise;
    const stopped = sender.stop();
    answer.resolve({ kind: 'sent', activityId: 'late' });
    await stopped;
    assert.deepEqual(staged.did, ['sent 1 late']);
    assert.equal(staged.claims.length, 1);
  });

  it('when it is stopped and the message under way takes too long, then it is not waited for', async () => {
    const sending = Promise.withResolvers<void>();
    const staged = stage([claimOf('1')], () => {
      sending.resolve();
      return new Promise(() => {});
    });
    const sender = new Sender(staged.deps);
    void sender.run();
    await sending.promise;
    await sender.stop(1);
    assert.deepEqual(staged.did, []);
  });

  it('when it is stopped before it was started, then nothing happens', async () => {
    const staged = stage([claimOf('1')], taken);
    await new Sender(staged.deps).stop();
    assert.deepEqual(staged.did, []);
  });

  it('when a message takes long, then its lease is renewed meanwhile, and no more when it is over', async () => {
    const answer = Promise.withResolvers<Delivered>();
    const sending = Promise.withResolvers<void>();
    const staged = stage([claimOf('1')], () => {
      sending.resolve();
      return answer.promise;
    });
    const renewals = new Map<() => void, number>();
    const every = (ms: number, work: () => void) => {
      renewals.set(work, ms);
      return () => void renewals.delete(work);
    };
    const sender = new Sender({
      ...staged.deps,
      timing: { lease: 9000 },
      machine: { ...staged.deps.machine, every },
    });
    const running = sender.run();
    await sending.promise;
    assert.deepEqual([...renewals.values()], [3000]);
    for (const renew of renewals.keys()) renew();
    staged.failing.set('renew', 1);
    for (const renew of renewals.keys()) renew();
    answer.resolve({ kind: 'sent', activityId: 'late' });
    await staged.idle;
    assert.equal(renewals.size, 0);
    assert.deepEqual(staged.did, ['renew 1', 'renew 1', 'sent 1 late', 'wait 1000']);
    await sender.stop();
    await running;
  });

  it('when a message is not delivered within its time, then it counts as failed', async () => {
    const staged = stage([claimOf('1')], () => new Promise(() => {}));
    const deps = { ...staged.deps, timing: { limit: 1 } };
    assert.deepEqual(await done({ ...staged, deps }), ['retry 1 2000 delivery.failed', 'wait 1000']);
  });
});
