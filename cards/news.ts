import type { NewsCode } from '../services/moves/news.ts';
import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { hasSentence } from './language.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader, StepId } from './view.ts';

export interface NewsView {
  readonly move: Pick<Move, 'id' | 'version' | 'customer'>;
  readonly code: NewsCode;
  /** The step to work on now. */
  readonly next: StepId;
  /** Whose decision it is, where a person decided. */
  readonly who?: string | undefined;
}

/** Told without being asked: something happened at Microsoft's or the customer's side. */
export function drawNews({ move, code, next, who }: NewsView, reader: Reader): DrawnCard {
  const params = { customer: move.customer.name, ...(who !== undefined && { who }) };
  const key = who === undefined || !hasSentence(`news.${code}-by`) ? `news.${code}` : `news.${code}-by`;
  return drawFrame(reader, (say) => ({
    heading: move.customer.name,
    subheading: move.customer.domain,
    banner: {
      severity: SEVERITY[code],
      word: say.plain(`news.${code}.word`),
      reason: say.md(key, params),
      plainReason: say.plain(key, params),
    },
    explanation: [{ key: 'news.next', params: { step: say.plain(`step.${next}.title`) } }],
    actions: [
      execute({
        title: say.plain('button.open-move'),
        verb: VERBS.openMove,
        data: { moveId: move.id, version: move.version },
        primary: true,
      }),
    ],
  }));
}

const SEVERITY: Record<NewsCode, Severity> = {
  'relationship-accepted': 'ok',
  'relationship-removed': 'stop',
  provisioned: 'ok',
  'originals-ended': 'ok',
  'order-failed': 'stop',
  'agreement-accepted': 'ok',
  'delegated-support-gained': 'ok',
  'delegated-support-lost': 'warn',
  'own-subscription-ended': 'stop',
  'own-seats-reduced': 'warn',
  'order-requested': 'ask',
  'order-approved': 'ok',
  'order-declined': 'stop',
  'order-request-expired': 'warn',
  'order-request-void': 'warn',
  'transfer-complete': 'ok',
  'transfer-partial': 'warn',
  'transfer-rejected': 'stop',
  'transfer-cancelled': 'warn',
  'transfer-old': 'warn',
  'transfer-failed': 'stop',
};
