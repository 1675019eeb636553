import { copyable, table } from '../blocks.ts';
import { plainSentence } from '../language.ts';
import { mailMore, moreLine } from '../more-line.ts';
import { cut, cutVital } from '../room.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { mailLanguage, mailLanguageChoice } from './mail-language.ts';
import { button, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 9: where the offer differs, users get the new licence by hand before the old one ends. */
export const licencesStep: StepDrawing = (view, say) => {
  const { customer } = view.move;
  const lines = view.assessment.originals.filter(
    (o) => o.original.path === 'buy-and-let-end' && o.equivalence?.reassignment,
  );
  const { shown, more } = cut(lines, say.room);
  const by =
    lines
      .map((o) => o.original.endDate)
      .filter((date) => date !== null)
      .sort()[0] ?? null;
  const open = isOpen(view);
  const language = mailLanguage(view.move).locale;
  const sent = cutVital(lines, say.room);
  const named = sent.shown.map(({ original }) =>
    plainSentence(language, 'mail.licences.line', {
      from: say.plainName(original.name),
      to: say.plainName(original.target?.name ?? ''),
    }),
  );
  const pairs = [...named, ...mailMore(language, sent.more)].join('\n');
  return {
    banner: stepBanner(
      view,
      say,
      view.step.status === 'current'
        ? { key: by === null ? 'step.licences.todo' : 'step.licences.todo-by', params: { count: lines.length, by } }
        : undefined,
    ),
    explanation: open ? [{ key: 'step.licences.what' }] : [],
    blocks: [
      table(
        [
          { title: say.plain('column.from'), width: 1 },
          { title: say.plain('column.to'), width: 1 },
          { title: say.plain('column.users'), width: 1, align: 'Right' },
        ],
        shown.map(({ original }) => [
          say.name(original.name),
          say.name(original.target?.name ?? ''),
          say.number(original.assignedSeats),
        ]),
      ),
      ...moreLine(say, more),
      ...(open
        ? [
            ...mailLanguageChoice(view, say),
            copyable(
              'licences',
              say.plain('copy.licences'),
              plainSentence(language, 'mail.licences', { customer: say.plainName(customer.name), lines: pairs }),
            ),
          ]
        : []),
    ],
    details: why(view, say, { sources: ['R5', 'G7'] }),
    actions: open ? [button(view, say, 'licences-done', VERBS.licencesConfirmed, { primary: true })] : [],
  };
};
