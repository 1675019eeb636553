import type { StageId } from '../services/reminders/team-settings.ts';
import { execute } from './actions.ts';
import { type Block, small, textInput } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import type { Speaker } from './speaker.ts';
import { stagesAsText } from './stage-text.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface StageSettingsView {
  readonly kinds: readonly StageKind[];
  /** By input id, `stage_<id>`. */
  readonly problems: Readonly<Record<string, Sentence>>;
  readonly typed: Readonly<Record<string, string>>;
  /** That it was saved, and what was added to it, say. */
  readonly notice: Sentence | null;
}

/** One kind of reminder. */
export interface StageKind {
  readonly id: StageId;
  /** Days from its date on which it comes: negative before it. */
  readonly days: readonly number[];
  /** The product's own. */
  readonly usual: readonly number[];
  /** The last day that is of any use: it is added when somebody leaves it out. Null: nothing is added. */
  readonly always: number | null;
}

/** On which days each kind of reminder comes: a line of numbers for each, the usual days beside it. */
export function drawStageSettings(view: StageSettingsView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('settings.stages-title'),
    notice: view.notice,
    explanation: [{ key: 'settings.stages-what' }, { key: 'settings.stages-how' }],
    blocks: view.kinds.flatMap((kind) => stageInput(say, view, kind)),
    actions: [
      execute({
        title: say.plain('button.save'),
        verb: VERBS.settingsSaveStages,
        data: {},
        primary: true,
        inputs: true,
      }),
      execute({ title: say.plain('button.settings'), verb: VERBS.settingsShow, data: {} }),
    ],
  }));
}

function stageInput(say: Speaker, { problems, typed }: StageSettingsView, kind: StageKind): readonly Block[] {
  const id = `stage_${kind.id}`;
  const about = say.plain(`stage.${kind.id}`);
  const days = stagesAsText(kind.days);
  const usual = stagesAsText(kind.usual);
  return [
    ...problemOf(say, problems[id]),
    textInput({
      id,
      label:
        kind.always === null ? about : say.plain('settings.stages-always', { about, day: stagesAsText([kind.always]) }),
      value: typed[id] ?? days,
      placeholder: usual,
    }),
    ...(days === usual ? [] : [small(say.plain('settings.stages-usual', { usual }))]),
  ];
}
