import assert from 'node:assert/strict';
import { drawAssistantStatus } from '../../cards/assistant-status.ts';
import { drawSilence } from '../../cards/silence.ts';
import { drawStageSettings } from '../../cards/stage-settings.ts';
import { drawTeamSettings, type TeamSettingsView } from '../../cards/team-settings.ts';
import { drawUndelivered } from '../../cards/undelivered.ts';
import { drawWeekly, type WeeklyView } from '../../cards/weekly.ts';
import { DEFAULT_TEAM_SETTINGS, TeamSettings } from '../../services/reminders/team-settings.ts';
import { aPerson, MOVE_ID } from '../builders.ts';
import { nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { reader } from './every-card.ts';

const words = (card: unknown): string => wordsOf(card).join('\n');
const inputOf = (card: unknown, id: string) => nodesOfType(card, 'Input.').find((input) => input.id === id);
const executes = (card: unknown) => nodesOfType(card, 'Action.Execute');

describe('the card of the settings', () => {
  const view = (overrides: Partial<TeamSettingsView> = {}): TeamSettingsView => ({
    settings: DEFAULT_TEAM_SETTINGS,
    channel: null,
    changed: null,
    problems: {},
    typed: {},
    notice: null,
    ...overrides,
  });
  const draw = (overrides?: Partial<TeamSettingsView>, who = reader()) => drawTeamSettings(view(overrides), who).card;

  const zonesOf = (timeZone: string, who = reader()) =>
    nodesOf(inputOf(draw({ settings: { ...DEFAULT_TEAM_SETTINGS, timeZone } }, who), 'timeZone')?.choices);
  const titlesOf = (...given: Parameters<typeof zonesOf>) => zonesOf(...given).map(({ title }) => String(title));

  it('when a zone is chosen, then each is a city and its country in the language of the reader, with the clock of today', () => {
    for (const [locale, cities] of [
      ['en', ['GMT+3 · Moscow, Russia', 'GMT+2 · Kyiv, Ukraine', 'GMT-6 · Mexico City, Mexico']],
      ['ru', ['GMT+3 · Москва, Россия', 'GMT+5 · Алматы, Казахстан', 'GMT+3 · Стамбул, Турция']],
      ['it', ['GMT+1 · Roma, Italia', 'GMT+3 · Mosca, Russia']],
      ['es', ['GMT-3 · Buenos Aires, Argentina', 'GMT-5 · Bogotá, Colombia', 'GMT+1 · Madrid, España']],
      ['pt-BR', ['GMT+0 · Lisboa, Portugal', 'GMT-3 · São Paulo, Brasil']],
    ] as const) {
      const titles = titlesOf('UTC', reader({ locale }));
      assert.deepEqual(
        cities.filter((city) => !titles.includes(city)),
        [],
        locale,
      );
    }
    const inSummer = titlesOf('UTC', reader({ now: '2027-07-01T12:00:00Z', today: '2027-07-01' }));
    assert.ok(inSummer.includes('GMT+2 · Rome, Italy'));
  });

  it('when zones are listed, then they go from west to east, and each clock stands there once', () => {
    const titles = titlesOf('Europe/Rome', reader({ timeZone: 'Asia/Kathmandu' }));
    const hours = titles.map((title) => {
      const [, sign, hour, minutes = '0'] = /^GMT([+-])(\d+)(?::(\d+))? · \S/.exec(title) ?? assert.fail(title);
      return (sign === '-' ? -1 : 1) * (Number(hour) + Number(minutes) / 60);
    });
    assert.deepEqual(
      hours,
      hours.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(titles).size, titles.length);
    assert.ok(titles.includes('GMT+5:45 · Asia/Kathmandu'), 'that of the reader');
  });

  it('when a zone was set under another of its names, or is none of the list, then it is there once and stays chosen', () => {
    for (const [set, title] of [
      ['Europe/Kiev', 'GMT+2 · Kyiv, Ukraine'],
      ['America/Buenos_Aires', 'GMT-3 · Buenos Aires, Argentina'],
      ['Pacific/Chatham', 'GMT+13:45 · Pacific/Chatham'],
    ] as const) {
      const found = zonesOf(set).filter((zone) => zone.title === title);
      assert.deepEqual(
        found.map(({ value }) => value),
        [set],
      );
      const card = draw({ settings: { ...DEFAULT_TEAM_SETTINGS, timeZone: set } });
      assert.equal(inputOf(card, 'timeZone')?.value, set);
    }
  });

  it('when there are many zones, then they are found by typing, and the card stays small', () => {
    const card = draw({}, reader({ locale: 'ru', sandbox: true }));
    assert.equal(inputOf(card, 'timeZone')?.style, 'filtered');
    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 25_000);
  });

  it('when nothing was typed, then what the card sends back is what holds', () => {
    const card = draw({ settings: { ...DEFAULT_TEAM_SETTINGS, closes: '24:00', opens: '08:15', weeklyOn: 3 } });
    const sent = Object.fromEntries(nodesOfType(card, 'Input.').map(({ id, value }) => [id, value]));
    assert.deepEqual(sent, {
      timeZone: 'UTC',
      otherTimeZone: undefined,
      workingDays: '1,2,3,4,5',
      opens: '08:15',
      closes: '24:00',
      places: 'both',
      weeklyOn: '3',
    });
  });

  it('when every choice is taken at its word, then it is a setting', () => {
    const card = draw();
    const values = (id: string) => nodesOf(inputOf(card, id)?.choices).map(({ value }) => String(value));
    for (const opens of values('opens')) TeamSettings.parse({ ...DEFAULT_TEAM_SETTINGS, opens, closes: '24:00' });
    for (const closes of values('closes')) TeamSettings.parse({ ...DEFAULT_TEAM_SETTINGS, opens: '00:00', closes });
    for (const timeZone of values('timeZone')) TeamSettings.parse({ ...DEFAULT_TEAM_SETTINGS, timeZone });
    for (const places of values('places')) TeamSettings.parse({ ...DEFAULT_TEAM_SETTINGS, places });
  });

  it('when something was wrong, then what was typed is still there, below what is wrong with it', () => {
    const card = draw({
      typed: { otherTimeZone: 'Rome', workingDays: '', opens: '19:00', places: 'nowhere' },
      problems: { otherTimeZone: { key: 'error.input.time-zone', params: { typed: 'Rome' } } },
    });
    assert.equal(inputOf(card, 'otherTimeZone')?.value, 'Rome');
    assert.equal(inputOf(card, 'workingDays')?.value, undefined);
    assert.equal(inputOf(card, 'opens')?.value, '19:00');
    assert.equal(inputOf(card, 'places')?.value, 'both', 'what is no choice is not chosen');
    assert.match(words(card), /✕ "Rome" is no time zone/);
  });
});

