import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { drawReminder, type ReminderView } from '../../cards/reminder.ts';
import { whereToAct } from '../../cards/reminder-where.ts';
import { aPerson } from '../builders.ts';
import { AVA, aReminderView } from './a-reminder-view.ts';
import { nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { reader } from './every-card.ts';

const KEY = aReminderView().reminder.key;
const draw = (view: Parameters<typeof aReminderView>[0] = {}, who = reader()) => drawReminder(aReminderView(view), who);
const verbs = (card: unknown): readonly unknown[] => nodesOfType(card, 'Action.Execute').map((action) => action.verb);
const words = (card: unknown): string => wordsOf(card).join('\n');

describe('the card of a reminder', () => {
  it('when due, then it can be opened, done, put off and given away by the key of the reminder', () => {
    const { card } = draw();
    assert.deepEqual(verbs(card), ['move.open', 'reminder.done', 'reminder.snooze', 'reminder.assign']);
    const [, ...others] = nodesOfType(card, 'Action.Execute');
    assert.ok(others.every((action) => Object(action.data).reminder === KEY));
  });

  it('when due, then it says what happened, how long, what to do, where, and who is on it', () => {
    const said = words(draw().card);
    assert.match(said, /The term of Visio Plan 2 ends on 31 December 2026/);
    assert.match(said, /41 days left, until 31 December 2026\./);
    assert.match(said, /Have the new subscription active by 31 December 2026/);
    assert.match(said, /Microsoft 365 admin center > Billing > Your products/);
    assert.match(said, /Nobody is on it yet\. Anna Rossi opened the move\./);
  });

  it('when the last day is near, then its hour is told by the clock of the reader', () => {
    const who = reader({ today: '2026-12-30', now: '2026-12-30T12:00Z', timeZone: 'America/Sao_Paulo' });
    const blocks = nodesOfType(draw({}, who).card, 'TextBlock').map((block) => block.text);
    assert.ok(blocks.includes('1 day left, until 31 December 2026 at 20:59 GMT-3.'));
  });

  it('when a client shows no card, then its words say the same', () => {
    const { text } = draw();
    for (const part of [/Visio Plan 2/, /41 days left/, /Have the new subscription active/, /Nobody is on it/]) {
      assert.match(text, part);
    }
  });

  it('when put off or given away, then that is folded away until somebody wants it', () => {
    const [folded] = nodesOf(draw().card).filter((node) => node.id === 'folded');
    assert.equal(folded?.isVisible, false);
    assert.deepEqual(
      nodesOfType(folded, 'Input.').map((input) => input.id),
      ['days', 'person'],
    );
  });

  it('when put off, then by the choices that were given, each with its day', () => {
    const [days] = nodesOfType(draw().card, 'Input.ChoiceSet');
    assert.deepEqual(
      nodesOf(days?.choices).map(({ value, title }) => [value, title]),
      [
        ['1', 'For 1 day, until 2 December 2026'],
        ['3', 'For 3 days, until 4 December 2026'],
        ['7', 'For 7 days, until 8 December 2026'],
        ['stage', 'Until the next one is planned, 17 December 2026'],
      ],
    );
  });

  it('when it cannot be put off any more, then it is not offered', () => {
    const { card } = draw({ snoozes: [] });
    assert.ok(!verbs(card).includes('reminder.snooze'));
    assert.deepEqual(
      nodesOfType(card, 'Input.').map((input) => input.id),
      ['person'],
    );
  });

  it('when given away, then to the reader, to a colleague, or to whoever is searched for', () => {
    const person = nodesOfType(draw().card, 'Input.ChoiceSet').find(({ id }) => id === 'person');
    assert.deepEqual(
      nodesOf(person?.choices).map(({ value, title }) => [value, title]),
      [
        ['me', 'Me'],
        [AVA.id, AVA.name],
      ],
    );
    assert.deepEqual(person?.['choices.data'], { type: 'Data.Query', dataset: 'people' });
  });

  it('when asked why, then it says what it counts from, when it was planned, what comes next, and the rule', () => {
    const said = words(nodesOf(draw({ here: 'channel' }).card).find((node) => node.id === 'why'));
    assert.match(said, /counts from the last day of the term, 31 December 2026/);
    assert.match(said, /planned for 1 December 2026, 30 days before that/);
    assert.match(said, /again on 17 December 2026, 24 December 2026, .* and 1 January 2027/);
    assert.match(said, /because the team's reminders go to this channel/);
    assert.match(said, /View on Microsoft Learn: No free grace under the extended service term rule/);
    assert.match(words(draw({ later: [] }).card), /No further reminder of this is planned/);
  });

  it('when it came too late to be told, then it says so', () => {
    assert.match(words(draw({ missed: true }).card), /came too late/);
    assert.doesNotMatch(words(draw().card), /came too late/);
  });

  describe('when somebody is on it', () => {
    it('then it says who', () => {
      assert.match(words(draw({ assignee: AVA }).card), /Ava Bianchi is on it\./);
    });

    it('and it was given to them just now, then it can be taken back without a seventh button', () => {
      const { card } = draw({ assignee: AVA, undo: true });
      assert.ok(verbs(card).includes('reminder.undo'));
      assert.ok(!verbs(draw({ assignee: AVA }).card).includes('reminder.undo'));
    });
  });

  describe('when somebody is to be notified', () => {
    const entities = (card: unknown) => nodesOfType(card, 'mention');

    it('then Teams finds the same tags in the text and beside the card', () => {
      const { card } = draw({ assignee: AVA, mention: AVA });
      assert.deepEqual(entities(card), [
        { type: 'mention', text: '<at>Ava Bianchi</at>', mentioned: { id: AVA.id, name: AVA.name } },
      ]);
      assert.match(words(card), /<at>Ava Bianchi<\/at> is on it\./);
      assert.deepEqual(Object(card.msteams).width, 'Full');
      assert.doesNotMatch(draw({ assignee: AVA, mention: AVA }).text, /<at>/);
    });

    it('and it is who opened the move, then the sentence that names them carries the mention', () => {
      assert.match(words(draw({ mention: aPerson() }).card), /yet\. <at>Anna Rossi<\/at> opened the move/);
    });

    it('and the name is markup, then the tags stay whole', () => {
      const hostile = { ...AVA, name: '</at><at>[x](http://evil)** $& $1 &lt; {{DATE(x)}}' };
      const { card } = draw({ assignee: hostile, mention: hostile });
      const [entity] = entities(card);
      assert.match(String(entity?.text), /^<at>[\p{L}\p{N} '’.,()-]+<\/at>$/u);
      assert.ok(words(card).includes(`${entity?.text} is on it.`));
    });

    it('and it cannot be a person of the tenant, then the name stands there and nobody is mentioned', () => {
      for (const person of [aPerson({ id: 'system' }), { ...AVA, name: '🙂' }]) {
        const { card } = draw({ assignee: person, mention: person });
        assert.deepEqual(entities(card), []);
        assert.ok(words(card).includes(`${person.name} is on it.`));
      }
    });

    it('and it is the sandbox, whose window shows tags as they are, then the name alone', () => {
      const { card } = draw({ assignee: AVA, mention: AVA }, reader({ sandbox: true }));
      assert.deepEqual(entities(card), []);
      assert.doesNotMatch(words(card), /<at>/);
    });
  });

  const settled: readonly (readonly [ReminderView['state'], RegExp])[] = [
    ['done', /✓ Done, says Anna Rossi \(20 November 2026\): Ends on 31 December 2026, no grace · Visio Plan 2/],
    ['snoozed', /Put off until 20 November 2026 by Anna Rossi: Ends on/],
    ['superseded', /No longer needed, as the move has gone on or the date has changed: Ends on/],
    ['followed', /A later reminder of this was sent, please look at that one: Ends on/],
  ];
  for (const [state, line] of settled) {
    const view = { state, by: aPerson(), when: '2026-11-20', mention: AVA };

    it(`when it is ${state}, then one line says so and nothing more is asked for`, () => {
      const { card } = draw(view);
      assert.match(words(card), line);
      assert.deepEqual(verbs(card), ['move.open']);
      assert.equal(nodesOfType(card, 'TextBlock').length, 2, 'the customer and the line');
    });

    it(`when it is ${state} and may be taken back, then that is offered`, () => {
      assert.deepEqual(verbs(draw({ ...view, undo: true }).card), ['reminder.undo', 'move.open']);
    });
  }
});

describe('where a reminder is acted on', () => {
  const codes = Object.keys(
    JSON.parse(readFileSync(new URL('../../cards/strings/en/rules.json', import.meta.url), 'utf8')).reminder,
  )
    .filter((key) => key.endsWith('.action'))
    .map((key) => key.slice(0, -'.action'.length));
  const placeOf = (code: string) => whereToAct(aReminderView({ reminder: { code } })).key;

  it('when there is a reminder, then its place is known, or it is the move itself', () => {
    assert.ok(codes.length > 40);
    const inTheMove = codes.filter((code) => placeOf(code) === 'reminder-where.move' && !code.startsWith('gdap-'));
    assert.deepEqual(inTheMove, ['end-prepare']);
  });

  it('when our own subscription is to be corrected, then the place is the customer in Partner Center', () => {
    const { card } = draw({
      reminder: { code: 'target-ends', params: { customer: 'Contoso', name: 'Visio', seats: 3, end: '2026-12-31' } },
    });
    assert.match(words(card), /Partner Center > Customers > Contoso > Subscriptions/);
  });
});
