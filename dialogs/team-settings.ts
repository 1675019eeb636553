import { plainSentence } from '../cards/language.ts';
import { drawStageSettings, type StageSettingsView } from '../cards/stage-settings.ts';
import { drawTeamSettings, type TeamSettingsView } from '../cards/team-settings.ts';
import type { Sentence } from '../cards/view.ts';
import { formatStages, readStages, stageLimits, stagesOf } from '../services/reminders/stage-settings.ts';
import { STAGE_IDS, type StageId, TeamSettings } from '../services/reminders/team-settings.ts';
import { figures } from '../services/rules/figures.ts';
import type { Services } from '../services/services.ts';
import { zoneMeant } from './time-zone-names.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** What a form sends: the text of each input by its id. */
export type Typed = Readonly<Record<string, string>>;

type Problems = TeamSettingsView['problems'];

/** The form of the team's settings as they are, or as somebody just typed them. */
export async function showTeamSettings(
  services: Services,
  turn: Turn,
  showing: { readonly problems?: Problems; readonly typed?: Typed; readonly notice?: Sentence } = {},
): Promise<Reply> {
  const [settings, changed, channel] = await Promise.all([
    services.team.settings(),
    services.team.changed(),
    services.places.remindersChannel(),
  ]);
  const { problems = {}, typed = {}, notice = null } = showing;
  return cardReply(drawTeamSettings({ settings, changed, channel, problems, typed, notice }, turn.reader));
}

/** Keeps what was chosen. Nothing is kept while one part does not fit; what was typed stays on the card. */
export async function saveTeamSettings(services: Services, turn: Turn, typed: Typed): Promise<Reply> {
  if (!INPUTS.some((input) => input in typed)) return showTeamSettings(services, turn, { notice: NOTHING_CAME });
  const before = await services.team.settings();
  const zone = (typed.otherTimeZone ?? '').trim() || (typed.timeZone ?? before.timeZone);
  const wish = TeamSettings.safeParse({
    ...before,
    timeZone: zoneMeant(zone) ?? zone,
    workingDays: daysIn(typed, before).split(',').filter(isSaid).map(Number),
    opens: typed.opens ?? before.opens,
    closes: typed.closes ?? before.closes,
    places: typed.places ?? before.places,
    weeklyOn: weekly(typed.weeklyOn, before.weeklyOn),
  });
  if (!wish.success) {
    const wrong = new Set(wish.error.issues.map(({ path }) => String(path[0])));
    return showTeamSettings(services, turn, { typed, problems: problemsOf(wrong, zone, typed) });
  }
  await services.team.change(wish.data, turn.person, services.clock.now());
  return showTeamSettings(services, turn, { notice: { key: 'settings.saved' } });
}

/** The form of the days on which each kind of reminder comes. */
export async function showStageSettings(
  services: Services,
  turn: Turn,
  showing: { readonly problems?: Problems; readonly typed?: Typed; readonly notice?: Sentence } = {},
): Promise<Reply> {
  const days = stagesOf(await services.team.settings());
  const kinds: StageSettingsView['kinds'] = STAGE_IDS.map((id) => ({
    id,
    days: days(id),
    usual: figures().stages(id),
    always: stageLimits(id).stays,
  }));
  const { problems = {}, typed = {}, notice = null } = showing;
  return cardReply(drawStageSettings({ kinds, problems, typed, notice }, turn.reader));
}

/** Keeps the days that were typed; where nothing was, the usual ones hold. All of them, or none while one cannot be read. */
export async function saveStageSettings(services: Services, turn: Turn, typed: Typed): Promise<Reply> {
  if (!STAGE_IDS.some((id) => `stage_${id}` in typed))
    return showStageSettings(services, turn, { notice: NOTHING_CAME });
  const before = await services.team.settings();
  const stages: TeamSettings['stages'] = { ...before.stages };
  const problems: Record<string, Sentence> = {};
  const added: StageId[] = [];
  for (const id of STAGE_IDS) {
    const text = typed[`stage_${id}`];
    if (text === undefined) continue;
    if (text.trim() === '') {
      delete stages[id];
      continue;
    }
    const reading = readStages(id, text);
    if ('problem' in reading) {
      problems[`stage_${id}`] = { key: `error.${reading.problem}`, params: reading.params };
      continue;
    }
    if (reading.added.length > 0) added.push(id);
    if (formatStages(id, reading.ok) === formatStages(id, figures().stages(id))) delete stages[id];
    else stages[id] = [...reading.ok];
  }
  if (Object.keys(problems).length > 0) return showStageSettings(services, turn, { typed, problems });
  const whatStays = added.map((id) => plainSentence(turn.reader.locale, `stage.${id}`)).join('\n');
  await services.team.change({ ...before, stages }, turn.person, services.clock.now());
  const notice: Sentence =
    whatStays === ''
      ? { key: 'settings.stages-saved' }
      : { key: 'settings.stages-saved-added', params: { added: whatStays } };
  return showStageSettings(services, turn, { notice });
}

const INPUTS = ['timeZone', 'otherTimeZone', 'workingDays', 'opens', 'closes', 'places', 'weeklyOn'];

/** A button without its form changes nothing, and does not say that it did. */
const NOTHING_CAME: Sentence = { key: 'not-allowed.nothing-changed' };

const isSaid = (part: string): boolean => part.trim() !== '';

/** Where no day is chosen, clients leave the input out; a form that was sent has always an hour in it. */
function daysIn({ workingDays, opens }: Typed, before: TeamSettings): string {
  return workingDays ?? (opens === undefined ? before.workingDays.join(',') : '');
}

function weekly(typed: string | undefined, before: number | null): number | null {
  if (typed === undefined) return before;
  return typed === 'never' ? null : Number(typed);
}

/** What else can be wrong was not written by our form. */
const PROBLEMS: Readonly<Record<string, string>> = {
  workingDays: 'error.input.working-days',
  closes: 'error.input.closes',
};

function problemsOf(wrong: ReadonlySet<string>, zone: string, typed: Typed): Problems {
  return Object.fromEntries(
    [...wrong].map((field) => {
      if (field !== 'timeZone') return [field, { key: PROBLEMS[field] ?? 'error.action.malformed' }];
      const input = (typed.otherTimeZone ?? '').trim() === '' ? 'timeZone' : 'otherTimeZone';
      return [input, { key: 'error.input.time-zone', params: { typed: zone.slice(0, 60) } }];
    }),
  );
}
