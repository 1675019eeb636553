import type { Severity, Verdict } from '../services/rules/verdict.ts';
import type { Banner } from './frame.ts';
import { hasSentence } from './language.ts';
import type { Speaker } from './speaker.ts';
import { recordsAhead } from './steps/step-parts.ts';
import type { MoveView, Sentence, Step } from './view.ts';

/**
 * The judgement at the top of a step's card: where the step stands, and the reason.
 *
 * | status | colour and sign | reason |
 * | --- | --- | --- |
 * | stopped | stop | the heaviest verdict |
 * | waiting | note | what is waited for |
 * | done, not needed | ok | what was found |
 * | ahead | note | that it comes later |
 * | current | as heavy as its verdicts, at least a question | the heaviest verdict, else what is asked for |
 */
export function stepBanner(view: Pick<MoveView, 'step' | 'move'>, say: Speaker, reason?: Sentence): Banner {
  if (recordsAhead(view)) return early(view.step, say);
  const { step } = view;
  const severity = severityOf(step);
  const word = step.status === 'current' ? `status.current-${severity}` : `status.${step.status}`;
  const verdict = tellsWhy(step);
  const told = reason ?? (verdict === undefined ? stepSentence(step) : undefined);
  if (told !== undefined)
    return { severity, word: say.plain(word), reason: say.told(told), plainReason: say.toldPlain(told) };
  return {
    severity,
    word: say.plain(word),
    reason: verdict === undefined ? '' : [say.verdict(verdict), say.verdictAction(verdict)].join(' ').trim(),
    plainReason: verdict === undefined ? '' : say.verdictPlain(verdict),
  };
}

/** Not the step to work on, but something may be recorded here already. */
function early({ id }: Step, say: Speaker): Banner {
  const key = `step.${id}.early`;
  return { severity: 'note', word: say.plain('status.early'), reason: say.md(key), plainReason: say.plain(key) };
}

function severityOf({ status, severity }: Step): Severity {
  switch (status) {
    case 'stopped':
      return 'stop';
    case 'waiting':
    case 'ahead':
      return 'note';
    case 'done':
    case 'not-needed':
      return 'ok';
    case 'current':
      return severity === 'ok' || severity === 'note' ? 'ask' : severity;
  }
}

/** Verdicts tell why for the steps that are judged as a whole; the others have one verdict per original below. */
const JUDGED: ReadonlySet<Step['id']> = new Set(['region', 'relationship', 'agreement']);

function tellsWhy(step: Step): Verdict | undefined {
  return JUDGED.has(step.id) && step.status !== 'ahead' ? step.verdicts[0] : undefined;
}

function stepSentence(step: Step): Sentence {
  const own = `step.${step.id}.${step.status}`;
  return { key: hasSentence(own) ? own : `status.${step.status}.what` };
}