describe('the days on which reminders come', () => {
  it('when a day always stays, then the label of its line says which, and others tell the usual days', () => {
    const kinds = [
      { id: 'original-end', days: [-7, 0], usual: [-7, 0], always: 0 },
      { id: 'credit-open', days: [2], usual: [1, 7], always: null },
    ] as const;
    const { card } = drawStageSettings(
      { kinds, problems: {}, typed: { 'stage_credit-open': 'two' }, notice: null },
      reader(),
    );
    assert.match(String(inputOf(card, 'stage_original-end')?.label), /; 0 always stays$/);
    assert.equal(inputOf(card, 'stage_original-end')?.value, '7, 0');
    assert.equal(inputOf(card, 'stage_credit-open')?.value, 'two');
    assert.equal(words(card).match(/Usual: /g)?.length, 1);
    assert.match(words(card), /Usual: \+1, \+7/);
  });
});

describe('the weekly overview', () => {
  const line = { moveId: MOVE_ID, version: 2, customer: 'Contoso Italia' };
  const what = { key: 'reminder.end-ready.title', params: { end: '2026-12-31' } };
  const empty: WeeklyView = {
    scope: 'team',
    week: '2026-11-16',
    open: 3,
    byStep: [],
    ends: [],
    ending: [],
    overdue: [],
    waiting: [],
    unassigned: [],
    more: { ending: 0, overdue: 0, waiting: 0, unassigned: 0 },
  };
  const draw = (view: Partial<WeeklyView>) => drawWeekly({ ...empty, ...view }, reader()).card;

  for (const [what_, view, word] of [
    [
      'something is overdue',
      { overdue: [{ ...line, what, until: '2026-11-10', assignee: aPerson() }] },
      '1 is overdue',
    ],
    ['nobody is on something', { unassigned: [{ ...line, what, until: null }] }, 'Nobody is on 1 of them'],
    ['all is in hand', {}, 'Nothing is overdue'],
  ] as const) {
    it(`when ${what_}, then that is the first thing it says`, () => {
      assert.ok(words(draw(view)).includes(word));
    });
  }

  it('when something ends soon, then the table names it, and its customer opens the move', () => {
    const card = draw({
      ending: [{ ...line, what: 'Visio Plan 2', on: '2026-12-01' }],
      more: { ...empty.more, ending: 4 },
    });
    const [cell] = nodesOfType(card, 'TableCell').filter(({ selectAction }) => selectAction !== undefined);
    assert.deepEqual(wordsOf(cell).slice(0, 2), ['Contoso Italia', 'Visio Plan 2']);
    assert.equal(Object(cell?.selectAction).verb, 'move.open');
    assert.match(words(card), /1 Dec 2026/);
    assert.match(words(card), /and 4 more, not shown here/);
  });

  it('when more moves are open than were counted by step, then the chart says which ones it is about', () => {
    const byStep = [{ step: 'agreement', count: 300 }] as const;
    const [all, some] = [300, 4000].map((open) => drawWeekly({ ...empty, open, byStep }, reader()));
    assert.match(words(all?.card), /Moves by step(?!:)/);
    assert.match(words(some?.card), /Moves by step: 300 open moves, those untouched for longest/);
    assert.match(String(Object(some?.card).speak), /300 open moves, those untouched for longest/);
  });

  it('when no move is open, then there is nothing to judge', () => {
    const card = draw({ open: 0, scope: 'own' });
    assert.match(words(card), /You have no open move/);
    assert.doesNotMatch(words(card), /overdue/);
  });
});

