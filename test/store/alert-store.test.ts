import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { AlertStore } from '../../services/store/alert-store.ts';
import { onBothBackends, refusingMessages } from './backends.ts';
import { ana, instant } from './builders.ts';
import { written } from './reminding.ts';

const NOW = instant('2027-03-01T09:00:00Z');
const ALERT = {
  key: 'events:https://bot.example',
  code: 'events-taken',
  params: { url: 'https://other.example', count: 2 },
};

onBothBackends('alert store', (store) => {
  const alerts = () => store().alerts;
  const messages = () => written(store(), 'alert');
  const chosen = (conversationId = 'operators') =>
    store().places.setOperatorsChat({
      conversationId,
      name: 'Operators',
      setBy: ana,
      setAt: '2027-03-01T08:00:00.000Z',
    });

  it('when nobody chose a chat for alarms, then nothing is remembered, so that it is raised again later', async () => {
    assert.equal(await alerts().raise(ALERT, NOW), 'no-place');
    assert.deepEqual([await alerts().standing(), await messages()], [[], []]);
    await chosen();
    assert.equal(await alerts().raise(ALERT, NOW), 'raised');
  });

  it('when it is raised, then the operators are told once, and it stands with its sentence until it is cleared', async () => {
    await chosen();
    await alerts().raise(ALERT, NOW);
    assert.equal(await alerts().raise({ ...ALERT, params: {} }, NOW.add({ hours: 1 })), 'known');
    assert.deepEqual(
      (await messages()).map(({ to, data }) => ({ to, data })),
      [{ to: 'operators', data: { code: ALERT.code, params: ALERT.params } }],
    );
    assert.deepEqual(await alerts().standing(), [{ ...ALERT, raisedAt: NOW }]);
    await alerts().clear(ALERT.key, 'another');
    assert.deepEqual(await alerts().standing(), []);
    assert.equal(await alerts().raise(ALERT, NOW), 'raised');
    assert.equal((await messages()).length, 2);
  });

  it('when several stand, then the oldest comes first, and clearing none clears none', async () => {
    await chosen();
    await alerts().raise({ ...ALERT, key: 'b' }, NOW);
    await alerts().raise({ ...ALERT, key: 'a' }, NOW.subtract({ hours: 1 }));
    await alerts().clear();
    assert.deepEqual(
      (await alerts().standing()).map(({ key }) => key),
      ['a', 'b'],
    );
  });

  it('when an older version raised it, then its key is its sentence', async () => {
    const { db } = store().database;
    await sql`insert into alert (key, raised_at) values ('sign-in-ends', ${NOW.toString()}::timestamptz)`.execute(db);
    assert.deepEqual(await alerts().standing(), [
      { key: 'sign-in-ends', code: 'sign-in-ends', params: {}, raisedAt: NOW },
    ]);
  });

  it('when several raise the same at once, then one message is written', async () => {
    await chosen();
    const answers = await Promise.all([1, 2, 3].map(() => alerts().raise(ALERT, NOW)));
    assert.deepEqual(answers.sort(), ['known', 'known', 'raised']);
    assert.equal((await messages()).length, 1);
  });

  it('when the message cannot be written, then it is not known either', async () => {
    await chosen();
    const failing = new AlertStore({ db: store().database.db, messages: refusingMessages });
    await assert.rejects(failing.raise(ALERT, NOW), { code: 'test.refused' });
    assert.deepEqual(await alerts().standing(), []);
  });
});
