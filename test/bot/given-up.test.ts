import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { givenUp } from '../../bot/given-up.ts';
import { startWorkers } from '../../bot/workers.ts';
import { AppError } from '../../services/errors.ts';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { MoveFacts } from '../../services/moves/move.ts';
import type { Ordering } from '../../services/moves/ordering.ts';
import { anOrder } from '../builders.ts';
import { Proactive, SAM } from './proactive.ts';

describe('a job that was given up', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
  });
  afterEach(() => house.chat.close());

  const reason = { message: 'Partner Center is down' };

  function ordered(): MoveFacts {
    const by = { value: true as const, by: SAM, at: '2027-03-01T09:00:00.000Z' };
    const order = anOrder({ cartId: 'c' });
    return {
      ...NOTHING_KNOWN,
      provisioning: { ...NOTHING_KNOWN.provisioning, state: 'ordered', requested: by, order },
    };
  }

  it('when it is an order, then its move says that the outcome is unknown, and the chat is told', async () => {
    const { move } = await house.move('Contoso', [], { facts: ordered() });
    const { services } = house;
    await services.jobs.send('order', { moveId: move.id });
    await sql`update pgboss.job set retry_limit = 0 where name = 'order'`.execute(house.chat.house.store.database.db);
    const failed = Promise.withResolvers<void>();
    const run = services.moves.run.bind(services.moves);
    services.moves.run = async (...args) => {
      const outcome = await run(...args);
      failed.resolve();
      return outcome;
    };
    // The cast: the worker calls nothing but `place`.
    const ordering = {
      place: () => Promise.reject(new AppError('microsoft.order-in-progress')),
    } as Partial<Ordering> as Ordering;
    await startWorkers({ ...services, ordering });
    await failed.promise;
    const after = await services.moveStore.load(move.id);
    assert.equal(after?.facts.provisioning.order?.failure, 'microsoft.order-outcome-unknown');
    assert.deepEqual(
      (await house.waiting()).map(({ kind, conversationId, data }) => [kind, conversationId, data.code]),
      [['news', 'a:sam', 'order-failed']],
    );
  });

  it('when it is an order that went through after all, then it stays so', async () => {
    const facts = ordered();
    const { order } = facts.provisioning;
    assert.ok(order);
    const provisioning = { ...facts.provisioning, order: { ...order, orderIds: ['o-1'] } };
    const { move } = await house.move('Contoso', [], { facts: { ...facts, provisioning } });
    await givenUp(house.services, { name: 'order', data: { moveId: move.id }, reason });
    assert.equal((await house.services.moveStore.load(move.id))?.version, move.version);
    await givenUp(house.services, { name: 'order', data: { move: 7 }, reason });
  });

  it('when it is about an earlier order, then the present one is left alone', async () => {
    const { move } = await house.move('Contoso', [], { facts: ordered() });
    const version = async () => (await house.services.moveStore.load(move.id))?.version;
    const { requestId } = ordered().provisioning.order ?? {};
    const late = { moveId: move.id, requestId: 'an earlier one' };
    await givenUp(house.services, { name: 'order', data: late, reason });
    assert.equal(await version(), move.version);
    await givenUp(house.services, { name: 'order', data: { moveId: move.id, requestId }, reason });
    assert.equal(await version(), move.version + 1);
  });

  it('when it is anything else, or nobody can read it, then nothing is changed', async () => {
    const { move } = await house.move('Contoso', [], { facts: ordered() });
    for (const name of ['deliver', 'sweep', 'replan', 'check-move'] as const)
      await givenUp(house.services, { name, data: { moveId: move.id }, reason });
    await givenUp(house.services, { name: 'transfer', data: { moveId: move.id }, reason });
    await givenUp(house.services, { name: 'transfer', data: { moveId: 'gone', transferId: 't' }, reason });
    assert.equal((await house.services.moveStore.load(move.id))?.version, move.version);
  });
});
