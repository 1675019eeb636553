import { type Block, copyable, points, text } from '../blocks.ts';
import { plainSentence } from '../language.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import type { MoveView } from '../view.ts';
import { mailLanguage, mailLanguageChoice } from './mail-language.ts';
import { button, checkAgain, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 3: the customer accepts the partner's invitation. */
export const relationshipStep: StepDrawing = (view, say) => {
  const { step } = view;
  const waiting = step.status === 'waiting';
  const open = isOpen(view);
  return {
    banner: stepBanner(view, say),
    explanation: open ? [{ key: waiting ? 'step.relationship.we-look' : 'step.relationship.what' }] : [],
    blocks: open && !waiting ? [...assurance(say), ...invitation(view, say)] : [],
    details: why(view, say, {
      sources: ['I1', 'I5', 'I8', 'I9'],
      more: [
        text(say.md('step.relationship.same-request')),
        text(say.md('step.relationship.no-delegation')),
        ...(waiting ? [...assurance(say), ...invitation(view, say)] : []),
      ],
    }),
    actions: open
      ? [
          ...(waiting
            ? [checkAgain(view, say, true), button(view, say, 'invitation-refused', VERBS.invitationRefused)]
            : [
                button(view, say, step.status === 'stopped' ? 'invited-again' : 'invited', VERBS.invited, {
                  primary: true,
                }),
                checkAgain(view, say),
              ]),
        ]
      : [],
  };
};

const assurance = (say: Speaker): readonly Block[] =>
  points([say.md('step.relationship.who-accepts'), say.md('step.relationship.nothing-changes')]);

/** The link and an e-mail around it, in the customer's language. */
function invitation(view: MoveView, say: Speaker): readonly Block[] {
  const { move } = view;
  const { customer, facts } = move;
  const link = facts.relationship.invitationUrl;
  if (link === null) return [text(say.md('step.relationship.no-link'), { color: 'Warning' })];
  const language = mailLanguage(move).locale;
  const names = { customer: say.plainName(customer.name), domain: customer.domain, link };
  return [
    ...mailLanguageChoice(view, say),
    copyable('link', say.plain('copy.link'), link),
    copyable('subject', say.plain('copy.subject'), plainSentence(language, 'mail.invitation.subject', names)),
    copyable('mail', say.plain('copy.mail'), plainSentence(language, 'mail.invitation', names)),
  ];
}
