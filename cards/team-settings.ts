import { isTimeZone, type TeamSettings } from '../services/reminders/team-settings.ts';
import { execute } from './actions.ts';
import { type Block, type Choice, choiceInput, footnote, textInput } from './blocks.ts';
import { capitalised, formatTime, formatWeekday } from './formats.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import type { Speaker } from './speaker.ts';
import { zoneChoices } from './time-zones.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Person, Reader, Sentence } from './view.ts';

export interface TeamSettingsView {
  readonly settings: TeamSettings;
  /** The team's channel; its name is empty when Teams did not tell it. Null: none is chosen. */
  readonly channel: { readonly name: string } | null;
  /** Who changed them last and when (ISO); null: they are the product's own. */
  readonly changed: { readonly by: Person; readonly at: string } | null;
  /** By input id. */
  readonly problems: Readonly<Record<string, Sentence>>;
  readonly typed: Readonly<Record<string, string>>;
  readonly notice: Sentence | null;
}

/** How the team is reminded: its clock and calendar, and where its reminders go. */
export function drawTeamSettings(view: TeamSettingsView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('settings.title'),
    notice: view.notice,
    explanation: [{ key: 'settings.what' }],
    blocks: [
      ...zoneInputs(say, view, reader),
      ...asked(say, view, 'workingDays', {
        choices: WEEK.map((day) => weekday(say, day)),
        value: view.settings.workingDays.join(','),
        multiple: true,
      }),
      ...asked(say, view, 'opens', times(say, view.settings.opens, 0)),
      ...asked(say, view, 'closes', times(say, view.settings.closes, 1)),
      ...asked(say, view, 'places', {
        choices: PLACES.map((place) => ({ title: say.plain(`settings.places-${place}`), value: place })),
        value: view.settings.places,
      }),
      ...asked(say, view, 'weeklyOn', {
        choices: [
          ...WEEK.map((day) => weekday(say, day)),
          { title: say.plain('settings.weekly-never'), value: 'never' },
        ],
        value: view.settings.weeklyOn === null ? 'never' : String(view.settings.weeklyOn),
      }),
      footnote(channelLine(say, view)),
      ...(view.changed === null
        ? []
        : [footnote(say.md('settings.changed', { who: view.changed.by.name, when: view.changed.at }))]),
    ],
    actions: [
      execute({ title: say.plain('button.save'), verb: VERBS.settingsSave, data: {}, primary: true, inputs: true }),
      execute({ title: say.plain('button.stages'), verb: VERBS.settingsStages, data: {} }),
      execute({ title: say.plain('button.assistant-status'), verb: VERBS.assistantStatus, data: {} }),
    ],
  }));
}

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const PLACES = ['both', 'channel', 'personal'] as const satisfies readonly TeamSettings['places'][];

/** A choice under what is wrong with it; what was chosen stays chosen, when it is one of the choices. */
function asked(
  say: Speaker,
  { problems, typed }: TeamSettingsView,
  id: string,
  given: {
    readonly choices: readonly Choice[];
    readonly value: string;
    readonly multiple?: boolean;
    readonly filtered?: boolean;
  },
): readonly Block[] {
  const known = new Set(given.choices.map(({ value }) => value));
  const chosen = given.multiple === true ? typed[id]?.split(',').filter((one) => one !== '') : typed[id]?.split('\n');
  const value = chosen?.every((one) => known.has(one)) === true ? chosen.join(',') : given.value;
  return [
    ...problemOf(say, problems[id]),
    choiceInput({
      id,
      label: say.plain(`settings.${id}`),
      ...given,
      value: value === '' ? undefined : value,
      ...(given.multiple === true && { style: 'expanded' as const }),
    }),
  ];
}

/** The zones most teams live in, to be found by typing a part of their names, and a place to write any other. */
function zoneInputs(say: Speaker, view: TeamSettingsView, reader: Reader): readonly Block[] {
  const own = [view.settings.timeZone, reader.timeZone ?? 'UTC', 'UTC'].filter(isTimeZone);
  return [
    ...asked(say, view, 'timeZone', {
      choices: zoneChoices(say, own, reader.now ?? `${reader.today}T12:00:00Z`),
      value: view.settings.timeZone,
      filtered: true,
    }),
    ...problemOf(say, view.problems.otherTimeZone),
    textInput({
      id: 'otherTimeZone',
      label: say.plain('settings.otherTimeZone'),
      placeholder: 'Europe/Ljubljana',
      value: view.typed.otherTimeZone,
      maxLength: 60,
    }),
  ];
}

const weekday = (say: Speaker, day: number) => ({
  title: capitalised(say.locale, formatWeekday(say.locale, day)),
  value: String(day),
});

/** Every half hour, `00:00` to `23:30` (or `00:30` to `24:00`), and the present one. */
function times(
  say: Speaker,
  present: string,
  from: 0 | 1,
): { readonly choices: readonly Choice[]; readonly value: string } {
  const halves = Array.from({ length: 48 }, (_, i) => i + from);
  const all = new Set([
    ...halves.map((half) => `${two(Math.floor(half / 2))}:${half % 2 === 0 ? '00' : '30'}`),
    present,
  ]);
  return {
    choices: [...all].sort().map((time) => ({ title: formatTime(say.locale, time), value: time })),
    value: present,
  };
}

const two = (hours: number): string => String(hours).padStart(2, '0');

function channelLine(say: Speaker, { channel }: TeamSettingsView): string {
  if (channel === null) return say.md('settings.no-channel');
  return channel.name === ''
    ? say.md('settings.channel-unnamed')
    : say.md('settings.channel', { channel: channel.name });
}
