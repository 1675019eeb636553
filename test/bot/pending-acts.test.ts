import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { PendingActs } from '../../bot/pending-acts.ts';
import { KeyValueStore } from '../../services/store/key-value-store.ts';
import { onBothBackends } from '../store/backends.ts';

const ASKED = { text: 'move contoso.com', replyToId: null };
const START = Temporal.Instant.from('2027-03-10T08:00:00Z');

onBothBackends('what is gone on with after a sign-in', (store) => {
  let now = START;
  const acts = () => new PendingActs({ store: new KeyValueStore(store().database), clock: { now: () => now } });
  beforeEach(() => {
    now = START;
  });

  it('when the person signs in within a quarter of an hour, then it is what they asked for, once', async () => {
    await acts().put('chat', 'ana', ASKED);
    now = START.add({ minutes: 14 });
    assert.deepEqual(
      (await acts().take('chat', 'ana'))?.map(({ text }) => text),
      ['move contoso.com'],
    );
    assert.equal(await acts().take('chat', 'ana'), null);
  });

  it('when they sign in later, then they are signed in and nothing is done that they have forgotten', async () => {
    await acts().put('chat', 'ana', ASKED);
    now = START.add({ minutes: 16 });
    assert.deepEqual(await acts().take('chat', 'ana'), []);
  });

  it('when several things are asked for at once, by two instances, then none of them is lost', async () => {
    const texts = ['move contoso.com', 'moves', 'weekly', 'status'];
    for (const round of ['new', 'there already']) {
      if (round !== 'new') await acts().put('chat', 'ana', null);
      await Promise.all(texts.map((text) => acts().put('chat', 'ana', { ...ASKED, text })));
      const taken = await acts().take('chat', 'ana');
      assert.deepEqual(taken?.map(({ text }) => text).sort(), [...texts].sort(), round);
    }
  });

  it('when more is asked for than is kept, then the oldest is left out', async () => {
    for (const text of ['1', '2', '3', '4', '5', '6']) await acts().put('chat', 'ana', { ...ASKED, text });
    assert.deepEqual(
      (await acts().take('chat', 'ana'))?.map(({ text }) => text),
      ['2', '3', '4', '5', '6'],
    );
  });

  it('when somebody else signs in, or in another chat, then it is not theirs', async () => {
    await acts().put('chat', 'ana', ASKED);
    assert.equal(await acts().take('chat', 'ben'), null);
    assert.equal(await acts().take('another', 'ana'), null);
  });
});
