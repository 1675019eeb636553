import { VERBS } from '../../cards/verbs.ts';
import {
  saveStageSettings,
  saveTeamSettings,
  showStageSettings,
  showTeamSettings,
} from '../../dialogs/team-settings.ts';
import { type Action, parse } from './action.ts';
import { Typed } from './inputs.ts';

/** How the team is reminded: shown and kept. */
export const settingsShow: Action = {
  verb: VERBS.settingsShow,
  run: (services, turn) => showTeamSettings(services, turn),
};
export const settingsSave: Action = {
  verb: VERBS.settingsSave,
  run: (services, turn, data) => saveTeamSettings(services, turn, parse(Typed, data)),
};
export const settingsStages: Action = {
  verb: VERBS.settingsStages,
  run: (services, turn) => showStageSettings(services, turn),
};
export const settingsSaveStages: Action = {
  verb: VERBS.settingsSaveStages,
  run: (services, turn, data) => saveStageSettings(services, turn, parse(Typed, data)),
};
