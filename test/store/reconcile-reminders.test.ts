import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import type { ReminderState } from '../../services/store/schema.ts';
import { onBothBackends } from './backends.ts';
import { ana, anEntry, aReminder, ben, changed, instant } from './builders.ts';
import {
  claim,
  DUE,
  find,
  keysOf,
  nextMessage,
  planned,
  recordSent,
  replanned,
  sendAll,
  stateOf,
  statesOf,
  told,
  written,
} from './reminding.ts';

const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const LAST = aReminder({ stage: -1 });
/** The end has moved to another day. */
const MOVED = aReminder({ endsOn: '2027-05-01' });
const ANEW = { params: { seats: 40 }, deadline: '2027-04-01', code: 'other-words' };

onBothBackends('reminders that follow the plan of their move', (store) => {
  const acting = { by: ben, now: DUE, pressed: null };
  const ref = (move: Move, { key } = FIRST) => ({ moveId: move.id, key });
  const done = (move: Move, reminder = FIRST) =>
    store().reminderActs.act(ref(move, reminder), { kind: 'done' }, acting);
  const redrawn = async () => (await written(store(), 'redraw')).map(({ redraws }) => redraws);

  /** A move whose one reminder has come into that state. */
  async function withOne(
    state: 'planned' | 'sending' | 'snoozed' | 'sent' | 'cancelled' | 'done' | 'missed',
  ): Promise<Move> {
    const move = await planned(store(), [FIRST]);
    switch (state) {
      case 'planned':
        break;
      case 'sending':
        await claim(store(), DUE);
        break;
      case 'snoozed':
        await store().reminderActs.act(ref(move), { kind: 'snoozed', until: '2027-04-05' }, acting);
        break;
      case 'sent':
        await claim(store(), DUE);
        await sendAll(store(), DUE);
        break;
      case 'cancelled':
        return replanned(store(), move, [], []);
      case 'done':
        await done(move);
        break;
      case 'missed':
        await claim(store(), instant('2027-04-12T08:00:00Z'));
        break;
    }
    assert.equal(await stateOf(store(), move), state);
    return move;
  }

  type Row = [
    stored: Parameters<typeof withOne>[0],
    inPlan: ReminderState,
    inKeep: ReminderState,
    inNeither: ReminderState,
    withoutKeep: ReminderState,
  ];
  const table: Row[] = [
    ['planned', 'planned', 'planned', 'cancelled', 'cancelled'],
    ['sending', 'sending', 'sending', 'cancelled', 'cancelled'],
    ['snoozed', 'snoozed', 'snoozed', 'cancelled', 'snoozed'],
    ['sent', 'sent', 'sent', 'cancelled', 'sent'],
    ['cancelled', 'planned', 'cancelled', 'cancelled', 'cancelled'],
    ['done', 'done', 'done', 'done', 'done'],
    ['missed', 'missed', 'missed', 'missed', 'missed'],
  ];
  for (const [stored, ...then] of table) {
    const plans: [title: string, plan: readonly PlannedReminder[], keep: readonly string[] | undefined][] = [
      ['in the plan', [FIRST], [FIRST.key]],
      ['kept only', [MOVED], [FIRST.key]],
      ['in neither', [MOVED], []],
      ['in no plan, and all is kept', [MOVED], undefined],
    ];
    for (const [n, [title, plan, keep]] of plans.entries()) {
      it(`when it is ${stored} and ${title}, then it is ${then[n]}`, async () => {
        const move = await withOne(stored);
        const before = await find(store(), move);
        await replanned(store(), move, plan, keep);
        const after = await find(store(), move);
        assert.equal(after.state, then[n]);
        // What is planned no more cannot be taken back.
        const isOver = stored === 'done' && title === 'in neither';
        if (stored === then[n]) assert.deepEqual(after, isOver ? { ...before, before: null } : before);
      });
    }
  }

  it('when what stands in Teams would say something else today, then it is told anew and its card is drawn anew', async () => {
    const move = await withOne('sent');
    const now = { ...FIRST, code: 'end-prepare', params: { name: 'another' } };
    const next = changed(move);
    const told = { reminders: [], keep: [FIRST.key], told: [now], jobs: [] };
    assert.equal(await store().moves.save(next, move.version, anEntry(next), told), 'saved');
    const after = await find(store(), move);
    assert.deepEqual([after.state, after.code, after.params], ['sent', now.code, now.params]);
    assert.equal((await redrawn()).length, 1);
  });

  for (const [stored, isToldAnew] of [
    ['planned', true],
    ['sending', true],
    ['snoozed', true],
    ['cancelled', true],
    ['sent', false],
    ['missed', false],
  ] as const) {
    it(`when it is ${stored} and the plan has other words, then it ${isToldAnew ? 'has them too' : 'stays as it is'}`, async () => {
      const move = await withOne(stored);
      const before = await find(store(), move);
      await replanned(store(), move, [aReminder(ANEW)], []);
      const { params, deadline, code, nextOn } = await find(store(), move);
      if (isToldAnew) assert.deepEqual({ params, deadline, code }, ANEW);
      else assert.deepEqual(await find(store(), move), before);
      assert.equal(nextOn, stored === 'snoozed' ? '2027-04-01' : '2027-03-10', 'never after its deadline');
    });
  }

  describe('when what was sent no longer holds', () => {
    it('then its cards are drawn anew, and the journal says so', async () => {
      const move = await withOne('sent');
      const [message] = await written(store(), 'reminders');
      await replanned(store(), move, [MOVED], []);
      assert.deepEqual(await redrawn(), [message?.id]);
      assert.deepEqual(await told(store(), move), [
        `sent ${FIRST.key} by CSP Move Assistant`,
        `cancelled ${FIRST.key} by CSP Move Assistant`,
      ]);
    });

    it('then what nobody has seen goes without a word', async () => {
      const move = await withOne('sending');
      await replanned(store(), move, [MOVED], []);
      assert.deepEqual([await redrawn(), await told(store(), move)], [[], []]);
    });

    it('then it is sent again where the date moves back, and comes once only', async () => {
      const move = await withOne('sent');
      const there = await replanned(store(), move, [MOVED], []);
      await replanned(store(), there, [FIRST], []);
      assert.deepEqual([await stateOf(store(), move), await stateOf(store(), move, MOVED)], ['sent', 'cancelled']);
      assert.equal(await claim(store(), DUE), 0);
    });

    it('then one that was never sent comes as planned where the date moves back', async () => {
      const move = await withOne('snoozed');
      const there = await replanned(store(), move, [MOVED], []);
      await replanned(store(), there, [FIRST], []);
      const { state, nextOn } = await find(store(), move);
      assert.deepEqual([state, nextOn], ['planned', '2027-03-10']);
      assert.equal(await claim(store(), DUE), 1);
    });
  });

  it('when it is on its way while it is cancelled, then it does not come back by arriving', async () => {
    const move = await withOne('sending');
    const message = await nextMessage(store());
    assert.ok(message);
    await replanned(store(), move, [MOVED], []);
    await recordSent(store(), message, DUE);
    assert.equal(await stateOf(store(), move), 'cancelled');
  });

  it('when a stage came due while nothing ran, then it is kept and still sent', async () => {
    const move = await planned(store(), [FIRST]);
    await replanned(store(), move, [], [FIRST.key]);
    assert.equal(await claim(store(), DUE.add({ hours: 48 })), 1);
  });

  describe('when it was said to be done', () => {
    it('then a later stage that is new asks no more, and says by whom', async () => {
      const move = await planned(store(), [FIRST]);
      await done(move);
      await replanned(store(), move, [FIRST, SECOND, LAST]);
      assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND, LAST]), ['done', 'done', 'done']);
      const { acted, sentAt } = await find(store(), move, LAST);
      assert.deepEqual([acted, sentAt], [{ by: ben, at: '2027-03-10T08:00:00.000Z' }, null]);
    });

    it('then a stage that the team puts between asks no more either', async () => {
      const move = await planned(store(), [FIRST, LAST]);
      await done(move);
      await replanned(store(), move, [FIRST, SECOND, LAST]);
      assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND, LAST]), ['done', 'done', 'done']);
    });

    it('then an earlier stage, another subscription, another code and another date ask', async () => {
      const others = [
        FIRST,
        aReminder({ stage: -1, subscriptionId: 'sub-2' }),
        aReminder({ stage: -1, code: 'another' }),
        aReminder({ stage: -1, endsOn: '2027-05-01' }),
        aReminder({ stage: -1, anchor: 'gdap-expiry' }),
      ];
      const move = await planned(store(), [SECOND]);
      await done(move, SECOND);
      await replanned(store(), move, [SECOND, ...others]);
      assert.deepEqual(
        await statesOf(store(), move, others),
        others.map(() => 'planned'),
      );
    });

    it('then a later stage that asks for something else now is planned again, and nobody has acted on it', async () => {
      const move = await planned(store(), [FIRST, SECOND, LAST]);
      await done(move);
      await replanned(store(), move, [FIRST, SECOND, { ...LAST, ...ANEW, deadline: LAST.deadline }]);
      assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND, LAST]), ['done', 'done', 'planned']);
      const { acted, before, code, nextOn } = await find(store(), move, LAST);
      assert.deepEqual([acted, before, code, nextOn], [null, null, 'other-words', LAST.dueOn]);
    });

    it('then it stays done when it asks for something else after it was sent', async () => {
      const move = await withOne('sent');
      await done(move);
      await replanned(store(), move, [aReminder(ANEW)]);
      assert.deepEqual([(await find(store(), move)).code, await stateOf(store(), move)], [FIRST.code, 'done']);
    });

    it('then a stage that was cancelled and is planned again asks no more, and says by whom', async () => {
      const move = await planned(store(), [FIRST, LAST]);
      const without = await replanned(store(), move, [FIRST], [FIRST.key]);
      await done(move);
      await replanned(store(), without, [FIRST, LAST]);
      const { state, acted } = await find(store(), move, LAST);
      assert.deepEqual([state, acted?.by], ['done', ben]);
    });
  });

  it('when somebody is on it, then they are on the new date too', async () => {
    const move = await planned(store(), [FIRST]);
    await store().reminderActs.act(ref(move), { kind: 'assigned', to: ana }, acting);
    await replanned(store(), move, [MOVED]);
    assert.deepEqual((await find(store(), move, MOVED)).assignee, ana);
  });

  it('when a plan lies after its deadline, then it comes on the deadline at the latest', async () => {
    const move = await planned(store(), [aReminder({ deadline: '2027-03-05' })]);
    assert.deepEqual((await find(store(), move)).nextOn, '2027-03-05');
  });

  it('when the plan of another move changes, then this one stays as it is', async () => {
    const move = await planned(store(), [FIRST]);
    await replanned(store(), await planned(store(), [FIRST]), [], []);
    assert.deepEqual(keysOf(await store().reminders.ofMove(move.id)), [FIRST.key]);
    assert.equal(await stateOf(store(), move), 'planned');
  });
});
