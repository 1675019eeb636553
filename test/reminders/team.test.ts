import assert from 'node:assert/strict';
import { Team } from '../../services/reminders/team.ts';
import {
  DEFAULT_TEAM_SETTINGS,
  SANDBOX_TEAM_SETTINGS,
  TEAM_SETTINGS_KEY,
  type TeamSettings,
} from '../../services/reminders/team-settings.ts';
import { SettingStore } from '../../services/store/setting-store.ts';
import { onBothBackends, refusing, waitingJobs } from '../store/backends.ts';
import { ana, ben } from '../store/builders.ts';
import { at } from './builders.ts';

const NOW = at('2027-03-10T08:00:00Z');
const ROME: TeamSettings = { ...DEFAULT_TEAM_SETTINGS, timeZone: 'Europe/Rome', places: 'personal', weeklyOn: null };
const OTHER_DAYS: TeamSettings = { ...ROME, stages: { 'original-end': [-90, -1] } };

onBothBackends('what the team chose', (store) => {
  const team = (settings = store().settings) => new Team({ settings, fallback: SANDBOX_TEAM_SETTINGS });
  const jobs = () => waitingJobs(store().database);

  it('when it chose nothing, then what is usual holds, and nobody is named', async () => {
    assert.deepEqual([await team().settings(), await team().changed()], [SANDBOX_TEAM_SETTINGS, null]);
  });

  it('when it chose, then that holds for every instance, and it is known who chose last', async () => {
    await team().change(OTHER_DAYS, ana, NOW);
    await team().change(ROME, ben, NOW.add({ hours: 1 }));
    assert.deepEqual(await team().settings(), ROME);
    assert.deepEqual(await team().changed(), { by: ben, at: '2027-03-10T09:00:00Z' });
  });

  /** The settings, and how often they are read. */
  function counting() {
    const { settings } = store();
    const counted = { reads: 0 };
    const get: typeof settings.get = (key, schema) => {
      counted.reads += 1;
      return settings.get(key, schema);
    };
    const { set, setAndSend } = settings;
    return {
      counted,
      team: team({ get, set: set.bind(settings), setAndSend: setAndSend.bind(settings) } as SettingStore),
    };
  }

  it('when a move is planned, and several others ask at once, then the settings are read once', async () => {
    const { team: one, counted } = counting();
    await Promise.all([one.stages(), one.stagesEver(), one.settings(), one.changed()]);
    assert.equal(counted.reads, 1);
    await one.change(ROME, ana, NOW);
    assert.equal(counted.reads, 2);
  });

  it('when another instance has changed them, then who asks next is told, also while somebody still reads', async () => {
    const { team: one, counted } = counting();
    const before = one.settings();
    // The reading has begun.
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(counted.reads, 1);
    await team().change(ROME, ana, NOW);
    assert.deepEqual(await one.settings(), ROME);
    await before;
  });

  it('when they could not be read, then the next one reads anew', async () => {
    const { settings } = store();
    let fails = true;
    const get: typeof settings.get = (key, schema) =>
      fails ? Promise.reject(new Error('no database')) : settings.get(key, schema);
    const one = team({ get } as SettingStore);
    await assert.rejects(one.settings(), /no database/);
    fails = false;
    assert.deepEqual(await one.settings(), SANDBOX_TEAM_SETTINGS);
  });

  it('when it chose other hours or places, then nothing has to be planned anew', async () => {
    await team().change(ROME, ana, NOW);
    assert.deepEqual(await jobs(), []);
  });

  it('when it chose other days, then every open move is planned anew in the background', async () => {
    await team().change(OTHER_DAYS, ana, NOW);
    assert.deepEqual(await jobs(), [{ name: 'replan', data: { after: null } }]);
    const stages = await team().stages();
    assert.deepEqual([stages('original-end'), stages('credit-open').length > 0], [[-90, -1], true]);
  });

  it('when it goes back to the usual days, then it is planned anew once more', async () => {
    await team().change(OTHER_DAYS, ana, NOW);
    await team().change(ROME, ana, NOW);
    assert.deepEqual((await team().settings()).stages, {});
    assert.equal((await jobs()).length, 1, 'one that waits does for both');
  });

  it('when the background takes no work, then nothing is changed', async () => {
    const { db } = store().database;
    const failing = team(new SettingStore({ db, jobs: refusing }));
    await assert.rejects(failing.change(OTHER_DAYS, ana, NOW), { code: 'test.refused' });
    assert.deepEqual(await team().settings(), SANDBOX_TEAM_SETTINGS);
  });

  it('when an older version kept something else, then nobody is named, and the days are what they can be', async () => {
    await store().settings.set(TEAM_SETTINGS_KEY, { changed: 'yesterday', stages: { 'original-end': 'often' } });
    assert.deepEqual([await team().changed(), await team().settings()], [null, SANDBOX_TEAM_SETTINGS]);
  });
});
