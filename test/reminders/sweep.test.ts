import assert from 'node:assert/strict';
import type { Temporal } from 'temporal-polyfill';
import { sweep } from '../../services/reminders/sweep.ts';
import { Team } from '../../services/reminders/team.ts';
import { DEFAULT_TEAM_SETTINGS, type TeamSettings } from '../../services/reminders/team-settings.ts';
import { onBothBackends, waitingJobs } from '../store/backends.ts';
import { aMove, ana, anEntry, aReminder, effects } from '../store/builders.ts';
import { DUE, digests, nextMessage, planned, stateOf, written } from '../store/reminding.ts';
import { at } from './builders.ts';

// 10 March 2027 is a Wednesday.
const WEDNESDAY = DUE;
const MONDAY = at('2027-03-08T08:00:00Z');
const CHANNEL = '19:channel';

onBothBackends('the work of every minute', (store) => {
  let signInsLookedAt: number;
  beforeEach(() => {
    signInsLookedAt = 0;
  });

  const team = () => new Team({ settings: store().settings, fallback: DEFAULT_TEAM_SETTINGS });
  const sweptAt = (now: Temporal.Instant) =>
    sweep({
      ...store(),
      clock: { now: () => now },
      team: team(),
      signIn: {
        check: async () => {
          signInsLookedAt++;
        },
      },
    });
  const chosen = (settings: Partial<TeamSettings>) =>
    team().change({ ...DEFAULT_TEAM_SETTINGS, ...settings }, ana, WEDNESDAY);
  const inChannel = () =>
    store().places.setRemindersChannel({
      conversationId: CHANNEL,
      name: 'Moves',
      setBy: ana,
      setAt: '2027-03-01T08:00:00.000Z',
    });

  it('when nothing is due, then nothing is taken; the sign-in is looked at all the same', async () => {
    await planned(store(), [aReminder()]);
    assert.deepEqual(await sweptAt(WEDNESDAY.subtract({ seconds: 1 })), { reminders: 0, moves: 0 });
    assert.deepEqual(await digests(store()), {});
    assert.equal(signInsLookedAt, 1);
  });

  it('when reminders and looks are due, then all become messages and jobs, once', async () => {
    for (let n = 0; n < 3; n++) {
      const move = aMove({ id: `move-${n}` });
      await store().moves.create(
        move,
        anEntry(move),
        effects({ reminders: [aReminder()], watch: '2027-03-10T07:00:00Z' }),
      );
    }
    assert.deepEqual(await sweptAt(WEDNESDAY), { reminders: 3, moves: 3 });
    assert.equal((await digests(store()))['conversation-ana']?.length, 3);
    assert.equal((await waitingJobs(store().database)).length, 3);
    assert.deepEqual(await sweptAt(WEDNESDAY.add({ minutes: 1 })), { reminders: 0, moves: 0 });
  });

  it('when more looks are due than are taken at once, then all are taken', async () => {
    for (let n = 0; n < 501; n++) {
      const move = aMove({ id: `move-${n}` });
      await store().moves.create(move, anEntry(move), effects({ watch: '2027-03-10T07:00:00Z' }));
    }
    assert.deepEqual(await sweptAt(WEDNESDAY), { reminders: 0, moves: 501 });
  }).timeout(60_000);

  it('when the team has a channel, then it is told there too, or only there, as the team chose', async () => {
    await inChannel();
    await planned(store(), [aReminder(), aReminder({ stage: -29 }), aReminder({ stage: -28 })]);
    await sweptAt(WEDNESDAY);
    await chosen({ places: 'channel' });
    await sweptAt(WEDNESDAY.add({ hours: 24 }));
    await chosen({ places: 'personal' });
    await sweptAt(WEDNESDAY.add({ hours: 48 }));
    const of = (...stages: number[]) => stages.map((stage) => aReminder({ stage }).key).sort();
    assert.deepEqual(await digests(store()), {
      'conversation-ana': of(-30, -28),
      [CHANNEL]: of(-30, -29),
    });
  });

  it('when the team works at other hours, then it is told at those, from the next run on', async () => {
    await chosen({ timeZone: 'Asia/Tokyo', opens: '09:00' });
    const move = await planned(store(), [aReminder()]);
    await sweptAt(at('2027-03-09T23:59:59Z'));
    assert.equal(await stateOf(store(), move), 'planned');
    await sweptAt(at('2027-03-10T00:00:00Z'));
    assert.equal(await stateOf(store(), move), 'sending');
  });

  it('when what the team set cannot be read any more, then the usual hours hold', async () => {
    await store().settings.set('team', { timeZone: 'Mars/Olympus', opens: 9 });
    await planned(store(), [aReminder()]);
    assert.equal((await sweptAt(WEDNESDAY)).reminders, 1);
  });

  it('when a message is gone that carried a reminder, then it is taken again in the same minute', async () => {
    const move = await planned(store(), [aReminder()]);
    await sweptAt(WEDNESDAY);
    const message = await nextMessage(store());
    assert.ok(message);
    await store().outbox.drop(message, false);
    assert.equal((await sweptAt(WEDNESDAY.add({ minutes: 1 }))).reminders, 1);
    assert.equal(await stateOf(store(), move), 'sending');
  });

  it('when the week begins, then its digest is sent once, however often the minute is', async () => {
    await planned(store(), []);
    for (const minutes of [-1, 0, 1, 2]) await sweptAt(MONDAY.add({ minutes }));
    assert.equal((await written(store(), 'weekly')).length, 1);
  });
});
