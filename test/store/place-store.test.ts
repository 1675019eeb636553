import assert from 'node:assert/strict';
import { onBothBackends } from './backends.ts';
import { ana, ben } from './builders.ts';

onBothBackends('place store', (store) => {
  it('when a channel is chosen for the reminders, then it is known who chose it, until another or none is', async () => {
    const first = { conversationId: '19:a', name: 'Moves', setBy: ana, setAt: '2027-03-01T09:00:00.000Z' };
    const second = { conversationId: '19:b', name: 'CSP team', setBy: ben, setAt: '2027-03-02T09:00:00.000Z' };
    const { places } = store();
    assert.equal(await places.remindersChannel(), null);
    await places.setRemindersChannel(first);
    assert.deepEqual(await places.remindersChannel(), first);
    await places.setRemindersChannel(second);
    assert.deepEqual(await places.remindersChannel(), second);
    await places.setRemindersChannel(null);
    assert.equal(await places.remindersChannel(), null);
  });

  it('when the channel cannot be reached any more, then it is dropped once, and another one is left alone', async () => {
    const place = { conversationId: '19:a', name: 'Moves', setBy: ana, setAt: '2027-03-01T09:00:00.000Z' };
    const { places } = store();
    await places.setRemindersChannel(place);
    assert.equal(await places.dropRemindersChannel('19:b'), null);
    assert.deepEqual(await places.remindersChannel(), place);
    const dropped = await Promise.all([1, 2].map(() => places.dropRemindersChannel('19:a')));
    assert.deepEqual(
      dropped.filter((d) => d !== null),
      [place],
    );
    assert.equal(await places.remindersChannel(), null);
  });
});
