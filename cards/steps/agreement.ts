import { dateInput, facts } from '../blocks.ts';
import { formatList } from '../formats.ts';
import { hasSentence } from '../language.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLines } from '../verdict-lines.ts';
import { asked, button, checkAgain, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 4: agreement accepted, customer vetted and qualified. */
export const agreementStep: StepDrawing = (view, say, reader) => {
  const { agreement, eligibility } = view.move.facts;
  const open = isOpen(view);
  const { assessment } = view;
  // A definite no of Microsoft's is not a person's to lift; what could not be read is.
  const refused = [assessment.agreement, ...assessment.eligibility].some((v) => v.severity === 'stop');
  const asks = open && !refused && view.step.status !== 'waiting';
  const { qualifications, vetting } = eligibility;
  return {
    banner: stepBanner(view, say),
    explanation: open ? [{ key: 'step.agreement.what' }, ...(asks ? [{ key: 'step.agreement.look-up' }] : [])] : [],
    blocks: [
      facts([
        [
          say.md('fact.agreement'),
          agreement.status === 'accepted' && agreement.acceptedOn !== null
            ? say.md('fact.agreement-on', { on: agreement.acceptedOn })
            : say.md(`fact.agreement-${agreement.status}`),
        ],
        [
          say.md('fact.customer-kind'),
          qualifications === null
            ? say.plain('word.unknown')
            : qualifications.length === 0
              ? say.md('fact.commercial')
              : formatList(
                  say.locale,
                  qualifications.slice(0, 5).map((word) => named(say, 'qualification', word)),
                ),
        ],
        [say.md('fact.vetting'), vetting === null ? say.plain('word.unknown') : named(say, 'vetting', vetting)],
      ]),
      ...verdictLines(say, view.step.verdicts.filter((v) => v.severity !== 'ok').slice(1)),
      ...(asks
        ? asked(
            view,
            say,
            'acceptedOn',
            dateInput({
              id: 'acceptedOn',
              label: say.plain('input.accepted-on'),
              value: view.typed.acceptedOn ?? agreement.acceptedOn ?? undefined,
              max: reader.today,
              required: say.plain('input.accepted-on-missing'),
            }),
          )
        : []),
    ],
    details: why(view, say, { sources: ['C9', 'A1'] }),
    actions: open
      ? [
          ...(asks ? [button(view, say, 'accepted', VERBS.agreementAccepted, { primary: true, inputs: true })] : []),
          checkAgain(view, say, !asks),
        ]
      : [],
  };
};

/** A word of Partner Center's in words of ours; one that is new is shown as it came. */
const named = (say: Speaker, family: string, given: string): string => {
  const word = given.toLowerCase().replace(/[\s_-]/g, '');
  return hasSentence(`${family}.${word}`) ? say.md(`${family}.${word}`) : say.name(given);
};
