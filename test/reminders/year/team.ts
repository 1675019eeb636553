import type { Person } from '../../../services/moves/move.ts';
import { stageLimits } from '../../../services/reminders/stage-settings.ts';
import { DEFAULT_TEAM_SETTINGS, type StageId, type TeamSettings } from '../../../services/reminders/team-settings.ts';
import type { Dice } from './dice.ts';

export interface Member extends Person {
  /** Null: the person never spoke to the bot. */
  readonly chat: string | null;
}

/** Who opens moves. The first has most of the customers. */
export const OPENERS: readonly (Member & { readonly chat: string })[] = Array.from({ length: 10 }, (_, n) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  name: `Opener ${n}`,
  chat: `chat-${n}`,
}));

/** Who may be given a reminder. */
export const TEAM: readonly Member[] = [
  ...OPENERS,
  { id: '00000000-0000-4000-8000-000000000010', name: 'Helper', chat: 'chat-helper' },
  { id: '00000000-0000-4000-8000-000000000011', name: 'Stranger', chat: null },
];

export const OPERATORS = 'operators';
export const CHANNELS = ['channel-1', 'channel-2'] as const;

const ZONES = ['Europe/Rome', 'America/Sao_Paulo', 'Europe/Moscow', 'Pacific/Auckland', 'UTC', 'America/Los_Angeles'];
/** The last one is the night shift: in the west it begins after the day in UTC has ended. */
const HOURS = [
  ['08:00', '18:00'],
  ['08:30', '17:00'],
  ['07:00', '19:30'],
  ['09:00', '24:00'],
  ['20:30', '24:00'],
] as const;
const PLACES = ['both', 'both', 'channel', 'personal'] as const;

/** What a team may set, without its stages. */
export function anyHours(dice: Dice, weeks: readonly (readonly number[])[]): TeamSettings {
  const [opens, closes] = dice.pick(HOURS);
  return {
    ...DEFAULT_TEAM_SETTINGS,
    timeZone: dice.pick(ZONES),
    workingDays: [...dice.pick(weeks)],
    opens,
    closes,
    places: dice.pick(PLACES),
    weeklyOn: null,
  };
}

/** Other days than the product's own for some anchors. */
export function anyStages(dice: Dice): TeamSettings['stages'] {
  const stages: TeamSettings['stages'] = {};
  for (const id of dice.some(TIMED, 3)) {
    const { earliest, latest } = stageLimits(id);
    const days = Array.from({ length: dice.int(2, 8) }, () =>
      dice.int(Math.max(earliest, -100), Math.min(latest, 100)),
    );
    stages[id] = [...new Set(days)].sort((a, b) => a - b);
  }
  return stages;
}

const TIMED: readonly StageId[] = [
  'original-end',
  'original-grace',
  'original-disabled',
  'original-unresolved',
  'target-term-end',
];
