import assert from 'node:assert/strict';
import { DEFAULT_TEAM_SETTINGS, type TeamSettings } from '../../services/reminders/team-settings.ts';
import { sendWeekly, weekOf } from '../../services/reminders/weekly-digest.ts';
import { onBothBackends } from '../store/backends.ts';
import { ana } from '../store/builders.ts';
import { planned, written } from '../store/reminding.ts';
import { at } from './builders.ts';

const settings = (overrides: Partial<TeamSettings> = {}): TeamSettings => ({ ...DEFAULT_TEAM_SETTINGS, ...overrides });

describe('the week of the digest', () => {
  // 8 March 2027 is a Monday.
  const table: [title: string, now: string, chosen: Partial<TeamSettings>, week: string | null][] = [
    ['the day has not opened', '2027-03-08T07:59:59Z', {}, null],
    ['the day opens', '2027-03-08T08:00:00Z', {}, '2027-03-08'],
    ['the day has closed', '2027-03-08T23:59:59Z', {}, '2027-03-08'],
    ['it is Tuesday before the opening', '2027-03-09T07:00:00Z', {}, null],
    ['nothing ran on Monday', '2027-03-09T08:00:00Z', {}, '2027-03-08'],
    ['nothing ran until Thursday', '2027-03-11T12:00:00Z', {}, '2027-03-08'],
    ['nothing ran until Friday', '2027-03-12T12:00:00Z', {}, null],
    ['the team wants none', '2027-03-08T08:00:00Z', { weeklyOn: null }, null],
    ['it comes on Fridays and nothing ran until Saturday', '2027-03-13T12:00:00Z', { weeklyOn: 5 }, null],
    ['it comes on Fridays and nothing ran until Monday', '2027-03-15T08:00:00Z', { weeklyOn: 5 }, '2027-03-12'],
    ['it comes on Sundays, on which nobody works', '2027-03-14T08:00:00Z', { weeklyOn: 7 }, '2027-03-14'],
    ['Monday began in Auckland', '2027-03-07T19:00:00Z', { timeZone: 'Pacific/Auckland' }, '2027-03-08'],
    ['Monday did not begin in Honolulu', '2027-03-08T17:59:00Z', { timeZone: 'Pacific/Honolulu' }, null],
  ];
  for (const [title, now, chosen, week] of table) {
    it(`when ${title}, then it is ${week === null ? 'not due' : `that of ${week}`}`, () => {
      assert.equal(weekOf(settings(chosen), at(now)), week);
    });
  }

  it('when every hour of a year is looked at, then each week has one date', () => {
    const weeks = new Set<string>();
    for (let hour = 0; hour < 364 * 24; hour++) {
      const week = weekOf(settings({ timeZone: 'Europe/Rome' }), at('2027-01-01T00:00Z').add({ hours: hour }));
      if (week !== null) weeks.add(week);
    }
    assert.equal(weeks.size, 52);
  });
});

onBothBackends('the digest of a week', (store) => {
  const MONDAY = at('2027-03-08T08:00:00Z');
  const send = (chosen: Partial<TeamSettings> = {}, now = MONDAY) => sendWeekly(store(), settings(chosen), now);
  const sent = async () => (await written(store(), 'weekly')).map(({ to, data }) => ({ to, data }));
  const inChannel = () =>
    store().places.setRemindersChannel({
      conversationId: '19:channel',
      name: 'Moves',
      setBy: ana,
      setAt: '2027-03-01T08:00:00.000Z',
    });

  it('when the team has a channel, then that gets the digest of the team', async () => {
    await inChannel();
    await planned(store(), []);
    assert.equal(await send(), true);
    assert.deepEqual(await sent(), [{ to: '19:channel', data: { scope: 'team', week: '2027-03-08' } }]);
  });

  it('when the team has no channel, or wants nothing there, then each who opened a move gets their own', async () => {
    await planned(store(), []);
    await planned(store(), [], { conversationId: 'conversation-ben' });
    await send();
    await inChannel();
    await send({ places: 'personal' }, MONDAY.add({ hours: 24 * 7 }));
    assert.deepEqual(
      await sent(),
      ['2027-03-08', '2027-03-15'].flatMap((week) =>
        ['conversation-ana', 'conversation-ben'].map((to) => ({ to, data: { scope: 'own', week } })),
      ),
    );
  });

  it('when it is not due, or was sent, then nothing is written', async () => {
    await planned(store(), []);
    assert.equal(await send({ weeklyOn: null }), false);
    await send();
    assert.equal(await send({}, MONDAY.add({ hours: 24 })), false);
    assert.equal((await sent()).length, 1);
  });

  it('when the team chooses another day within a week, then one that lies behind is not sent', async () => {
    await planned(store(), []);
    await send({ weeklyOn: 3 }, at('2027-03-10T08:00:00Z'));
    assert.equal(await send({ weeklyOn: 2 }, at('2027-03-10T09:00:00Z')), false);
    assert.equal((await sent()).length, 1);
  });
});
