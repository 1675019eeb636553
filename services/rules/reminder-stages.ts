import type { StageId } from '../reminders/team-settings.ts';

/** The days of each list of stages, counted from its anchor: the product's own (`figures().stages`), or those of a team. */
export type StagesOf = (id: StageId) => readonly number[];
