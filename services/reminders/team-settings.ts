import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { SettingStore } from '../store/setting-store.ts';

/** Under which name the team's settings are kept. */
export const TEAM_SETTINGS_KEY = 'team';

/** What a stage list of the plan is called in `data/figures.json`: everything the team may time differently. */
export const STAGE_IDS = [
  'invitation-sent',
  'transfer-created',
  'original-end',
  'original-grace',
  'original-disabled',
  'original-extended-term',
  'original-unresolved',
  'credit-open',
  'credit-asked',
  'target-provisioned',
  'target-term-end',
  'target-term-end-unknown',
  'gdap-expiry',
] as const;
export type StageId = (typeof STAGE_IDS)[number];

/** Most reminders of one anchor: more would not be read. */
export const MOST_STAGES = 15;
/** Days from its anchor beyond which nobody is reminded. */
export const FURTHEST_STAGE = 365;

/** A time of day, `00:00` to `24:00`. */
const TimeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u);

/** ISO weekdays, 1 = Monday to 7 = Sunday. */
const Weekday = z.int().min(1).max(7);

const StageList = z.array(z.int().min(-FURTHEST_STAGE).max(FURTHEST_STAGE)).min(1).max(MOST_STAGES);

const FIELDS = {
  /** IANA name, such as `Europe/Rome`. */
  timeZone: z.string().refine(isTimeZone, 'is no time zone'),
  /** Each once, in order. */
  workingDays: z
    .array(Weekday)
    .min(1)
    .transform((days) => [...new Set(days)].sort((a, b) => a - b)),
  /** Wall clock of the team's time zone; closes after it opens on the same day. */
  opens: TimeOfDay,
  closes: TimeOfDay,
  /** Who gets a reminder: the person it is for in 1:1, the team's channel, or both. Without a channel: the person. */
  places: z.enum(['both', 'channel', 'personal']),
  /** The weekday on whose opening hour the digest of everything in flight is sent; null: never. */
  weeklyOn: Weekday.nullable(),
  /** Days from the anchor, where the team wants others than the product's own. Read them by `stagesOf`, which keeps them possible. */
  stages: z.partialRecord(z.enum(STAGE_IDS), StageList),
};

/** How one team wants to be reminded. One installation serves one team. */
export const TeamSettings = z
  .object(FIELDS)
  .refine(({ opens, closes }) => opens < closes, { path: ['closes'], message: 'is not after the opening hour' });
export type TeamSettings = z.infer<typeof TeamSettings>;

/** What holds until the team says otherwise. */
export const DEFAULT_TEAM_SETTINGS: TeamSettings = {
  timeZone: 'UTC',
  workingDays: [1, 2, 3, 4, 5],
  opens: '08:00',
  closes: '18:00',
  places: 'both',
  weeklyOn: 1,
  stages: {},
};

/** In the sandbox somebody watches at any hour and lets days pass: it has no weekend and no evening, and tells of a week when asked. */
export const SANDBOX_TEAM_SETTINGS: TeamSettings = {
  ...DEFAULT_TEAM_SETTINGS,
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  closes: '24:00',
  weeklyOn: null,
};

/**
 * What the team has set; `fallback` for what it has not, and for each part that does not fit (any more): reminders go on, and a stage list
 * that is not known any more does not move the team to another time zone. Never throws for what is stored.
 */
export async function readTeamSettings(
  store: Pick<SettingStore, 'get'>,
  fallback: TeamSettings,
): Promise<TeamSettings> {
  const stored = await store.get(TEAM_SETTINGS_KEY, Stored);
  if (stored === null) return fallback;
  const opens = fitting(FIELDS.opens, stored.opens, fallback.opens);
  const closes = fitting(FIELDS.closes, stored.closes, fallback.closes);
  return {
    timeZone: fitting(FIELDS.timeZone, stored.timeZone, fallback.timeZone),
    workingDays: fitting(FIELDS.workingDays, stored.workingDays, fallback.workingDays),
    // Half of one working day and half of another make none.
    ...(opens < closes ? { opens, closes } : { opens: fallback.opens, closes: fallback.closes }),
    places: fitting(FIELDS.places, stored.places, fallback.places),
    weeklyOn: fitting(FIELDS.weeklyOn, stored.weeklyOn, fallback.weeklyOn),
    stages: fittingStages(stored.stages) ?? fallback.stages,
  };
}

/** Whether this is the name of a time zone that the calendar knows. A mere offset is none: it would not follow the clock in summer. */
export function isTimeZone(name: string): boolean {
  return timeZoneNamed(name) !== null;
}

/** The time zone as the calendar spells it: `Europe/Rome` for `europe/rome`; null when it knows none of that name. */
export function timeZoneNamed(name: string): string | null {
  // The calendar would also take an offset, or a whole date with a zone behind it.
  if (!/^[a-z]/iu.test(name)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

const Stored = z.record(z.string(), z.unknown());

function fitting<T>(schema: z.ZodType<T>, stored: unknown, otherwise: T): T {
  const parsed = schema.safeParse(stored);
  return parsed.success ? parsed.data : otherwise;
}

/** The lists that fit; null when there is nothing of the kind. */
function fittingStages(stored: unknown): TeamSettings['stages'] | null {
  const lists = Stored.safeParse(stored);
  if (!lists.success) return null;
  const fit: TeamSettings['stages'] = {};
  for (const id of STAGE_IDS) {
    const list = StageList.safeParse(lists.data[id]);
    if (list.success) fit[id] = list.data;
  }
  return fit;
}
