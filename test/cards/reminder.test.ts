import assert from 'node:assert/strict';
import { drawReminder, type ReminderView } from '../../cards/reminder.ts';
import { aPerson, MOVE_ID } from '../builders.ts';
import { nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { reader } from './every-card.ts';

const KEY = 'original-1:original-end:2026-12-31:-30';

const aReminder = (deadline: string | null, overrides: Partial<ReminderView> = {}): ReminderView => ({
  moveId: MOVE_ID,
  version: 3,
  customer: 'Contoso Italia',
  domain: 'contoso.it',
  reminder: {
    key: KEY,
    code: 'end-ready',
    params: { customer: 'Contoso Italia', name: 'Visio Plan 2', end: '2026-12-31', count: 30 },
    dueOn: '2026-12-01',
    deadline,
  },
  state: 'due',
  by: null,
  when: null,
  ...overrides,
});

const days = (view: ReminderView): readonly unknown[] =>
  nodesOfType(drawReminder(view, reader()).card, 'Input.ChoiceSet').flatMap((set) =>
    nodesOf(set.choices).map((c) => c.value),
  );

describe('the card of a reminder', () => {
  it('when due, then it can be opened, done and put off by the key of the reminder', () => {
    const { card } = drawReminder(aReminder('2026-12-31'), reader());
    const actions = nodesOfType(card, 'Action.Execute');
    assert.deepEqual(
      actions.map((a) => a.verb),
      ['move.open', 'reminder.done', 'reminder.snooze'],
    );
    assert.ok(actions.slice(1).every((a) => Object(a.data).reminder === KEY));
  });

  for (const [deadline, offered] of [
    ['2026-12-31', ['1', '3', '7']],
    ['2026-11-24', ['1', '3']],
    ['2026-11-21', ['1']],
    ['2026-11-20', []],
    ['2026-11-10', []],
    [null, ['1', '3', '7']],
  ] as const) {
    it(`when the last day is ${deadline ?? 'open'}, then it can be put off by ${offered.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(days(aReminder(deadline)), offered);
    });
  }

  for (const [deadline, said] of [
    ['2026-12-31', '41 days left, until 31 December 2026.'],
    ['2026-11-21', '1 day left, until 21 November 2026.'],
    ['2026-11-20', 'Today is the last day.'],
    ['2026-11-10', 'The last day was 10 November 2026, 10 days ago.'],
  ] as const) {
    it(`when the last day is ${deadline}, then it says "${said}"`, () => {
      assert.ok(wordsOf(drawReminder(aReminder(deadline), reader()).card).includes(said));
    });
  }

  it('when somebody has settled it, then it says who and when and asks for nothing more', () => {
    const view = aReminder('2026-12-31', { state: 'done', by: aPerson(), when: '2026-11-20T09:00:00Z' });
    const { card } = drawReminder(view, reader());
    assert.ok(wordsOf(card).includes('✓ Done, says Anna Rossi (20 November 2026).'));
    assert.deepEqual(
      nodesOfType(card, 'Action.Execute').map((a) => a.verb),
      ['move.open'],
    );
  });
});
