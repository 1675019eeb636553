import { type AssistantStatusView, drawAssistantStatus } from '../../cards/assistant-status.ts';
import { sentencesOf } from '../../cards/language.ts';
import type { PlannedView } from '../../cards/planned-line.ts';
import { drawReminder } from '../../cards/reminder.ts';
import { drawReminderDigest } from '../../cards/reminder-digest.ts';
import { drawRemindersList } from '../../cards/reminders-list.ts';
import { drawSilence } from '../../cards/silence.ts';
import { drawStageSettings } from '../../cards/stage-settings.ts';
import { drawTeamSettings, type TeamSettingsView } from '../../cards/team-settings.ts';
import { type DeadMessage, drawUndelivered } from '../../cards/undelivered.ts';
import type { Reader } from '../../cards/view.ts';
import { drawWeekly, type WeeklyView } from '../../cards/weekly.ts';
import type { SentenceParams } from '../../services/errors.ts';
import { type Move, STEP_IDS } from '../../services/moves/move.ts';
import type { ReminderAnchor } from '../../services/reminders/reminder.ts';
import { DEFAULT_TEAM_SETTINGS, STAGE_IDS } from '../../services/reminders/team-settings.ts';
import { figures } from '../../services/rules/figures.ts';
import { TODAY } from '../builders.ts';
import { AVA, aReminderView } from './a-reminder-view.ts';
import type { Example } from './every-card.ts';

