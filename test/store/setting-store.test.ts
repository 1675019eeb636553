import assert from 'node:assert/strict';
import { z } from 'zod';
import { onBothBackends } from './backends.ts';

const LastRun = z.object({ at: z.iso.datetime() });

onBothBackends('setting store', (store) => {
  it('when a setting is set, then it is read back; unset or of another shape it is null', async () => {
    const { settings } = store();
    assert.equal(await settings.get('sweep', LastRun), null);
    await settings.set('sweep', { at: '2027-03-01T09:00:00Z' });
    await settings.set('sweep', { at: '2027-03-01T09:01:00Z' });
    assert.deepEqual(await settings.get('sweep', LastRun), { at: '2027-03-01T09:01:00Z' });
    assert.equal(await settings.get('sweep', z.string()), null);
  });
});
