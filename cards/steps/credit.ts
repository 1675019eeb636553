import { creditChance, earnsCredit } from '../../services/rules/credit.ts';
import { type Block, choiceInput, copyable, facts, heading, textInput } from '../blocks.ts';
import type { Banner } from '../frame.ts';
import { plainSentence } from '../language.ts';
import { mailMore } from '../more-line.ts';
import { cutVital } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { verdictLines } from '../verdict-lines.ts';
import type { MoveView, Reader } from '../view.ts';
import { mailLanguage, mailLanguageChoice } from './mail-language.ts';
import { asked, button, isOpen, recordsAhead, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/**
 * Step 11: a credit for what was bought directly from Microsoft: first the new subscription is active, then the customer cancels the old
 * one, then support is asked. Support decides; no amount is ever named.
 */
export const creditStep: StepDrawing = (view, say, reader) => {
  const { credit } = view.move.facts;
  const open = isOpen(view) || recordsAhead(view);
  const requested = credit?.status === 'requested';
  const hopeless = hopeful(view, reader).length === 0 && view.assessment.credit.length > 0;
  return {
    banner: banner(view, say, hopeless),
    explanation: open ? [{ key: whatKey(requested, hopeless) }] : [],
    blocks: [
      ...verdictLines(say, view.assessment.credit),
      ...(credit === null
        ? []
        : [
            facts([
              [say.md('fact.ticket'), credit.ticket === null ? say.plain('word.unknown') : say.name(credit.ticket)],
            ]),
          ]),
      ...(open && !requested ? readyTexts(view, say, reader) : []),
      ...(open
        ? asked(
            view,
            say,
            'ticket',
            textInput({
              id: 'ticket',
              label: say.plain('input.ticket'),
              value: view.typed.ticket ?? credit?.ticket ?? undefined,
              maxLength: 100,
            }),
          )
        : []),
      ...(open && !requested ? [heading(say.md('step.credit.or'))] : []),
      ...(open
        ? asked(
            view,
            say,
            'outcome',
            choiceInput({
              id: 'outcome',
              label: say.plain('input.outcome'),
              choices: (requested ? (['granted', 'refused'] as const) : OUTCOMES).map((outcome) => ({
                title: say.plain(`outcome.${outcome}`),
                value: outcome,
              })),
              placeholder: say.plain('input.outcome-hint'),
              // Nothing is chosen beforehand: one press too many would record what nobody said.
              value: view.typed.outcome,
            }),
          )
        : []),
    ],
    details: why(view, say, { verdicts: [], sources: ['C4', 'N1', 'C8', 'G6'] }),
    actions: open
      ? [
          ...(requested
            ? []
            : [button(view, say, 'credit-requested', VERBS.creditRequested, { primary: !hopeless, inputs: true })]),
          button(view, say, 'credit-outcome', VERBS.creditOutcome, { primary: requested || hopeless, inputs: true }),
        ]
      : [],
  };
};

const OUTCOMES = ['not-claimed', 'granted', 'refused'] as const;

function banner(view: MoveView, say: Speaker, hopeless: boolean): Banner {
  const { credit } = view.move.facts;
  if (credit !== null && credit.status !== 'requested') {
    return stepBanner(view, say, { key: `credit.${credit.status}`, params: { who: credit.by.name, when: credit.at } });
  }
  if (credit !== null || !hopeless) return stepBanner(view, say);
  // Nothing is possible already: it only has to be recorded in the end.
  if (recordsAhead(view)) {
    const key = 'step.credit.early-none';
    return { severity: 'note', word: say.plain('status.ahead'), reason: say.md(key), plainReason: say.plain(key) };
  }
  return stepBanner(view, say, view.step.status === 'current' ? { key: 'step.credit.current-none' } : undefined);
}

function whatKey(requested: boolean, hopeless: boolean): string {
  if (requested) return 'step.credit.what-next';
  return hopeless ? 'step.credit.what-none' : 'step.credit.what';
}

/** Those for which asking may bring something today. */
const hopeful = ({ move }: MoveView, { today }: Reader) =>
  move.facts.originals.filter((o) => earnsCredit(o) && creditChance(o, today) !== 'no');

/** Two texts: for the customer, who has to cancel first and perhaps calls; and what the reader says to support, in their own language. */
function readyTexts(view: MoveView, say: Speaker, reader: Reader): readonly Block[] {
  const { customer, facts: known } = view.move;
  const language = mailLanguage(view.move).locale;
  const listed = (originals: typeof known.originals, locale: string) => {
    const { shown, more } = cutVital(originals, say.room);
    const named = shown.map((o) =>
      plainSentence(locale, 'mail.end.line', { name: say.plainName(o.name), seats: o.seats, end: o.endDate }),
    );
    return [...named, ...mailMore(locale, more)].join('\n');
  };
  const asked = hopeful(view, reader);
  // Which account it is has to be known before anybody is told to cancel.
  const cancels = asked.filter((o) => o.ended === null && creditChance(o, reader.today) === 'yes');
  const mayCall = known.relationship.delegatedSupport === 'yes';
  const about = { customer: say.plainName(customer.name), domain: customer.domain, tenant: customer.tenantId };
  return [
    ...(cancels.length === 0
      ? []
      : [
          ...mailLanguageChoice(view, say),
          copyable(
            'credit_customer',
            say.plain('copy.credit-customer'),
            plainSentence(language, mayCall ? 'mail.credit.customer' : 'mail.credit.customer-calls', {
              ...about,
              lines: listed(cancels, language),
            }),
          ),
        ]),
    ...(asked.length === 0
      ? []
      : [
          copyable(
            'credit',
            say.plain('copy.credit'),
            plainSentence(reader.locale, 'mail.credit', { ...about, lines: listed(asked, reader.locale) }),
          ),
        ]),
  ];
}