describe('how the assistant is', () => {
  const healthy = {
    lastRun: '2026-11-20T09:30:00Z',
    late: false,
    nextRun: '2026-11-20T09:31:00Z',
    nextDue: null,
    waiting: { count: 0, since: null },
    failed: { count: 0, reason: null },
    alarms: [],
    channel: null,
    settings: { ...DEFAULT_TEAM_SETTINGS, workingDays: [1, 3, 7], timeZone: 'America/New_York' },
  };
  const draw = (view: Partial<Parameters<typeof drawAssistantStatus>[0]> = {}) =>
    drawAssistantStatus({ ...healthy, ...view }, reader({ timeZone: 'America/New_York' })).card;

  it('when all is well, then it says so, with the times of the reader', () => {
    const said = words(draw());
    assert.match(said, /All is well/);
    assert.match(said, /20 November 2026 at 04:30 (?:EST|GMT-5)/);
    assert.match(said, /Monday, Wednesday and Sunday/);
    assert.match(said, /write "remind here" in the team's channel/);
  });

  for (const [what, view, said] of [
    ['it has not run', { late: true, failed: { count: 1, reason: null } }, /has not looked .* too long/],
    ['messages failed', { failed: { count: 2, reason: 'x' } }, /2 messages reached nobody/],
    ['an alarm stands', { alarms: [{ code: 'sign-in-missing', params: {} }] }, /An alarm stands/],
  ] as const) {
    it(`when ${what}, then it needs attention and says why`, () => {
      const said_ = words(draw(view));
      assert.match(said_, /Needs attention/);
      assert.match(said_, said);
      assert.doesNotMatch(said_, /All is well/);
    });
  }
});

describe('messages that reached nobody', () => {
  const message = {
    id: 'a3f7c1d2-0000-4000-8000-000000000001',
    kind: 'reminders',
    place: { kind: 'channel', name: 'Moves' },
    customers: ['Contoso Italia', 'Fabrikam', 'Adatum', 'Litware'],
    what: null,
    reason: 'never-heard-of',
    since: '2026-11-20T09:00:00Z',
  } as const;

  it('when one is listed, then it says about whom, why, where to and since when, and is sent again by its id', () => {
    const { card } = drawUndelivered({ messages: [message], more: 0 }, reader());
    assert.match(words(card), /Contoso Italia, Fabrikam, 2 more/);
    assert.match(
      words(card),
      /Teams did not take it \(never-heard-of\) · to the channel Moves · since 20 November 2026 at 09:00 UTC/,
    );
    const [retry, all] = executes(card);
    assert.deepEqual([retry?.verb, retry?.data], ['message.retry', { message: message.id }]);
    assert.deepEqual([all?.verb, all?.title], ['message.retry-all', 'Send 1 again']);
  });

  it('when there is none, then nothing can be sent again', () => {
    const { card } = drawUndelivered({ messages: [], more: 0 }, reader());
    assert.deepEqual(
      executes(card).map(({ verb }) => verb),
      ['say.status'],
    );
  });
});

describe('why nothing was said', () => {
  it('when something could have been told, then the reason stands below it, and when the next word comes', () => {
    const reasons = [
      { about: 'Visio Plan 2', reason: { key: 'end.arranged', params: { end: '2026-12-31' } }, next: '2026-12-01' },
      { about: 'Credit', reason: { key: 'fact.told-by-person' }, next: null },
    ];
    const view = { customer: 'Contoso', domain: 'contoso.com', moveId: MOVE_ID, version: 1, reasons };
    const { card, text } = drawSilence(view, reader());
    assert.match(words(card), /It is arranged at the source that it ends on 31 December 2026/);
    assert.match(words(card), /The next reminder comes on 1 December 2026\./);
    assert.match(words(card), /At present no reminder of this is planned\./);
    assert.match(text, /Visio Plan 2: It is arranged/);
    assert.match(words(drawSilence({ ...view, reasons: [] }, reader()).card), /Nothing in this move has a date yet/);
  });
});
