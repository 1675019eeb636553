import assert from 'node:assert/strict';
import { drawReminderDigest } from '../../cards/reminder-digest.ts';
import { drawRemindersList } from '../../cards/reminders-list.ts';
import { LARGEST_CARD, sizeOf } from '../../cards/room.ts';
import { aPerson } from '../builders.ts';
import { AVA, aReminderView } from './a-reminder-view.ts';
import { type Node, nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { reader } from './every-card.ts';

const linesOf = (card: unknown): readonly Node[] => nodesOfType(card, 'ColumnSet').filter((set) => set.selectAction);
const textOf = (line: Node): string =>
  nodesOfType(line, 'TextBlock')
    .map((block) => block.text)
    .join('\n');
const words = (card: unknown): string => wordsOf(card).join('\n');
const digest = (...views: readonly Parameters<typeof aReminderView>[0][]) =>
  drawReminderDigest({ reminders: views.map(aReminderView) }, reader()).card;

/** The third of three subscriptions whose cancellation window closes on one day. */
const closing = (i: number, more: Parameters<typeof aReminderView>[0] = {}) => ({
  ...more,
  reminder: {
    key: `sub-${i}:target-provisioned:2026-11-24:-2`,
    code: 'cancellation-window',
    params: { customer: 'Contoso Italia', name: `Offer ${i}`, seats: 5, until: '2026-11-24' },
    deadline: '2026-11-24',
    dueOn: '2026-11-22',
    ...more?.reminder,
  },
});

describe('several reminders at once', () => {
  it('when they are told, then by deadline, then by due date, and without a deadline last', () => {
    const at = (customer: string, deadline: string | null, dueOn: string) => ({
      customer,
      moveId: customer,
      reminder: { deadline, dueOn },
    });
    const card = digest(
      at('Never', null, '2026-01-01'),
      at('A late one', '2026-12-31', '2026-12-02'),
      at('Soon', '2026-11-21', '2026-11-20'),
      at('Early', '2026-12-31', '2026-12-01'),
    );
    assert.deepEqual(
      linesOf(card).map((line) => nodesOfType(line, 'TextBlock')[1]?.text),
      ['Soon', 'Early', 'A late one', 'Never'],
    );
  });

  it('when one line is pressed, then its own card opens', () => {
    const [line] = linesOf(digest({}));
    const [press] = nodesOfType(line?.selectAction, 'Action.Execute');
    assert.equal(press?.verb, 'reminder.open');
    assert.equal(Object(press?.data).reminder, aReminderView().reminder.key);
  });

  it('when three subscriptions of a customer say the same, then they are one line that leads to all of them', () => {
    const card = digest(closing(1), closing(2), closing(3));
    const [line, ...others] = linesOf(card);
    assert.ok(line);
    assert.deepEqual(others, []);
    assert.match(textOf(line), /Can be changed until 24 November 2026 · 3 subscriptions · 4 days left/);
    const [press] = nodesOfType(line.selectAction, 'Action.Execute');
    assert.equal(press?.verb, 'say.reminders');
    assert.equal(Object(press?.data).moveId, aReminderView().moveId);
  });

  for (const [what, other] of [
    ['another customer', closing(2, { moveId: 'b2a5c0de-0000-4000-8000-000000000000' })],
    ['another day', closing(2, { reminder: { deadline: '2026-11-25' } })],
    ['another kind', closing(2, { reminder: { code: 'end-prepare', params: { name: 'x', end: '2026-11-24' } } })],
    ['somebody on it', closing(2, { assignee: AVA })],
    ['been settled', closing(2, { state: 'superseded' })],
  ] as const) {
    it(`when one has ${what}, then it is a line of its own`, () => {
      assert.equal(linesOf(digest(closing(1), other)).length, 2);
    });
  }

  it('when the list is of one customer, then each stands by itself', () => {
    const due = [closing(1), closing(2), closing(3)].map(aReminderView);
    const list = (customer: string | null) =>
      drawRemindersList(
        { customer, due, dueTotal: { count: 3, more: false }, planned: [], plannedTotal: { count: 0, more: false } },
        reader(),
      ).card;
    assert.equal(linesOf(list('Contoso Italia')).length, 3);
    assert.equal(linesOf(list(null)).length, 1);
  });

  it('when somebody has settled some, then they come last, and say in a word who did', () => {
    const done = { state: 'done', by: aPerson(), when: '2026-11-20', reminder: { deadline: '2026-11-01' } } as const;
    const card = digest(done, {});
    const [first, last] = linesOf(card).map(textOf);
    assert.match(first ?? '', /nobody is on it/);
    assert.match(last ?? '', /✓\n(?:.|\n)*done, says Anna Rossi/);
    assert.doesNotMatch(last ?? '', /days ago|nobody/);
    assert.match(words(card), /1 of them is waiting for somebody/);
    assert.match(words(digest(done)), /All of these are settled/);
  });

  it('when some came too late to be told, then they stand apart from those that are in time', () => {
    const card = digest({}, { missed: true, reminder: { deadline: '2026-11-10' } });
    assert.match(words(card), /Too late to be told in time/);
    assert.match(words(card), /Still in time/);
    assert.match(textOf(linesOf(card)[0] ?? {}), /^✕\n(?:.|\n)*10 days ago/);
    assert.doesNotMatch(words(digest({})), /Too late|Still in time/);
  });

  it('when the assistant was away, then it says so in other words than of those that came too late', () => {
    const card = drawReminderDigest({ reminders: [aReminderView()], caughtUp: true }, reader()).card;
    assert.match(words(card), /was away for a while/);
    assert.doesNotMatch(words(card), /Too late/);
  });

  it('when there are too many, then it says how many reminders are left off, not how many lines', () => {
    const others = Array.from({ length: 20 }, (_, i) => ({ customer: `C${i}`, moveId: `m${i}` }));
    const two = [1, 2].map((i) => closing(i, { moveId: 'last', reminder: { deadline: '2027-01-31' } }));
    const card = digest(...others, ...two);
    assert.equal(linesOf(card).length, 12);
    assert.match(words(card), /and 10 more, not shown here/);
  });

  it('when a client shows no card, then its words name the most urgent ones', () => {
    const { text } = drawReminderDigest({ reminders: [aReminderView()] }, reader());
    assert.match(text, /Contoso Italia, Ends on 31 December 2026, no grace, Visio Plan 2, 41 days left/);
  });

  describe('when several are answered at once', () => {
    const named = (i: number, view: Parameters<typeof aReminderView>[0] = {}) =>
      aReminderView({ moveId: `m${i}`, customer: `C${i}`, ...view });
    const choices = (reminders: readonly ReturnType<typeof aReminderView>[]) => {
      const { card } = drawReminderDigest({ reminders, message: 'message-1' }, reader());
      const [input] = nodesOfType(card, 'Input.ChoiceSet');
      const buttons = nodesOfType(card, 'ActionSet')
        .flatMap((set) => nodesOf(set.actions))
        .filter(({ type }) => type === 'Action.Execute' || type === 'Action.ToggleVisibility');
      return { card, input, choices: nodesOf(input?.choices), buttons };
    };

    it('then each line that waits may be ticked, or all of them, and one press is for all that are', () => {
      const found = choices([
        named(1),
        named(2, { assignee: AVA }),
        named(3, { state: 'done', by: aPerson(), when: '2026-11-20' }),
      ]);
      assert.deepEqual(
        found.choices.map(({ title }) => title),
        [
          'All of these (2)',
          'C1, Ends on 31 December 2026, no grace, Visio Plan 2',
          'C2, Ends on 31 December 2026, no grace, Visio Plan 2, Ava Bianchi is on it',
        ],
      );
      const [all, ...each] = found.choices.map(({ value }) => String(value));
      assert.equal(all, each.join('+'));
      assert.ok(each.every((value) => /^[\w-]+$/.test(value)) && new Set(each).size === 2);
      assert.equal(found.input?.isMultiSelect, true);
      assert.equal(found.input?.label, 'Which ones?');
      const sending = found.buttons.filter(({ associatedInputs }) => associatedInputs === 'auto');
      assert.deepEqual(
        sending.map(({ title, verb, data }) => [title, verb, Object(data).message]),
        [
          ['Done', 'reminders.done', 'message-1'],
          ['I take them', 'reminders.take', 'message-1'],
        ],
      );
      assert.ok(found.buttons.length <= 6);
    });

    it('then the subscriptions of one line are chosen with it', () => {
      const found = choices([closing(1), closing(2), named(3)].map((view) => aReminderView(view)));
      assert.deepEqual(
        found.choices.map(({ title, value }) => [
          String(title).includes('2 subscriptions'),
          String(value).split('+').length,
        ]),
        [
          [false, 3],
          [true, 2],
          [false, 1],
        ],
      );
    });

    it('then at most a dozen lines are offered, and the card stays small enough', () => {
      const found = choices(Array.from({ length: 150 }, (_, i) => named(i)));
      assert.equal(found.choices.length, 13);
      assert.ok(sizeOf(found.card) < LARGEST_CARD);
    });

    it('then one that was settled before says by whom and when, first of all', () => {
      const settledBefore = [named(1, { state: 'done', by: aPerson(), when: '2026-11-20' })];
      const notice = { key: 'notice.reminders-done', params: { count: 0 } };
      const view = { reminders: [...settledBefore, named(2)], message: 'message-1', notice, settledBefore };
      const { card, text } = drawReminderDigest(view, reader());
      assert.match(textOf(linesOf(card)[0] ?? {}), /C1(?:.|\n)*done, says Anna Rossi \(20 November 2026\)/);
      assert.equal(linesOf(card).length, 2, 'and not once more below');
      assert.match(words(card), /Nothing was left to mark as done/);
      assert.match(text, /C1, .*done, says Anna Rossi/);
    });

    it('then not where a single one waits, nor on a card that is no message', () => {
      assert.equal(choices([named(1), named(2, { state: 'followed' })]).input, undefined);
      assert.deepEqual(nodesOfType(digest({}, closing(1)), 'Input.ChoiceSet'), []);
    });
  });

  it('when buttons are counted, then lines are not among them', () => {
    const buttons = nodesOfType(digest({}), 'ActionSet').flatMap((set) => nodesOf(set.actions));
    assert.deepEqual(
      buttons.filter(({ type }) => type === 'Action.Execute').map(({ verb }) => verb),
      ['say.reminders', 'say.moves'],
    );
  });
});
