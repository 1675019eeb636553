import assert from 'node:assert/strict';
import { z } from 'zod';
import { SettingStore } from '../../services/store/setting-store.ts';
import { onBothBackends, refusing, waitingJobs } from './backends.ts';

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

  it('when it is set with a job, then both are there', async () => {
    await store().settings.setAndSend('team', { opens: '08:00' }, 'replan', { after: null });
    assert.deepEqual(await store().settings.get('team', z.unknown()), { opens: '08:00' });
    assert.deepEqual(await waitingJobs(store().database), [{ name: 'replan', data: { after: null } }]);
  });

  it('when the job cannot be written, then the setting stays as it was', async () => {
    await store().settings.set('team', 'before');
    const failing = new SettingStore({ db: store().database.db, jobs: refusing });
    await assert.rejects(failing.setAndSend('team', 'after', 'replan', { after: null }), { code: 'test.refused' });
    assert.equal(await store().settings.get('team', z.string()), 'before');
  });

  it('when the job waits already, then the setting is kept all the same', async () => {
    for (const value of ['first', 'second'])
      await store().settings.setAndSend('team', value, 'replan', { after: null });
    assert.equal(await store().settings.get('team', z.string()), 'second');
    assert.equal((await waitingJobs(store().database)).length, 1);
  });
});
