import { isDeepStrictEqual } from 'node:util';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Person } from '../moves/move.ts';
import { figures } from '../rules/figures.ts';
import type { StagesOf } from '../rules/reminder-stages.ts';
import type { SettingStore } from '../store/setting-store.ts';
import { stagesOf } from './stage-settings.ts';
import { readTeamSettings, STAGE_IDS, TEAM_SETTINGS_KEY, type TeamSettings } from './team-settings.ts';

const Changed = z.object({ by: z.object({ id: z.string(), name: z.string() }), at: z.iso.datetime() });
type Changed = z.infer<typeof Changed>;

const Former = z.partialRecord(z.enum(STAGE_IDS), z.array(z.int()));

/** The days of two choices together. */
function allOf(a: TeamSettings['stages'], b: TeamSettings['stages']): TeamSettings['stages'] {
  const all: TeamSettings['stages'] = {};
  for (const id of STAGE_IDS) {
    const days = new Set([...(a[id] ?? []), ...(b[id] ?? [])]);
    if (days.size > 0) all[id] = [...days].sort((x, y) => x - y);
  }
  return all;
}

/** How the team wants to be reminded: what it chose, else the product's own. One installation serves one team. */
export class Team {
  readonly #settings: Pick<SettingStore, 'get' | 'set' | 'setAndSend'>;
  readonly #fallback: TeamSettings;
  /** Reads the row by way of `#row`. */
  readonly #shared: Pick<SettingStore, 'get'> = {
    get: async (_key, schema) => schema.safeParse(await this.#row()).data ?? null,
  };
  #reading: Promise<unknown> | null = null;

  constructor(deps: {
    settings: Pick<SettingStore, 'get' | 'set' | 'setAndSend'>;
    /** What holds until the team chooses. */
    fallback: TeamSettings;
  }) {
    this.#settings = deps.settings;
    this.#fallback = deps.fallback;
  }

  /** As they are now; read anew each time, since another instance may have changed them. What is asked for at once is read once. */
  async settings(): Promise<TeamSettings> {
    return readTeamSettings(this.#shared, this.#fallback);
  }

  /** Who changed them last and when (ISO instant); null: nobody did. */
  async changed(): Promise<Changed | null> {
    return (await this.#shared.get(TEAM_SETTINGS_KEY, z.looseObject({ changed: Changed })))?.changed ?? null;
  }

  /** The days from the anchor on which each kind of reminder is due. */
  async stages(): Promise<StagesOf> {
    return stagesOf(await this.settings());
  }

  /**
   * The same with every day that was ever chosen and those of the product: what was told on a day that is left out since still holds,
   * and so does a snooze.
   */
  async stagesEver(): Promise<StagesOf> {
    const [settings, former] = await Promise.all([this.settings(), this.#former()]);
    const now = stagesOf(settings);
    return (id) => [...new Set([...figures().stages(id), ...(former[id] ?? []), ...now(id)])].sort((a, b) => a - b);
  }

  async #former(): Promise<TeamSettings['stages']> {
    return (await this.#shared.get(TEAM_SETTINGS_KEY, z.looseObject({ former: Former })))?.former ?? {};
  }

  /** Whoever asks before the reading begins shares it: it tells nobody less than a reading of their own would. */
  #row(): Promise<unknown> {
    this.#reading ??= Promise.resolve().then(() => {
      this.#reading = null;
      return this.#settings.get(TEAM_SETTINGS_KEY, z.unknown());
    });
    return this.#reading;
  }

  /**
   * Keeps them; the last one wins. Where reminders go and at what hours holds from the next run on. Other days need another plan: that
   * of every open move is made anew in the background.
   */
  async change(settings: TeamSettings, by: Person, now: Temporal.Instant): Promise<void> {
    const [before, former] = await Promise.all([this.settings(), this.#former()]);
    const changed = { by: { id: by.id, name: by.name }, at: now.toString() };
    const kept = { ...settings, changed, former: allOf(former, before.stages) };
    if (isDeepStrictEqual(before.stages, settings.stages)) return this.#settings.set(TEAM_SETTINGS_KEY, kept);
    await this.#settings.setAndSend(TEAM_SETTINGS_KEY, kept, 'replan', { after: null });
  }
}
