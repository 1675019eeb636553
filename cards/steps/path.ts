import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import { hasPassablePath } from '../../services/moves/steps.ts';
import type { PathOption } from '../../services/rules/judgement.ts';
import { SOURCES, type SourceId } from '../../services/rules/sources.ts';
import { type Block, choiceInput, heading, line, small, text } from '../blocks.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLine, verdictLines } from '../verdict-lines.ts';
import type { MoveView } from '../view.ts';
import { page } from './page.ts';
import { asked, button, mayChange, openFirst, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 6: the way each original is carried over, with its money, its licences and its trap. */
export const pathStep: StepDrawing = (view, say) => {
  const { originals } = view.assessment;
  const change = mayChange(view);
  const ordered = openFirst(view, originals, ({ original }) => original.path === null);
  const { shown, hidden, turn } = page(view, say, ordered, say.room);
  const brief = originals.length > MOST_IN_FULL;
  const open = originals.filter((o) => o.original.path === null || !hasPassablePath(o)).length;
  return {
    banner: stepBanner(
      view,
      say,
      view.step.status === 'current' ? { key: 'step.path.todo', params: { count: open } } : undefined,
    ),
    explanation: change ? [{ key: 'step.path.what' }] : [],
    blocks: [
      ...shown.flatMap((o, i) => [
        line([
          ...(change ? question(view, say, o) : answer(say, o)),
          ...explained(view, say, shown.slice(0, i), o, brief),
        ]),
      ]),
      ...turn,
      ...(change && hidden > 0 ? [small(say.md('step.path.rest'))] : []),
    ],
    details: why(view, say, {
      // The lines stand on the card: here are their sources, those first that nobody could confirm.
      verdicts: brief ? shown.flatMap((o) => optionShown(view, o)?.verdicts ?? []) : [],
      sources: unconfirmedFirst(shown.flatMap((o) => (optionShown(view, o)?.verdicts ?? []).flatMap((v) => v.sources))),
      more: shown.slice(0, Math.min(MOST_ALTERNATIVES, say.room.aside)).flatMap((o) => alternatives(say, o)),
    }),
    actions: change
      ? [
          button(view, say, view.step.status === 'done' ? 'save-change' : 'choose-paths', VERBS.choosePaths, {
            primary: true,
            inputs: true,
            // Lines that found no room on the card take the recommended way, where none was chosen yet.
            ...(hidden > 0 ? { data: { rest: 'recommended' } } : {}),
          }),
        ]
      : [],
  };
};

const MOST_ALTERNATIVES = 4;
/** With more originals than that, each is told in brief. */
const MOST_IN_FULL = 4;

function question(view: MoveView, say: Speaker, assessed: AssessedOriginal): readonly Block[] {
  const { original, paths } = assessed;
  const id = `path_${original.id}`;
  const shown = chosenOption(assessed, view.typed[id]) ?? paths.find((p) => p.recommended);
  return [
    ...title(say, assessed),
    ...asked(
      view,
      say,
      id,
      choiceInput({
        id,
        label: say.plain('input.path', { name: original.name }),
        placeholder: say.plain('input.path-hint'),
        choices: paths.map((p) => ({
          title: p.recommended
            ? say.plain('path-choice.recommended', { path: say.plain(`path.${p.path}.title`) })
            : say.plain(`path.${p.path}.title`),
          value: p.path,
        })),
        value: view.typed[id] ?? shown?.path,
        required: say.plain('input.path-missing'),
      }),
    ),
  ];
}

function answer(say: Speaker, assessed: AssessedOriginal): readonly Block[] {
  const option = chosenOption(assessed, undefined);
  return [
    ...title(say, assessed),
    text(option === undefined ? say.plain('word.not-chosen') : say.plain(`path.${option.path}.title`)),
  ];
}

/** What the way means, told once for all that come from the same source by the same way. */
function explained(
  view: MoveView,
  say: Speaker,
  before: readonly AssessedOriginal[],
  assessed: AssessedOriginal,
  brief: boolean,
): readonly Block[] {
  const option = optionShown(view, assessed);
  const said = saidBy(option);
  const { endDate } = assessed.original;
  const alike = before.find((o) => saidBy(optionShown(view, o)) === said);
  if (alike !== undefined) {
    return alike.original.endDate === endDate
      ? []
      : [small(say.md('step.path.same-as', { name: alike.original.name }))];
  }
  return [
    ...(option === undefined || brief ? [] : [text(say.md(`path.${option.path}.body`), { spacing: 'Small' })]),
    ...consequences(say, option, brief),
  ];
}

const title = (say: Speaker, { original }: AssessedOriginal): readonly Block[] => [
  text(say.name(original.name), { weight: 'Bolder' }),
  small(
    say.md('line.path-about', {
      count: original.seats,
      source: original.source === null ? say.plain('line.source-unknown') : say.word('source', original.source),
      end: original.endDate,
    }),
  ),
];

/** Money, licenses, trap and what it needs; of many originals only what somebody has to think about. */
const consequences = (say: Speaker, option: PathOption | undefined, brief: boolean): readonly Block[] =>
  (option?.verdicts ?? [])
    .filter(({ severity }) => !brief || (severity !== 'ok' && severity !== 'note'))
    .map((verdict) => verdictLine(say, verdict));

/** The way the card explains: the one picked on it, chosen before, or recommended. */
const optionShown = (view: MoveView, o: AssessedOriginal): PathOption | undefined =>
  chosenOption(o, view.typed[`path_${o.original.id}`]) ?? o.paths.find((p) => p.recommended);

/** Two options say the same when the same rules speak for them; only the dates may differ. */
const saidBy = (option: PathOption | undefined): string =>
  [option?.path, ...(option?.verdicts ?? []).map((v) => v.code)].join(' ');

const unconfirmedFirst = (ids: readonly SourceId[]): readonly SourceId[] =>
  [...new Set(ids)].sort((a, b) => Number(SOURCES[a].confirmed) - Number(SOURCES[b].confirmed));

function chosenOption({ original, paths }: AssessedOriginal, typed: string | undefined): PathOption | undefined {
  return paths.find((p) => p.path === (typed ?? original.path));
}

/** The ways that are not shown above, for who wants to choose another. */
function alternatives(say: Speaker, assessed: AssessedOriginal): readonly Block[] {
  const shown = chosenOption(assessed, undefined) ?? assessed.paths.find((p) => p.recommended);
  return assessed.paths
    .filter((p) => p !== shown && p.path !== 'leave')
    .flatMap((p) => [
      heading(say.md('step.path.instead', { name: assessed.original.name, path: say.plain(`path.${p.path}.title`) })),
      ...verdictLines(say, p.verdicts, say.room.aside),
    ]);
}
