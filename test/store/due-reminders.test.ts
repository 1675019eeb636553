import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { TeamSettings } from '../../services/reminders/team-settings.ts';
import { dueWindow } from '../../services/reminders/working-calendar.ts';
import { messagesFor, type TakenReminder, takeDue } from '../../services/store/due-reminders.ts';
import { ReminderStore } from '../../services/store/reminder-store.ts';
import { onBothBackends, refusingMessages } from './backends.ts';
import { fill } from './backlog.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import {
  chatOf,
  claim,
  claimAll,
  DUE,
  digests,
  find,
  nextMessage,
  planned,
  recordSent,
  sendAll,
  stateOf,
  TEAM,
  told,
  written,
} from './reminding.ts';

const CHANNEL = '19:channel';
const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });

onBothBackends('due reminders', (store) => {
  it('when the team has not opened yet, then nothing is taken; as it opens, it is, once', async () => {
    const move = await planned(store(), [FIRST]);
    assert.equal(await claim(store(), DUE.subtract({ milliseconds: 1 })), 0);
    assert.deepEqual(await digests(store()), {});
    assert.equal(await claim(store(), DUE), 1);
    assert.equal(await stateOf(store(), move), 'sending');
    assert.deepEqual(await digests(store()), { 'conversation-ana': [FIRST.key] });
    assert.equal(await claim(store(), DUE), 0);
  });

  it('when the team lives in another time zone and opens later, then it is taken as that team opens', async () => {
    const settings: TeamSettings = { ...TEAM, timeZone: 'America/New_York', opens: '09:30' };
    await planned(store(), [FIRST]);
    const opens = instant('2027-03-10T14:30:00Z');
    assert.equal(await claim(store(), opens.subtract({ seconds: 1 }), { settings }), 0);
    assert.equal(await claim(store(), opens, { settings }), 1);
  });

  it('when its day is a Saturday, then one before its anchor comes on Friday, one after it on Monday', async () => {
    const before = aReminder({ stage: -1, endsOn: '2027-03-14' });
    const after = aReminder({ stage: 7, anchor: 'invitation-sent', endsOn: '2027-03-06', deadline: null });
    assert.deepEqual([before.dueOn, after.dueOn], ['2027-03-13', '2027-03-13']);
    const move = await planned(store(), [before, after]);
    assert.equal(await claim(store(), instant('2027-03-12T07:59:00Z')), 0);
    assert.equal(await claim(store(), instant('2027-03-12T08:00:00Z')), 1);
    assert.equal(await stateOf(store(), move, before), 'sending');
    assert.equal(await claim(store(), instant('2027-03-15T07:59:00Z')), 0);
    assert.equal(await claim(store(), instant('2027-03-15T08:00:00Z')), 1);
  });

  it('when it is evening, then only what would be too late in the morning is taken', async () => {
    const move = await planned(store(), [
      aReminder({ key: 'tonight', deadline: '2027-03-10' }),
      aReminder({ key: 'tomorrow', deadline: '2027-03-11' }),
      aReminder({ key: 'endless', deadline: null }),
    ]);
    assert.equal(await claim(store(), instant('2027-03-10T20:00:00Z')), 1);
    assert.equal(await stateOf(store(), move, { key: 'tonight' }), 'sending');
    assert.equal(await claim(store(), instant('2027-03-11T08:00:00Z')), 2);
  });

  it('when several piled up, then each place gets one digest of all of them, however few are taken at a time', async () => {
    const ours = [await planned(store(), [FIRST, SECOND]), await planned(store(), [FIRST])];
    await planned(store(), [FIRST], { conversationId: 'conversation-ben' });
    assert.equal(await claimAll(store(), instant('2027-03-26T08:00:00Z'), { limit: 1, channel: CHANNEL }), 4);
    assert.deepEqual(await digests(store()), {
      [CHANNEL]: [SECOND.key, FIRST.key, FIRST.key, FIRST.key],
      'conversation-ana': [SECOND.key, FIRST.key, FIRST.key],
      'conversation-ben': [FIRST.key],
    });
    const [first] = await written(store(), 'reminders');
    const moves = new Set(first?.lines.map(({ moveId }) => moveId));
    assert.ok(ours.every(({ id }) => moves.has(id)));
  });

  it('when more are due than are taken, then those due first come first', async () => {
    const move = await planned(store(), [SECOND, FIRST]);
    await claim(store(), instant('2027-03-26T08:00:00Z'), { limit: 1 });
    assert.deepEqual(
      [await stateOf(store(), move, FIRST), await stateOf(store(), move, SECOND)],
      ['sending', 'planned'],
    );
  });

  it('when the last digest is on its way already, then what comes due goes into another one', async () => {
    await planned(store(), [FIRST, SECOND]);
    await claim(store(), DUE);
    const message = await nextMessage(store());
    assert.ok(message);
    await claim(store(), instant('2027-03-26T08:00:00Z'));
    assert.deepEqual(await digests(store()), { 'conversation-ana': [SECOND.key] });
    await recordSent(store(), message, DUE);
    assert.deepEqual(
      (await sendAll(store(), DUE))
        .filter(({ kind }) => kind === 'reminders')
        .map(({ lines }) => lines.map(({ key }) => key)),
      [[SECOND.key]],
    );
  });

  it('when somebody is on it, then it is told in their chat instead of that of who opened the move', async () => {
    const chat = await chatOf(store(), ben);
    const move = await planned(store(), [FIRST, aReminder({ anchor: 'target-term-end' })]);
    const pressed = { by: ben, now: DUE, pressed: null };
    await store().reminderActs.act({ moveId: move.id, key: FIRST.key }, { kind: 'assigned', to: ben }, pressed);
    await claim(store(), DUE, { channel: CHANNEL });
    assert.deepEqual(await digests(store()), {
      [CHANNEL]: [FIRST.key, aReminder({ anchor: 'target-term-end' }).key],
      [chat]: [FIRST.key],
      'conversation-ana': [aReminder({ anchor: 'target-term-end' }).key],
    });
  });

  it('when who is on it has no chat with the bot, or several, then the opener has it, or the chat used last', async () => {
    const move = await planned(store(), [FIRST, SECOND]);
    const pressed = { by: ben, now: DUE, pressed: null };
    await chatOf(store(), ben, { id: '19:team', scope: 'team' });
    await store().reminderActs.act({ moveId: move.id, key: FIRST.key }, { kind: 'assigned', to: ben }, pressed);
    await claim(store(), DUE);
    await chatOf(store(), ben, { id: 'a:new' });
    await store().conversations.upsert(
      { id: 'a:old', reference: {}, scope: 'personal', userId: ben.id, locale: null, timeZone: null },
      DUE.subtract({ hours: 1 }),
    );
    await claim(store(), instant('2027-03-26T08:00:00Z'));
    assert.deepEqual(await digests(store()), { 'conversation-ana': [FIRST.key], 'a:new': [SECOND.key] });
  });

  it('when a person has opened the move in the channel, then the channel is told once', async () => {
    await planned(store(), [FIRST], { conversationId: CHANNEL });
    await claim(store(), DUE, { channel: CHANNEL });
    assert.deepEqual(await digests(store()), { [CHANNEL]: [FIRST.key] });
  });

  it('when the deadline has passed, then it is missed, told as such and written down', async () => {
    const late = aReminder({ key: 'late', deadline: '2027-03-11' });
    const alone = await planned(store(), [late], { conversationId: 'conversation-ben' });
    const move = await planned(store(), [late, aReminder({ key: 'endless', deadline: null })]);
    const now = instant('2027-03-12T08:00:00Z');
    assert.equal(await claim(store(), now), 3);
    assert.deepEqual([await stateOf(store(), alone, late), await stateOf(store(), move, late)], ['missed', 'missed']);
    assert.deepEqual(await digests(store()), {
      'conversation-ana': ['endless', 'late (missed)'],
      'conversation-ben': ['late (missed)'],
    });
    assert.deepEqual(await told(store(), alone), ['missed late by CSP Move Assistant']);
    assert.equal(await claim(store(), now.add({ hours: 24 * 7 })), 0);
    await sendAll(store(), now);
    const reminder = await find(store(), alone, late);
    assert.deepEqual([reminder.state, reminder.sentAt], ['missed', '2027-03-12T08:00:00.000Z']);
  });

  it('when it is the last moment of the deadline, then it is still in time', async () => {
    const move = await planned(store(), [aReminder({ deadline: '2027-03-12' })]);
    await claim(store(), instant('2027-03-12T23:59:59.999Z'));
    assert.equal(await stateOf(store(), move), 'sending');
  });

  it('when the message cannot be written, then the reminders stay due and the journal says nothing', async () => {
    const move = await planned(store(), [aReminder({ deadline: '2027-03-10' })]);
    const { db } = store().database;
    const reminders = new ReminderStore({ db, messages: refusingMessages });
    await assert.rejects(claim({ reminders }, instant('2027-03-12T08:00:00Z')), { code: 'test.refused' });
    assert.equal(await stateOf(store(), move), 'planned');
    assert.deepEqual(await told(store()), []);
  });

  it('when very many are planned and few are due, then only the due ones are read', async () => {
    await fill(store().database.db, 40_000);
    const now = instant('2027-01-04T08:00:00Z');
    const upcoming = sql`select * from reminder where state in ('planned', 'snoozed') order by next_on, move_id, key limit 12`;
    for (const query of [takeDue(dueWindow(now, TEAM), '2027-01-04', 500), upcoming]) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(store().database.db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      assert.match(plan, /reminder_waiting/);
      assert.doesNotMatch(plan, /Seq Scan on (reminder|move|conversation|assignment)/);
    }
    assert.equal(await claim(store(), now, { limit: 500 }), 20);
  });
});

