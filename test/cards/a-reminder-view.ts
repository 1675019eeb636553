import type { ReminderView } from '../../cards/reminder.ts';
import { aPerson, MOVE_ID } from '../builders.ts';

/** A due reminder that nobody has touched; a test names what differs, also inside `reminder`. */
export const aReminderView = ({
  reminder,
  ...overrides
}: Partial<Omit<ReminderView, 'reminder'>> & { reminder?: Partial<ReminderView['reminder']> } = {}): ReminderView => ({
  moveId: MOVE_ID,
  version: 3,
  customer: 'Contoso Italia',
  domain: 'contoso.it',
  reminder: {
    key: 'original-1:original-end:2026-12-31:-30',
    code: 'end-provision-extended-term',
    params: { customer: 'Contoso Italia', name: 'Visio Plan 2', end: '2026-12-31', provisionBy: '2026-12-31' },
    dueOn: '2026-12-01',
    deadline: '2026-12-31',
    anchor: 'original-end',
    stage: -30,
    ...reminder,
  },
  state: 'due',
  by: null,
  when: null,
  assignee: null,
  opener: aPerson(),
  mention: null,
  undo: false,
  snoozes: [
    { value: '1', until: '2026-12-02' },
    { value: '3', until: '2026-12-04' },
    { value: '7', until: '2026-12-08' },
    { value: 'stage', until: '2026-12-17' },
  ],
  people: [AVA],
  later: ['2026-12-17', '2026-12-24', '2026-12-28', '2026-12-30', '2026-12-31', '2027-01-01'],
  ...overrides,
});

/** A colleague of the one who opened the move. */
export const AVA = aPerson({ id: '9a1de8a7-6f4a-4a56-8a52-0f4f7d3c2b11', name: 'Ava Bianchi' });