/** The cards about reminders and about the assistant itself, told of one move: its names, and lists as long as its originals. */
export function remindingExamples(move: Move): readonly Example[] {
  const { customer, openedBy } = move;
  const name = move.facts.originals[0]?.name ?? 'Visio Plan 2';
  const crowded = move.facts.originals.length > 10;
  const list = <T>(few: number, make: (i: number) => T): readonly T[] =>
    Array.from({ length: crowded ? 300 : few }, (_, i) => make(i));
  const ava = { ...AVA, name: openedBy.name.replace('Anna Rossi', AVA.name) };
  const ref = { moveId: move.id, version: move.version, customer: customer.name };
  const params = { ...aReminderView().reminder.params, customer: customer.name, name };

  const reminder = ({ reminder, ...overrides }: Parameters<typeof aReminderView>[0] = {}) =>
    aReminderView({
      ...ref,
      domain: customer.domain,
      opener: openedBy,
      people: list(2, (i) => ({ ...ava, id: `${AVA.id.slice(0, -3)}${String(i).padStart(3, '0')}` })),
      reminder: { params, ...reminder },
      ...overrides,
    });
  const settled = { by: openedBy, when: '2026-11-23' };
  const due: readonly (readonly [string, Parameters<typeof aReminderView>[0]])[] = [
    ['due', {}],
    ['last day', { reminder: { deadline: TODAY, dueOn: TODAY, stage: 0 }, snoozes: [], later: [], people: [] }],
    ['overdue and missed', { reminder: { deadline: '2026-11-10' }, missed: true, snoozes: [] }],
    [
      'no deadline',
      { reminder: { deadline: null, anchor: 'invitation-sent', code: 'end-ready-enterprise', stage: 7 } },
    ],
    ['given to somebody just now', { assignee: ava, mention: ava, undo: true, here: 'channel' }],
    ['for who opened it', { mention: openedBy, here: 'opener', said: { key: 'fact.told-by-person' } }],
    ['for somebody else than who is on it', { assignee: ava, mention: openedBy, here: 'rerouted' }],
    ['with a notice', { assignee: ava, here: 'assignee', notice: { key: 'notice.saved' } }],
    ['done', { state: 'done', ...settled, undo: true }],
    ['done for good', { state: 'done', ...settled, assignee: ava }],
    ['put off', { state: 'snoozed', ...settled, undo: true }],
    ['superseded', { state: 'superseded' }],
    ['followed', { state: 'followed' }],
  ];
  const many = list(3, (i) =>
    reminder({
      reminder: { key: `${i}:original-end:2026-12-31:-30`, deadline: `2026-12-${10 + (i % 20)}` },
      customer: `${customer.name} ${i}`,
      assignee: i % 2 === 0 ? ava : null,
      missed: i % 5 === 1,
    }),
  );

  const end = { end: '2026-12-31' };
  const ahead = list<PlannedView>(5, (i) => {
    const one = AHEAD[i % AHEAD.length] ?? {};
    const params = one.params ?? { ...aReminderView().reminder.params, customer: customer.name, name, ...end };
    const next = reminder({
      reminder: { key: `ahead-${i}`, ...one, params },
      ...(i % 5 === 3 && { state: 'snoozed', ...settled }),
      ...(i % 5 === 4 && { assignee: ava }),
    });
    return { next, on: '2026-12-01', later: aReminderView().later.slice(0, (i * 5) % 7) };
  });

  return [
    ...due.map(([state, view]) => ({
      name: `reminder: ${state}`,
      draw: (r: Reader) => drawReminder(reminder(view), r),
    })),
    {
      name: 'reminder-digest',
      draw: (r) =>
        drawReminderDigest({ reminders: [...many, reminder({ state: 'snoozed', ...settled })], message: move.id }, r),
    },
    {
      name: 'reminder-digest: caught up',
      draw: (r) =>
        drawReminderDigest(
          { reminders: [reminder({ missed: true }), reminder({ state: 'done', ...settled })], caughtUp: true },
          r,
        ),
    },
    {
      name: 'reminder-digest: several answered',
      draw: (r) =>
        drawReminderDigest(
          {
            reminders: many,
            message: move.id,
            notice: { key: 'notice.reminders-taken', params: { count: 2 } },
            settledBefore: [reminder({ state: 'done', ...settled }), reminder({ state: 'followed' })],
          },
          r,
        ),
    },
    {
      name: 'reminder-digest: settled',
      draw: (r) =>
        drawReminderDigest({ reminders: [reminder({ state: 'followed' }), reminder({ state: 'superseded' })] }, r),
    },
    {
      name: 'reminders-list',
      draw: (r) =>
        drawRemindersList(
          {
            customer: null,
            due: many,
            dueTotal: { count: many.length + 7, more: false },
            planned: ahead.slice(0, 12),
            plannedTotal: { count: 1000, more: true },
          },
          r,
        ),
    },
    {
      name: 'reminders-list: of one customer',
      draw: (r) =>
        drawRemindersList(
          {
            customer: customer.name,
            due: many,
            dueTotal: { count: many.length, more: false },
            planned: ahead,
            plannedTotal: { count: ahead.length + 2, more: false },
          },
          r,
        ),
    },
    {
      name: 'reminders-list: none',
      draw: (r) =>
        drawRemindersList(
          {
            customer: customer.name,
            due: [],
            dueTotal: { count: 0, more: false },
            planned: [],
            plannedTotal: { count: 0, more: false },
          },
          r,
        ),
    },
    ...weekly(),
    ...statuses(),
    { name: 'undelivered', draw: (r) => drawUndelivered({ messages: list(2, dead), more: 3 }, r) },
    ...UNDELIVERED.map((reason) => ({
      name: `undelivered: ${reason}`,
      draw: (r: Reader) => drawUndelivered({ messages: [{ ...dead(0), reason }], more: 0 }, r),
    })),
    {
      name: 'undelivered: every kind',
      draw: (r) =>
        drawUndelivered(
          {
            messages: (['news', 'reminders', 'weekly', 'alert', 'channel-lost', 'redraw'] as const).map((kind, i) => ({
              ...dead(i),
              kind,
              what: null,
              customers: i % 2 === 0 ? [] : dead(i).customers,
              place: { kind: (['channel', 'personal', 'operators'] as const)[i % 3] ?? 'channel', name: '' },
            })),
            more: 0,
          },
          r,
        ),
    },
    {
      name: 'undelivered: none',
      draw: (r) => drawUndelivered({ messages: [], more: 0, notice: { key: 'notice.saved' } }, r),
    },
    ...settings(),
    {
      name: 'silence',
      draw: (r) =>
        drawSilence(
          {
            ...ref,
            domain: customer.domain,
            reasons: list(REASONS.length, (i) => ({
              about: name,
              reason: {
                key: `silence.${REASONS[i % REASONS.length]}`,
                params: {
                  who: openedBy.name,
                  when: '2026-11-18',
                  on: '2026-11-18',
                  date: '2026-12-31',
                  end: '2026-12-31',
                },
              },
              next: i % 2 === 0 ? '2026-12-01' : null,
            })),
          },
          r,
        ),
    },
    ...REASONS.map((word) => ({
      name: `silence: ${word}`,
      draw: (r: Reader) => {
        const params = {
          who: openedBy.name,
          when: '2026-11-18',
          on: '2026-11-18',
          date: '2026-12-31',
          end: '2026-12-31',
        };
        const reason = { key: `silence.${word}`, params };
        return drawSilence({ ...ref, domain: customer.domain, reasons: [{ about: name, reason, next: null }] }, r);
      },
    })),
    { name: 'silence: nothing', draw: (r) => drawSilence({ ...ref, domain: customer.domain, reasons: [] }, r) },
  ];

  function weekly(): readonly Example[] {
    const what = { key: 'reminder.end-ready.title', params: { end: '2026-12-31' } };
    const none = { ending: 0, overdue: 0, waiting: 0, unassigned: 0 };
    const full: WeeklyView = {
      scope: 'team',
      week: '2026-11-16',
      open: 12,
      byStep: STEP_IDS.map((step, i) => ({ step, count: i })),
      ends: [
        { month: '2026-12', count: 7 },
        { month: '2027-01', count: 2 },
        { month: '2027-04', count: 11 },
      ],
      ending: list(2, () => ({ ...ref, what: name, on: '2026-12-01' })),
      overdue: list(2, (i) => ({ ...ref, what, until: '2026-11-10', assignee: i === 0 ? null : ava })),
      waiting: list(3, (i) => ({
        ...ref,
        outside: (['customer', 'partner', 'microsoft'] as const)[i % 3] ?? 'customer',
        since: i === 2 ? null : '2026-11-02',
      })),
      unassigned: list(2, (i) => ({ ...ref, what, until: i === 0 ? null : '2026-12-01' })),
      more: { ending: 2, overdue: 1, waiting: 0, unassigned: 5 },
    };
    const empty: WeeklyView = {
      ...full,
      byStep: [],
      ends: [],
      ending: [],
      overdue: [],
      waiting: [],
      unassigned: [],
      more: none,
    };
    return (
      [
        ['weekly', full],
        [
          'weekly: nobody on it',
          {
            ...full,
            scope: 'own',
            open: 1,
            overdue: [],
            byStep: full.byStep.slice(3, 6),
            ends: full.ends.slice(0, 1),
            more: none,
          },
        ],
        ['weekly: nothing open', { ...empty, scope: 'own', open: 0 }],
      ] as const
    ).map(([title, view]) => ({ name: title, draw: (r: Reader) => drawWeekly(view, r) }));
  }

  function statuses(): readonly Example[] {
    const healthy: AssistantStatusView = {
      lastRun: '2026-11-20T09:30:00Z',
      late: false,
      nextRun: '2026-11-20T09:31:00Z',
      nextDue: {
        on: '2026-12-01',
        customer: customer.name,
        what: { key: 'reminder.end-ready.title', params: { end: '2026-12-31' } },
      },
      waiting: { count: 0, since: null },
      failed: { count: 0, reason: null },
      alarms: [],
      channel: { name: customer.name },
      settings: { ...DEFAULT_TEAM_SETTINGS, timeZone: 'Europe/Rome' },
    };
    const alarm = { code: 'sign-in-ended', params: { date: '2026-11-10' } };
    return (
      [
        ['healthy', healthy],
        ['messages wait', { ...healthy, waiting: { count: 2, since: '2026-11-20T09:00:00Z' } }],
        ['failed', { ...healthy, failed: { count: 3, reason: 'never-heard-of' }, channel: { name: '' } }],
        ['alarms', { ...healthy, alarms: [...list(1, () => alarm), { code: 'new', params: {} }], channel: null }],
        ['late', { ...healthy, late: true, nextDue: null }],
        ['never ran', { ...healthy, lastRun: null, nextRun: null, failed: { count: 1, reason: null } }],
      ] as const
    ).map(([title, view]) => ({ name: `assistant: ${title}`, draw: (r: Reader) => drawAssistantStatus(view, r) }));
  }

  function dead(i: number): DeadMessage {
    return {
      id: `7d5f2c4e-8f0a-4a52-9a37-${String(i).padStart(12, '0')}`,
      kind: 'reminders',
      place: { kind: 'channel', name: customer.name },
      customers: list(i + 1, (n) => `${customer.name} ${n}`),
      what: { key: 'reminder.end-ready.title', params: { end: '2026-12-31' } },
      reason: 'never-heard-of',
      since: '2026-11-20T09:00:00Z',
    };
  }

  function settings(): readonly Example[] {
    const view: TeamSettingsView = {
      settings: { ...DEFAULT_TEAM_SETTINGS, timeZone: 'Europe/Rome', opens: '08:15', weeklyOn: null },
      channel: { name: customer.name },
      changed: { by: openedBy, at: '2026-11-18T09:30:00.000Z' },
      problems: {},
      typed: {},
      notice: null,
    };
    const kinds = STAGE_IDS.map((id) => {
      const usual = id === 'gdap-expiry' ? [-30, -7] : figures().stages(id);
      return { id, days: id === 'credit-open' ? [2, 4] : usual, usual, always: id === 'original-end' ? 0 : null };
    });
    return [
      { name: 'settings', draw: (r) => drawTeamSettings(view, r) },
      {
        name: 'settings: problems',
        draw: (r) =>
          drawTeamSettings(
            {
              ...view,
              settings: { ...DEFAULT_TEAM_SETTINGS, closes: '24:00' },
              channel: null,
              changed: null,
              typed: { otherTimeZone: customer.name, opens: '19:00', workingDays: '', weeklyOn: '3' },
              problems: {
                otherTimeZone: { key: 'error.input.time-zone', params: { typed: customer.name } },
                workingDays: { key: 'error.input.working-days' },
                closes: { key: 'error.input.closes' },
              },
            },
            r,
          ),
      },
      {
        name: 'settings: saved',
        draw: (r) => drawTeamSettings({ ...view, channel: { name: '' }, notice: { key: 'settings.saved' } }, r),
      },
      {
        name: 'stages',
        draw: (r) => drawStageSettings({ kinds, problems: {}, typed: {}, notice: { key: 'settings.stages-saved' } }, r),
      },
      {
        name: 'stages: problems',
        draw: (r) =>
          drawStageSettings(
            {
              kinds,
              typed: { 'stage_credit-open': customer.name },
              problems: { 'stage_credit-open': { key: 'error.stages.not-a-number', params: { typed: customer.name } } },
              notice: { key: 'settings.stages-saved-added', params: { added: '0' } },
            },
            r,
          ),
      },
    ];
  }
}

/** Of an end that comes, what is asked after it, and what has no subscription. */
const AHEAD: readonly { readonly code?: string; readonly anchor?: ReminderAnchor; readonly params?: SentenceParams }[] =
  [
    {},
    { code: 'ended-check' },
    { code: 'invitation-unanswered', anchor: 'invitation-sent', params: { customer: 'Contoso Italia' } },
    { code: 'extended-term-or-locked', anchor: 'original-extended-term' },
    { code: 'ended-not-provisioned' },
  ];

const named = (family: string): readonly string[] =>
  Object.keys(sentencesOf('en'))
    .filter((key) => new RegExp(`^${family}\\.[a-z-]+$`).test(key))
    .map((key) => key.slice(family.length + 1));
/** Every reason for silence; the rest of the family is what stands around them. */
const REASONS = named('silence').filter((word) => !['nothing', 'what', 'no-next', 'next'].includes(word));
const UNDELIVERED = named('delivery');
