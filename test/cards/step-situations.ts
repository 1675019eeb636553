import type { MoveView } from '../../cards/view.ts';
import type { Assessment } from '../../services/moves/assessment.ts';
import type { Move } from '../../services/moves/move.ts';
import { lifecycleOn } from '../../services/rules/lifecycle.ts';
import {
  aLoss,
  aMove,
  anApproval,
  anAssessedOriginal,
  anAssessment,
  anOrder,
  anOriginal,
  aPathOption,
  aPerson,
  aProposal,
  aTarget,
  aTransfer,
  aVerdict,
  stated,
  TODAY,
} from '../builders.ts';
import { type At, factsUpTo, viewOf, viewOfStep } from './step-views.ts';

/** The situations in which the card of a step says something of its own. */
export function situations(at: At): readonly (readonly [string, MoveView])[] {
  const judged = (move: Move, overrides: Partial<Assessment>): MoveView =>
    viewOf(move, { assessment: anAssessment(move, overrides) });
  const differentMarket = aVerdict({
    code: 'region.different-market',
    severity: 'stop',
    params: {
      partnerCountry: 'IT',
      tenantCountry: 'US',
      partnerMarket: 'europe',
      tenantMarket: 'united-states',
      asOf: '2023-08-17',
    },
    sources: ['R1', 'B1'],
  });
  const notInTable = aVerdict({
    code: 'region.tenant-not-in-table',
    severity: 'ask',
    params: { partnerCountry: 'IT', tenantCountry: 'RU', asOf: '2023-08-17' },
    sources: ['R1', 'B1'],
  });
  const unknownCountry = aVerdict({ code: 'region.tenant-unknown', severity: 'ask', sources: ['R1', 'B1'] });
  const missing = aVerdict({ code: 'relationship.missing', severity: 'ask', sources: ['R2', 'I1'] });
  const waiting = aVerdict({
    code: 'relationship.waiting',
    severity: 'note',
    params: { since: '2026-11-18', who: 'Anna Rossi' },
    sources: ['R2', 'I5'],
  });
  const refusedInvitation = aVerdict({ code: 'relationship.refused', severity: 'stop', sources: ['R2'] });
  const agreementAsk = aVerdict({ code: 'agreement.ask', severity: 'ask', sources: ['C9'] });
  const agreementMissing = aVerdict({ code: 'agreement.not-accepted', severity: 'stop', sources: ['C9'] });

  const two = [
    anOriginal({ assignedSeats: null, endDate: null, autoRenew: null, source: null, termStart: null }),
    anOriginal({
      id: 'original-2',
      name: 'Visio Plan 2',
      seats: 3,
      assignedSeats: 3,
      source: 'partner-nce',
      autoRenew: false,
    }),
  ];
  const paths = at('path', {}, [
    anOriginal({ id: 'original-1' }),
    anOriginal({ id: 'original-2', name: 'Visio Plan 2', source: 'partner-nce' }),
  ]);
  const losing = at('equivalence', {}, [
    anOriginal({
      name: 'Office 365 E3',
      path: 'buy-and-let-end',
      target: aTarget({ name: 'Microsoft 365 Apps for business' }),
    }),
  ]);
  const provision = at('provision', {}, [
    anOriginal(),
    anOriginal({ id: 'original-2', name: 'Visio Plan 2', source: 'partner-nce', path: 'transfer' }),
  ]);
  const ending = at('end-originals', {}, [
    anOriginal(),
    anOriginal({ id: 'original-2', name: 'Visio Plan 2', source: 'partner-nce' }),
  ]);
  const relationship = at('relationship').facts.relationship;
  const { provisioning } = at('provision').facts;

  return [
    ['region: different market', judged(at('relationship', { tenantCountry: 'US' }), { region: differentMarket })],
    ['region: country unknown', judged(at('region'), { region: unknownCountry })],
    [
      'region: country typed wrong',
      {
        ...judged(at('region'), { region: unknownCountry }),
        typed: { country: 'Atlantis' },
        problems: { country: { key: 'error.input.country' } },
      },
    ],
    [
      'region: not in table',
      judged(at('relationship', { tenantCountry: 'RU', tenantCountrySource: 'person' }), { region: notInTable }),
    ],
    [
      'region: decided by a person',
      judged(at('relationship', { tenantCountry: 'RU', regionDecision: stated('different-market' as const) }), {
        region: notInTable,
      }),
    ],
    ['relationship: invitation', judged(at('relationship'), { relationship: missing })],
    [
      'relationship: no link yet',
      judged(at('relationship', { relationship: { ...relationship, invitationUrl: null } }), { relationship: missing }),
    ],
    [
      'relationship: invited, no answer',
      judged(at('relationship', { relationship: { ...relationship, invited: stated(true) } }), {
        relationship: waiting,
      }),
    ],
    [
      'relationship: refused',
      judged(at('relationship', { relationship: { ...relationship, status: 'refused' } }), {
        relationship: refusedInvitation,
      }),
    ],
    ['agreement: unknown', judged(at('agreement'), { agreement: agreementAsk })],
    [
      'agreement: not accepted',
      judged(at('agreement', { agreement: { status: 'not-accepted', acceptedOn: null, source: 'partner-center' } }), {
        agreement: agreementMissing,
      }),
    ],
    ['originals: none', viewOf(at('originals', {}, []))],
    [
      'originals: many ends',
      viewOf(
        at(
          'originals',
          {},
          ['2026-12-31', '2027-01-15', '2027-01-31', '2027-04-30', '2027-04-01', '2027-04-12'].map((endDate, i) =>
            anOriginal({ id: `original-${i}`, name: `Microsoft 365 Business Standard ${i + 1}`, endDate }),
          ),
        ),
      ),
    ],
    ['originals: the rest may stay unknown', restUnknown()],
    [
      'originals: incomplete, with a problem',
      {
        ...viewOf(at('originals', {}, two)),
        problems: { 'endDate_original-1': { key: 'error.input.date', params: { typed: '31-31-2026' } } },
        typed: { 'source_original-1': 'direct-mca' },
        notice: { key: 'notice.gone-on-by', params: { who: 'Marco Bianchi', command: 'save-original' } },
      },
    ],
    [
      'path: two sources',
      viewOf(paths, {
        assessment: anAssessment(paths, {
          originals: paths.facts.originals.map((o) =>
            anAssessedOriginal(o, {
              paths:
                o.source === 'partner-nce'
                  ? [
                      aPathOption({
                        path: 'transfer',
                        verdicts: [
                          aVerdict({ code: 'path.money-transfer', severity: 'note', sources: ['T10'] }),
                          aVerdict({ code: 'path.reassign-none-transfer', sources: ['T9'] }),
                          aVerdict({ code: 'path.trap-transfer', severity: 'warn', sources: ['T3'] }),
                        ],
                      }),
                      aPathOption({ recommended: false }),
                    ]
                  : [aPathOption(), aPathOption({ path: 'leave', recommended: false, verdicts: [] })],
            }),
          ),
        }),
      }),
    ],
    [
      'equivalence: losing data',
      viewOf(losing, {
        assessment: anAssessment(losing, {
          originals: losing.facts.originals.map((o) =>
            anAssessedOriginal(o, {
              equivalence: aLoss(),
              proposals: [
                aProposal({ name: 'Microsoft 365 Apps for business', equivalence: aLoss() }),
                aProposal({ skuId: 'x', name: 'Office 365 E3' }),
              ],
              seats: [
                aVerdict({
                  code: 'seats.fewer-than-assigned',
                  severity: 'stop',
                  params: { name: o.name, seats: 20, assigned: 22, before: 25, count: 2 },
                  sources: ['R3'],
                }),
              ],
            }),
          ),
          seats: [
            aVerdict({
              code: 'seats.family-cap-overlap',
              severity: 'warn',
              params: { seats: 340, oldSeats: 170, newSeats: 170, limit: 300 },
              sources: ['L1', 'L2'],
            }),
          ],
        }),
      }),
    ],
    ['provision: plan', onTheWay(provision)],
    ['provision: ordering', viewOf(at('provision'), { ordering: true })],
    [
      'provision: a second person',
      viewOf(at('provision', { provisioning: { ...provisioning, approval: anApproval() } }), { ordering: true }),
    ],
    ...(['declined', 'withdrawn', 'expired', 'void'] as const).map(
      (outcome) =>
        [
          `provision: request ${outcome}`,
          viewOf(
            at('provision', { provisioning: { ...provisioning, approval: anApproval({ outcome: stated(outcome) }) } }),
            { ordering: true },
          ),
        ] as const,
    ),
    ...TRANSFERS.map(
      (transfer) =>
        [
          `provision: transfer ${transfer.status ?? transfer.failure ?? 'sending'}${transfer.agedOut ? ', old' : ''}`,
          onTheWay(at('provision', { transfers: [transfer] }, [anOriginal({ path: 'transfer' })]), { ordering: true }),
        ] as const,
    ),
    [
      'provision: order refused line by line',
      viewOf(
        at('provision', {
          provisioning: {
            ...provisioning,
            state: 'ordered',
            requested: stated(true),
            order: anOrder({
              failure: 'microsoft.catalogue-item-gone',
              refusedLines: [
                { name: 'Visio Plan 2', code: 'microsoft.catalogue-item-gone' },
                { name: null, code: 'microsoft.refused' },
              ],
            }),
          },
        }),
      ),
    ],
    [
      'provision: order refused',
      viewOf(
        at('provision', {
          provisioning: {
            ...provisioning,
            state: 'ordered',
            requested: stated(true),
            order: anOrder({ failure: 'microsoft.risk-check' }),
          },
        }),
      ),
    ],
    [
      'provision: ordered',
      viewOf(
        at('provision', {
          provisioning: {
            ...provisioning,
            state: 'ordered',
            requested: stated(true),
            order: anOrder({ cartId: 'c' }),
          },
        }),
        {
          assessment: anAssessment(at('provision'), {
            provisioning: [
              aVerdict({
                code: 'provision.missing',
                severity: 'note',
                params: { name: 'Microsoft 365 Business Premium', expected: 25, active: 0 },
                sources: ['R3'],
              }),
            ],
          }),
        },
      ),
    ],
    ['end-originals: two', viewOf(ending)],
    [
      'credit: customer calls',
      judged(at('credit', {}, [anOriginal({ ended: { how: 'expired', on: '2026-11-19', by: aPerson() } })]), {
        credit: [
          aVerdict({ code: 'credit.customer-calls', severity: 'warn', sources: ['C8', 'G6'] }),
          aVerdict({
            code: 'credit.mca-over',
            severity: 'note',
            params: { name: 'Microsoft 365 Business Standard', days: 7, until: '2026-01-07' },
            sources: ['C4'],
          }),
        ],
      }),
    ],
    [
      'credit: requested',
      viewOfStep(
        'credit',
        'waiting',
        at('credit', {
          credit: { status: 'requested', ticket: '3456-789', by: aPerson(), at: '2026-11-19T10:00:00Z' },
        }),
      ),
    ],
    [
      'credit: granted',
      viewOfStep(
        'credit',
        'done',
        at('credit', { credit: { status: 'granted', ticket: null, by: aPerson(), at: '2026-11-19T10:00:00Z' } }),
      ),
    ],
    [
      'done: closed',
      viewOfStep(
        'done',
        'done',
        at('done', { closed: stated('done' as const) }, [
          anOriginal({ ended: { how: 'expired', on: '2026-11-19', by: aPerson() } }),
        ]),
      ),
    ],
  ];
}

