import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '../../bot/log.ts';
import { sentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';
import type { EndingDelegation } from '../../services/graph/ending-delegations.ts';
import { DelegationWatch } from '../../services/identity/delegation-watch.ts';
import { operatorsChat } from '../alarms.ts';
import { onBothBackends } from '../store/backends.ts';
import { linesTo, movedClock } from './entra.ts';

const START = Temporal.Instant.from('2026-11-20T10:00:00Z');
const day = (days: number) => START.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString();

onBothBackends('the watch over delegated access', (store) => {
  let clock: ReturnType<typeof movedClock>;
  let chat: ReturnType<typeof operatorsChat>;
  let lines: string[];
  let all: readonly EndingDelegation[];
  beforeEach(() => {
    clock = movedClock(START);
    chat = operatorsChat();
    lines = [];
    all = [];
  });

  const anInstance = (
    ending = async (days: number) => {
      const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
      const last = today.add({ days }).toString();
      return all.filter(({ endsOn }) => endsOn >= today.toString() && endsOn <= last);
    },
  ) =>
    new DelegationWatch({
      ending,
      settings: store().settings,
      alerts: chat,
      clock,
      log: createLog('info', linesTo(lines)),
    });
  const delegation = (n: number, endsOn: string, name = `Customer ${n}`): EndingDelegation => ({
    relationshipId: `relationship-${n}`,
    name: `GDAP ${n}`,
    customerTenantId: `tenant-${n}`,
    customerName: name,
    endsOn,
    rolesLost: ['role'],
  });

  it('when delegations come to their ends, then each is told 30, 7 and 1 days ahead, once, the soonest first', async () => {
    all = [delegation(1, day(31)), delegation(2, day(30))];
    const watches = [anInstance(), anInstance()];
    const told: unknown[] = [];
    for (let passed = 0; passed <= 35; passed++) {
      for (const watch of [...watches, ...watches]) await watch.check();
      for (const { params } of chat.told.splice(0)) told.push([passed, params.customers, params.date, params.count]);
      clock.advance({ hours: 24 });
    }
    assert.deepEqual(told, [
      [0, 'Customer 2', day(30), 0],
      [1, 'Customer 1', day(31), 0],
      [23, 'Customer 2', day(30), 0],
      [24, 'Customer 1', day(31), 0],
      [29, 'Customer 2', day(30), 0],
      [30, 'Customer 1', day(31), 0],
    ]);
    assert.deepEqual(chat.keys(), [], 'what has ended ends no more');
  });

  it('when many end at once, then five are named and the others counted', async () => {
    all = [
      ...Array.from({ length: 40 }, (_, n) => delegation(n + 10, day(20))),
      delegation(1, day(3), 'Fabrikam'),
      { ...delegation(2, day(4), 'Fabrikam'), customerTenantId: 'tenant-1' },
      delegation(3, day(5), 'Two\nlines  **bold**'),
    ];
    await anInstance().check();
    assert.equal(chat.told.length, 1);
    const { params = {} } = chat.told[0] ?? {};
    assert.deepEqual(params, {
      date: day(3),
      customers: 'Fabrikam\nTwo lines **bold**\nCustomer 10\nCustomer 11\nCustomer 12',
      count: 37,
    });
    const words = sentence('en-GB', 'alert.delegation-ends', params);
    assert.match(
      words,
      /23 November 2026: Fabrikam, Two lines \\\*\\\*bold.*, Customer 11 and Customer 12, and 37 more/,
    );
  });

  it('when its roles go on in another one, then nobody is told; when its customer has no name, then its own name is told', async () => {
    all = [
      { ...delegation(1, day(3)), rolesLost: [] },
      { ...delegation(2, day(4)), customerName: null },
    ];
    await anInstance().check();
    assert.deepEqual(
      chat.told.map(({ params }) => params.customers),
      ['GDAP 2'],
    );
  });

  it('when one is extended, then nothing stands, and its next end is told anew', async () => {
    all = [delegation(1, day(20))];
    const watch = anInstance();
    await watch.check();
    all = [delegation(1, day(400))];
    clock.advance({ hours: 24 });
    await watch.check();
    assert.deepEqual(chat.keys(), []);
    clock.advance({ hours: 24 * 371 });
    await watch.check();
    assert.equal(chat.told.length, 2);
  });

  it('when one is extended for a short time, then its new end is told in all its stages', async () => {
    all = [delegation(1, day(1))];
    const watch = anInstance();
    await watch.check();
    all = [delegation(1, day(29))];
    clock.advance({ hours: 24 });
    await watch.check();
    clock.advance({ hours: 24 * 21 });
    await watch.check();
    assert.deepEqual(
      chat.told.map(({ params }) => params.date),
      [day(1), day(29), day(29)],
    );
  });

  it('when another one comes up on a day on which one was told, then it is told the next day', async () => {
    all = [delegation(1, day(20))];
    await anInstance().check();
    all = [delegation(1, day(20)), delegation(2, day(21))];
    await anInstance().check();
    assert.equal(chat.told.length, 1);
    clock.advance({ hours: 24 });
    await anInstance().check();
    assert.deepEqual(
      chat.told.map(({ params }) => params.customers),
      ['Customer 1', 'Customer 2'],
    );
  });

  it('when it is told day after day, then one alarm stands', async () => {
    all = [delegation(1, day(30)), delegation(2, day(31)), delegation(3, day(32))];
    const watch = anInstance();
    for (let passed = 0; passed < 3; passed++) {
      await watch.check();
      clock.advance({ hours: 24 });
    }
    assert.deepEqual(chat.keys(), [`delegation-ends-${day(2)}`]);
  });

  it('when the other instance tells the same at the same time, then it is told once and remembered', async () => {
    all = [delegation(1, day(20)), delegation(2, day(25))];
    await Promise.all([anInstance().check(), anInstance().check()]);
    assert.equal(chat.told.length, 1);
    clock.advance({ hours: 24 });
    await anInstance().check();
    assert.equal(chat.told.length, 1);
  });

  it('when no chat was chosen, then the log says it, and it is told once one is chosen', async () => {
    all = [delegation(1, day(20))];
    chat.chosen = false;
    const watch = anInstance();
    await watch.check();
    assert.match(lines.join(), /alerts here/);
    chat.chosen = true;
    clock.advance({ hours: 24 });
    await watch.check();
    assert.deepEqual(chat.news(), ['delegation-ends']);
  });

  for (const [what, error, words] of [
    ['the bot may not look', new AppError('microsoft.graph-access-denied'), /may not look/],
    ['Microsoft does not answer', new AppError('microsoft.unreachable'), /could not be looked up/],
  ] as const) {
    it(`when ${what}, then the log says it and what stands stays`, async () => {
      all = [delegation(1, day(20))];
      await anInstance().check();
      await anInstance(() => Promise.reject(error)).check();
      assert.match(lines.join(), words);
      assert.equal(chat.keys().length, 1);
    });
  }
});
