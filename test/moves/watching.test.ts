import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { MoveFacts, Step, StepId, TransferRequest } from '../../services/moves/move.ts';
import { nextCheck } from '../../services/moves/watching.ts';
import { aMove, anOriginal, stated } from '../builders.ts';

const NOW = Temporal.Instant.from('2026-11-20T10:00:00Z');
const ago = (hours: number) => NOW.subtract({ minutes: hours * 60 }).toString();

const at = (id: StepId, status: Step['status'] = 'current'): readonly Step[] => [
  { id, status, severity: 'ok', verdicts: [] },
];

const transfer = (hours: number, over: Partial<TransferRequest> = {}): TransferRequest => ({
  id: 'a',
  sourcePartnerTenantId: 'b',
  sourcePartnerName: 'Trey',
  customerEmail: 'it@contoso.it',
  requested: stated(true, { at: ago(hours) }),
  transferId: 't',
  status: 'Pending',
  createdAt: ago(hours),
  failure: null,
  agedOut: false,
  ...over,
});

describe('when a move is looked at again', () => {
  const minutesUntil = (facts: Partial<MoveFacts>, steps: readonly Step[]): number | null => {
    const next = nextCheck(aMove({ facts }), steps, NOW);
    return next === null ? null : NOW.until(next).total('minutes');
  };
  const provisioning = (over: Partial<MoveFacts['provisioning']>) => ({ ...NOTHING_KNOWN.provisioning, ...over });
  const reported = (hours: number) => provisioning({ state: 'reported', requested: stated(true, { at: ago(hours) }) });
  const approval = { id: 'r', lines: [], knownOrders: null, requested: stated<true>(true), outcome: null };
  const waitsForApproval = provisioning({
    approval: { ...approval, expiresAt: NOW.add({ hours: 7 * 24 }).toString() },
  });

  const supported = (delegatedUntil: string): MoveFacts['relationship'] => ({
    ...NOTHING_KNOWN.relationship,
    delegatedSupport: 'yes',
    delegatedUntil,
  });

  for (const [what, facts, steps, minutes] of [
    [
      'an invitation was sent just now',
      { relationship: { ...NOTHING_KNOWN.relationship, invited: stated(true, { at: ago(0.5) }) } },
      at('relationship', 'waiting'),
      1,
    ],
    [
      'an invitation was sent two hours ago',
      { relationship: { ...NOTHING_KNOWN.relationship, invited: stated(true, { at: ago(2) }) } },
      at('relationship', 'waiting'),
      10,
    ],
    [
      'an invitation was sent two days ago',
      { relationship: { ...NOTHING_KNOWN.relationship, invited: stated(true, { at: ago(48) }) } },
      at('relationship', 'waiting'),
      360,
    ],
    ['nothing was asked for', {}, at('relationship'), null],
    ['subscriptions are on their way', { provisioning: reported(2) }, at('provision', 'waiting'), 10],
    ['the originals run to their end', {}, at('end-originals', 'waiting'), 24 * 60],
    ['a second person has to approve', { provisioning: waitsForApproval }, at('provision'), 7 * 24 * 60],
    ['another partner was asked', { transfers: [transfer(0.1)] }, at('provision', 'waiting'), 1],
    [
      'a request is too old',
      { transfers: [transfer(24 * 40, { agedOut: true })] },
      at('provision', 'waiting'),
      24 * 60,
    ],
    ['another partner has declined', { transfers: [transfer(1, { status: 'Reject' })] }, at('provision'), null],
    [
      'a transfer runs beside an approval',
      { provisioning: waitsForApproval, transfers: [transfer(2)] },
      at('provision'),
      10,
    ],
    ['an order runs, and a transfer is still to be asked for', { provisioning: reported(0.2) }, at('provision'), 1],
    [
      'an older order runs beside a newer transfer',
      { provisioning: reported(48), transfers: [transfer(0.2)] },
      at('provision', 'waiting'),
      1,
    ],
    ['support rights end in ten weeks', { relationship: supported('2027-01-31') }, at('credit'), (11 * 24 + 14) * 60],
    ['support rights end soon', { relationship: supported('2026-12-20') }, at('credit', 'waiting'), 24 * 60],
    [
      'support rights have ended, and nobody has seen it',
      { relationship: supported('2026-11-19') },
      at('credit'),
      1440,
    ],
    [
      'support rights end, beside an order',
      { relationship: supported('2026-12-20'), provisioning: reported(2) },
      at('provision', 'waiting'),
      10,
    ],
    [
      'support rights end that nobody needs any more',
      { relationship: supported('2026-12-20'), originals: [anOriginal({ path: 'leave' })] },
      at('licences'),
      null,
    ],
    ['everything is done', {}, [], null],
  ] as const satisfies readonly (readonly [string, Partial<MoveFacts>, readonly Step[], number | null])[]) {
    it(`when ${what}, then in ${minutes === null ? 'no time at all' : `${minutes} minutes`}`, () => {
      assert.equal(minutesUntil(facts, steps), minutes);
    });
  }
});