describe('the places of a reminder', () => {
  const row = (overrides: Partial<TakenReminder> = {}): TakenReminder => ({
    moveId: 'move',
    key: 'key',
    state: 'sending',
    openersChat: 'opener',
    assigneesChat: null,
    ...overrides,
  });
  const table: [TeamSettings['places'], channel: string | null, assigneesChat: string | null, to: string[]][] = [
    ['both', null, null, ['opener']],
    ['both', null, 'assignee', ['assignee']],
    ['both', CHANNEL, null, ['opener', CHANNEL]],
    ['both', CHANNEL, 'assignee', ['assignee', CHANNEL]],
    ['channel', null, null, ['opener']],
    ['channel', CHANNEL, null, [CHANNEL]],
    ['channel', CHANNEL, 'assignee', [CHANNEL]],
    ['personal', null, null, ['opener']],
    ['personal', CHANNEL, null, ['opener']],
    ['personal', CHANNEL, 'assignee', ['assignee']],
  ];
  for (const [places, channel, assigneesChat, to] of table) {
    const who = assigneesChat === null ? 'nobody is on it' : `${ana.name} is on it`;
    const where = channel === null ? 'without a channel' : 'with a channel';
    it(`when reminders go to ${places}, ${where}, and ${who}, then it is told in ${to.join(' and ')}`, () => {
      const messages = messagesFor([row({ assigneesChat })], places, channel);
      assert.deepEqual(
        messages.map(({ conversationId }) => conversationId),
        to,
      );
    });
  }

  it('when several are for one place, then they are lines of one message', () => {
    const taken = [row(), row({ key: 'late', state: 'missed' }), row({ key: 'other', openersChat: 'somebody' })];
    assert.deepEqual(
      messagesFor(taken, 'personal', null).map(({ conversationId, lines }) => [conversationId, lines]),
      [
        [
          'opener',
          [
            { moveId: 'move', key: 'key', missed: false },
            { moveId: 'move', key: 'late', missed: true },
          ],
        ],
        ['somebody', [{ moveId: 'move', key: 'other', missed: false }]],
      ],
    );
  });
});
