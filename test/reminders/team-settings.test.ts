import assert from 'node:assert/strict';
import type { z } from 'zod';
import {
  DEFAULT_TEAM_SETTINGS,
  isTimeZone,
  readTeamSettings,
  SANDBOX_TEAM_SETTINGS,
  TEAM_SETTINGS_KEY,
  TeamSettings,
  timeZoneNamed,
} from '../../services/reminders/team-settings.ts';

const CHOSEN: TeamSettings = {
  timeZone: 'Europe/Rome',
  workingDays: [1, 2, 3, 4],
  opens: '09:00',
  closes: '17:30',
  places: 'channel',
  weeklyOn: null,
  stages: { 'original-end': [-30, -1] },
};

describe('settings of a team', () => {
  for (const [title, settings] of [
    ['nobody has chosen', DEFAULT_TEAM_SETTINGS],
    ['it is the sandbox', SANDBOX_TEAM_SETTINGS],
    ['a team has chosen', CHOSEN],
  ] as const) {
    it(`when ${title}, then they fit`, () => assert.deepEqual(TeamSettings.parse(settings), settings));
  }
  it('when the same weekday stands twice, then it is kept once, in order', () => {
    assert.deepEqual(TeamSettings.parse({ ...CHOSEN, workingDays: [5, 1, 5] }).workingDays, [1, 5]);
  });
  for (const [title, change] of [
    ['an unknown time zone', { timeZone: 'Europe/Atlantis' }],
    ['an offset for a time zone', { timeZone: '+02:00' }],
    ['no working day', { workingDays: [] }],
    ['an eighth weekday', { workingDays: [8] }],
    ['an hour that is none', { opens: '25:00' }],
    ['an hour without its zero', { opens: '8:00' }],
    ['an hour with more behind it', { opens: '08:00x' }],
    ['minutes after the end of the day', { closes: '24:30' }],
    ['an end before the beginning', { opens: '18:00', closes: '08:00' }],
    ['no hour at all', { opens: '08:00', closes: '08:00' }],
    ['a place that is none', { places: 'nowhere' }],
    ['a day that is none', { weeklyOn: 0 }],
    ['a list for nothing', { stages: { 'original-end': [] } }],
    ['a list for what there is not', { stages: { sometimes: [1] } }],
    ['a list too long', { stages: { 'original-end': Array.from({ length: 16 }, (_, i) => -i) } }],
    ['half a day', { stages: { 'original-end': [0.5] } }],
    ['a day too far', { stages: { 'original-end': [-366] } }],
  ] as const) {
    it(`when there is ${title}, then they are refused`, () => {
      assert.equal(TeamSettings.safeParse({ ...CHOSEN, ...change }).success, false);
    });
  }
});

describe('settings that are stored', () => {
  const read = (value: unknown, fallback = DEFAULT_TEAM_SETTINGS) => readTeamSettings(keeping(value), fallback);

  it('when they fit, then they are those', async () => assert.deepEqual(await read(CHOSEN), CHOSEN));
  it('when there are none, then the others hold', async () => {
    assert.equal(await read(undefined, SANDBOX_TEAM_SETTINGS), SANDBOX_TEAM_SETTINGS);
  });
  for (const value of ['x', 7, null, []] as const) {
    it(`when there is ${JSON.stringify(value)} in their place, then the others hold`, async () => {
      assert.deepEqual(await read(value, CHOSEN), CHOSEN);
    });
  }
  for (const [title, change, expected] of [
    ['a time zone was given up', { timeZone: 'Europe/Atlantis' }, { timeZone: 'UTC' }],
    ['there is no working day', { workingDays: [] }, { workingDays: [1, 2, 3, 4, 5] }],
    ['an hour is none', { opens: 9 }, { opens: '08:00' }],
    ['the hours do not go together', { opens: '19:00', closes: '7' }, { opens: '08:00', closes: '18:00' }],
    ['the place is none', { places: 'nowhere' }, { places: 'both' }],
    ['the weekday is none', { weeklyOn: 'Monday' }, { weeklyOn: 1 }],
    ['nothing is said of the weekday', { weeklyOn: undefined }, { weeklyOn: 1 }],
    ['the lists are none', { stages: 7 }, { stages: {} }],
    [
      'one list is none and one is not known',
      { stages: { 'original-end': [-30, -1], 'credit-open': 'x', sometimes: [1] } },
      { stages: { 'original-end': [-30, -1] } },
    ],
    ['there is more than is known', { colour: 'red' }, {}],
  ] as const) {
    it(`when ${title}, then that part falls back and the rest stays`, async () => {
      const settings = await read({ ...CHOSEN, ...change });
      assert.deepEqual(settings, { ...CHOSEN, ...expected });
      assert.ok(TeamSettings.safeParse(settings).success);
    });
  }
});

describe('the name of a time zone', () => {
  for (const name of ['Europe/Rome', 'UTC', 'Etc/GMT+3', 'Asia/Calcutta']) {
    it(`when it is ${name}, then it is known`, () => {
      assert.ok(isTimeZone(name));
      assert.equal(timeZoneNamed(name), name);
    });
  }
  for (const name of [
    '',
    'Rome',
    '+02:00',
    'UTC+2',
    'Z',
    ' Europe/Rome',
    '2027-01-01T00:00[Europe/Rome]',
    '2027-01-01T00:00Z',
  ]) {
    it(`when it is "${name}", then it is not known`, () => assert.equal(isTimeZone(name), false));
  }
  it('when it is written otherwise, then it is spelled as the calendar does', () => {
    assert.equal(timeZoneNamed('europe/rome'), 'Europe/Rome');
  });
});

/** A store that keeps one value, checked as the real one does. */
function keeping(value: unknown) {
  return {
    async get<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
      assert.equal(key, TEAM_SETTINGS_KEY);
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : null;
    },
  };
}