/** Of two originals something is open that may stay unknown: when the term began, whether it renews, how many seats are in use. */
export function restUnknown(): MoveView {
  const originals = [
    anOriginal({ source: 'partner-nce', termStart: null, autoRenew: null }),
    anOriginal({ id: 'original-2', name: 'Visio Plan 2', assignedSeats: null }),
  ];
  const move = aMove({ facts: factsUpTo('originals', originals) });
  const judged = originals.map((o) => anAssessedOriginal(o, { lifecycle: lifecycleOn(o, TODAY) }));
  return viewOfStep('originals', 'current', move, { assessment: anAssessment(move, { originals: judged }) });
}

/** The view of a move whose originals may go the way that was chosen for them. */
function onTheWay(move: Move, overrides: Partial<MoveView> = {}): MoveView {
  const originals = move.facts.originals.map((o) =>
    anAssessedOriginal(o, { paths: [aPathOption({ path: o.path ?? 'buy-and-let-end' })] }),
  );
  return viewOf(move, { assessment: anAssessment(move, { originals }), ...overrides });
}

/** A transfer in every standing. */
const TRANSFERS = [
  aTransfer({ transferId: null, status: null }),
  ...['Pending', 'OnHold', 'Complete', 'PartiallyComplete', 'Reject', 'Cancel', 'Expired'].map((status) =>
    aTransfer({ status }),
  ),
  aTransfer({ agedOut: true }),
  aTransfer({ transferId: null, status: null, failure: 'microsoft.transfer-refused' }),
];
