import assert from 'node:assert/strict';
import { sentencesOf } from '../../cards/language.ts';
import type { PlannedView } from '../../cards/planned-line.ts';
import { drawRemindersList, type RemindersListView } from '../../cards/reminders-list.ts';
import { aPerson } from '../builders.ts';
import { AVA, aReminderView } from './a-reminder-view.ts';
import { type Node, nodesOfType, wordsOf } from './card-schema.ts';
import { reader } from './every-card.ts';

const aSubject = (view: Parameters<typeof aReminderView>[0] = {}, more: Partial<PlannedView> = {}): PlannedView => ({
  next: aReminderView(view),
  on: '2026-12-01',
  later: ['2026-12-17', '2026-12-24'],
  ...more,
});
const aList = (view: Partial<RemindersListView> = {}, locale = 'en-GB') => {
  const { due = [], planned = [] } = view;
  const plannedTotal = { count: planned.length, more: false };
  return drawRemindersList(
    { customer: null, due, dueTotal: { count: due.length, more: false }, planned, plannedTotal, ...view },
    reader({ locale }),
  );
};
const linesOf = (card: unknown): readonly Node[] => nodesOfType(card, 'ColumnSet').filter((set) => set.selectAction);
const textsOf = (card: unknown): readonly (readonly string[])[] =>
  linesOf(card).map((line) =>
    nodesOfType(line, 'TextBlock')
      .slice(1, 3)
      .map(({ text }) => String(text)),
  );
const words = (card: unknown): string => wordsOf(card).join('\n');

describe('the list of reminders', () => {
  it('when a subject comes several times, then it is one line: what it is, when it comes next and how often after that', () => {
    const { card } = aList({ planned: [aSubject()] });
    assert.deepEqual(textsOf(card), [
      [
        'Contoso Italia',
        'Ends on 31 December 2026, no grace · Visio Plan 2 · comes on 1 December 2026 · then 2 more times',
      ],
    ]);
    assert.match(words(aList({ planned: [aSubject({}, { later: ['2026-12-17'] })] }).card), /then 1 more time$/m);
    assert.doesNotMatch(words(aList({ planned: [aSubject({}, { later: [] })] }).card), /then/);
  });

  it('when the list is of one customer, then each line is named after its subscription and tells the days that follow', () => {
    const due = [aReminderView()];
    const planned = [aSubject({ assignee: AVA }, { later: ['2026-12-17', '2026-12-24', '2027-01-04'] })];
    const { card } = aList({ customer: 'Contoso Italia', due, planned });
    assert.deepEqual(textsOf(card), [
      ['Visio Plan 2', 'Ends on 31 December 2026, no grace · 41 days left, until 31 December 2026 · nobody is on it'],
      [
        'Visio Plan 2',
        'Ends on 31 December 2026, no grace · comes on 1 December 2026 · then on 17 Dec, 24 Dec and 4 Jan 2027 · Ava Bianchi is on it',
      ],
    ]);
    const titles = linesOf(card).map(({ selectAction }) => Object(selectAction).title);
    assert.deepEqual(titles, ['Open the reminder of Contoso Italia', 'Open the move of Contoso Italia']);
  });

  it('when the last of the days ends with an abbreviation, then with its stop', () => {
    const { card } = aList({ customer: 'Contoso Italia', planned: [aSubject()] }, 'ru');
    assert.match(words(card), /потом: 17\sдек\. и 24\sдек\.$/m);
  });

  it('when it is about no subscription, then in the list of one customer what it is about is its name', () => {
    const invitation = { code: 'invitation-unanswered', params: { customer: 'Contoso Italia' } };
    const planned = [aSubject({ reminder: invitation }, { later: [] })];
    assert.deepEqual(textsOf(aList({ customer: 'Contoso Italia', planned }).card), [
      ['If the invitation is still not accepted', 'comes on 1 December 2026'],
    ]);
  });

  it('when one was put off, then its line says by whom and until when', () => {
    const planned = [aSubject({ state: 'snoozed', by: aPerson(), when: '2026-12-01' }, { on: '2026-12-02' })];
    assert.match(words(aList({ planned }).card), /put off until 2 December 2026 by Anna Rossi · then 2 more times/);
  });

  for (const locale of ['en', 'it', 'es', 'ru', 'pt-BR']) {
    it(`when it has not come yet, then in ${locale} nothing is told as if it had happened`, () => {
      const sentences = sentencesOf(locale);
      const past = codes(sentences).filter((code) => PAST[locale]?.test(sentences[`reminder.${code}.title`] ?? ''));
      assert.ok(past.length > 0, 'the titles themselves tell of what has happened');
      for (const code of codes(sentences)) {
        const { params } = aReminderView().reminder;
        const dates = { graceUntil: '2027-01-30', dataUntil: '2027-04-30', until: '2026-12-31' };
        const planned = [aSubject({ reminder: { code, params: { ...params, ...dates } } })];
        const [line] = textsOf(aList({ planned }, locale).card);
        assert.doesNotMatch(line?.[1] ?? '', PAST[locale] ?? /./, code);
      }
    });
  }

  it('when there are more than are shown, then all of them are counted, and what was not counted to the end says so', () => {
    const due = [aReminderView()];
    const most = aList({ due, dueTotal: { count: 1000, more: true } });
    assert.match(words(most.card), /More than 1,000 reminders are due\..*more than 1,000 in all/s);
    const list = aList({
      due,
      dueTotal: { count: 30, more: false },
      planned: [aSubject()],
      plannedTotal: { count: 8, more: false },
    });
    assert.match(words(list.card), /30 reminders are due/);
    assert.match(words(list.card), /and 29 more, not shown here(?:.|\n)*and 7 more, not shown here/);
    const many = aList({ planned: [aSubject()], plannedTotal: { count: 1000, more: true } });
    assert.match(words(many.card), /and others, not shown here: more than 1,000 in all/);
  });

  it('when nothing is due, then who hears the card hears what comes next', () => {
    const { text } = aList({ planned: [aSubject()] });
    assert.match(
      text,
      /Contoso Italia, Ends on 31 December 2026, no grace, Visio Plan 2, comes on 1 December 2026, then/,
    );
  });

  it('when a planned line is pressed, then its move opens', () => {
    const [line] = linesOf(aList({ planned: [aSubject()] }).card);
    assert.equal(Object(line?.selectAction).verb, 'move.open');
  });
});

/** Words by which a language tells of what has happened, as in the titles of what comes after an end. */
const PAST: Readonly<Record<string, RegExp>> = {
  en: /\b(?:ended|probably|extended|not accepted yet|not answered$)/i,
  it: /\b(?:finita|probabilmente|prolungata)\b/i,
  es: /(?:terminó|terminada|probablemente|extendida)/i,
  ru: /(?:закончилась|вероятно|продлена|продлилась|не принят[оа]|нет ответа)/i,
  'pt-BR': /(?:terminou|terminada|provavelmente|estendida)/i,
};

const codes = (sentences: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(sentences).flatMap((key) => /^reminder\.([a-z-]+)\.title$/.exec(key)?.[1] ?? []);
