import { drawAlert } from '../../cards/alert.ts';
import { drawAskStop } from '../../cards/ask-stop.ts';
import { drawCheck } from '../../cards/check.ts';
import { drawChooseCustomer } from '../../cards/choose-customer.ts';
import { drawChooseLanguage } from '../../cards/choose-language.ts';
import { drawClosed } from '../../cards/closed.ts';
import { drawDidYouMean } from '../../cards/did-you-mean.ts';
import { drawGone } from '../../cards/gone.ts';
import { drawHelp } from '../../cards/help.ts';
import { drawMailLanguageForm } from '../../cards/mail-language-form.ts';
import { drawMoveStatus } from '../../cards/move-status.ts';
import { drawMovesList } from '../../cards/moves-list.ts';
import { drawNews } from '../../cards/news.ts';
import { drawNotAllowed } from '../../cards/not-allowed.ts';
import { drawOrderConfirmation } from '../../cards/order-confirmation.ts';
import { drawOrderRequest } from '../../cards/order-request.ts';
import { drawOriginalForm } from '../../cards/original-form.ts';
import { drawSignIn } from '../../cards/sign-in.ts';
import { drawStep } from '../../cards/step-card.ts';
import { drawTransferForm } from '../../cards/transfer-form.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { DrawnCard, MoveView, Reader } from '../../cards/view.ts';
import { drawWelcome } from '../../cards/welcome.ts';
import { drawNotDone, drawWorking } from '../../cards/working.ts';
import { SIGN_IN_ALERTS } from '../../services/identity/sign-in-watch.ts';
import type { Assessment } from '../../services/moves/assessment.ts';
import type { Move, MoveFacts, Original, StepId, StepStatus } from '../../services/moves/move.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { NEWS_CODES } from '../../services/moves/news.ts';
import type { Quotation } from '../../services/moves/ordering.ts';
import { outlookOf } from '../../services/moves/outlook.ts';
import { currentStep, deriveSteps } from '../../services/moves/steps.ts';
import {
  aLoss,
  aMove,
  anApproval,
  anAssessedOriginal,
  anAssessment,
  anOrder,
  anOrderLine,
  anOriginal,
  aPathOption,
  aPerson,
  aProposal,
  aSubscription,
  aTarget,
  aTransfer,
  aVerdict,
  stated,
  TODAY,
} from '../builders.ts';
import { fileExamples } from './file-examples.ts';
import { remindingExamples } from './reminding-examples.ts';
import { watchAlertExamples } from './watch-alerts.ts';

/** A button of which the answer takes longer. */
const PRESSED = { verb: VERBS.refresh, data: {} };

export const reader = (overrides: Partial<Reader> = {}): Reader => ({
  locale: 'en-GB',
  today: TODAY,
  sandbox: false,
  ...overrides,
});

export const viewOf = (move: Move, overrides: Partial<MoveView> = {}): MoveView => {
  const assessment = overrides.assessment ?? anAssessment(move);
  const steps = overrides.steps ?? deriveSteps(move, assessment);
  return {
    move,
    steps,
    step: currentStep(steps),
    assessment,
    notice: null,
    problems: {},
    typed: {},
    ordering: false,
    lastChange: {
      moveId: move.id,
      version: move.version,
      at: '2026-11-19T15:00:00Z',
      by: aPerson({ name: 'Marco Bianchi' }),
      command: 'save-original',
      changes: [],
    },
    ...overrides,
  };
};

/** The view of one step with the status a test asks for, whatever the facts would give. */
export function viewOfStep(id: StepId, status: StepStatus, move: Move, overrides: Partial<MoveView> = {}): MoveView {
  const view = viewOf(move, overrides);
  const steps = view.steps.map((s) => (s.id === id ? { ...s, status } : s));
  return { ...view, steps, step: steps.find((s) => s.id === id) ?? view.step };
}

export interface Example {
  readonly name: string;
  draw(reader: Reader): DrawnCard;
}

const LINK =
  'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=2f1a8f2e-4cfb-46d2-9d0e-9d7c4f6a1b10&msppId=0#/BillingAccounts/partner-invitation';

/** The facts of a move that has come as far as a step, as a story of one customer. */
export function factsUpTo(step: StepId, originals: readonly Original[] = [anOriginal()]): Partial<MoveFacts> {
  const reached = (id: StepId) => STEP_IDS.indexOf(step) > STEP_IDS.indexOf(id);
  const withPath = originals.map((o) => ({ ...o, path: o.path ?? ('buy-and-let-end' as const) }));
  const withTarget = withPath.map((o) => ({
    ...o,
    target: o.path === 'buy-and-let-end' ? (o.target ?? aTarget({ seats: o.seats })) : null,
  }));
  return {
    partnerCountry: 'IT',
    tenantCountry: reached('region') ? 'IT' : null,
    tenantCountrySource: reached('region') ? 'partner-center' : null,
    relationship: {
      status: reached('relationship') ? 'reseller' : 'none',
      invitationUrl: LINK,
      invited: reached('relationship') ? stated(true) : null,
      acceptedAt: reached('relationship') ? '2026-11-12T10:00:00Z' : null,
      delegatedSupport: 'no',
      delegatedUntil: null,
    },
    agreement: reached('agreement')
      ? { status: 'accepted', acceptedOn: '2026-11-12', source: 'partner-center' }
      : { status: 'unknown', acceptedOn: null, source: null },
    eligibility: {
      vetting: reached('agreement') ? 'Allowed' : null,
      qualifications: reached('agreement') ? [] : null,
      confirmed: null,
    },
    originals: reached('equivalence')
      ? withTarget
      : reached('path')
        ? withPath
        : reached('relationship')
          ? originals
          : [],
    originalsConfirmed: reached('originals') ? stated(true) : null,
    provisioning: reached('provision')
      ? {
          state: 'verified',
          requested: stated(true),
          order: null,
          quote: null,
          approval: null,
          before: null,
          subscriptions: [aSubscription()],
          verifiedAt: '2026-11-19T12:00:00Z',
        }
      : {
          state: 'none',
          requested: null,
          order: null,
          quote: null,
          approval: null,
          before: null,
          subscriptions: [],
          verifiedAt: null,
        },
    licencesConfirmed: reached('licences') ? stated(true) : null,
  };
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

/** Every card, in every step and status and in the situations that draw something of their own. */
export function everyExample(change: (move: Move) => Move = (move) => move): readonly Example[] {
  const at = (step: StepId, facts: Partial<MoveFacts> = {}, originals?: readonly Original[]): Move =>
    change(aMove({ facts: { ...factsUpTo(step, originals), ...facts } }));
  const step = (name: string, view: MoveView): Example => ({ name, draw: (r) => drawStep(view, r) });
  const statuses: readonly StepStatus[] = ['current', 'waiting', 'stopped', 'done', 'ahead', 'not-needed'];
  return [
    ...STEP_IDS.flatMap((id) => statuses.map((status) => step(`${id} ${status}`, viewOfStep(id, status, at(id))))),
    ...situations(at).map(([name, view]) => step(name, view)),
    ...otherCards(at),
  ];
}

type At = (step: StepId, facts?: Partial<MoveFacts>, originals?: readonly Original[]) => Move;

function situations(at: At): readonly (readonly [string, MoveView])[] {
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

function otherCards(at: At): readonly Example[] {
  const move = at('equivalence');
  const { customer } = move;
  const matches = [
    { tenantId: customer.tenantId, name: customer.name, domain: customer.domain, isCustomer: true },
    { tenantId: 'x', name: 'Fabrikam', domain: 'fabrikam.com', isCustomer: false },
  ];
  const original = move.facts.originals[0] ?? anOriginal();
  const row = {
    moveId: move.id,
    customer: customer.name,
    step: 'equivalence' as const,
    status: 'current' as const,
    nextDate: '2026-12-31',
    version: 4,
  };
  const line = anOrderLine({ name: original.name });
  const quotation: Quotation = {
    quote: {
      lines: [line, { ...line, catalogSku: 'other', billingCycle: 'annual', unitPrice: null, linePrice: null }],
      knownOrders: [],
    },
    terms: [],
    refused: [],
    alreadyOrdered: [],
  };
  const approval = anApproval();
  const check = {
    customer,
    relationship: aVerdict({ code: 'relationship.missing', severity: 'ask' }),
    credit: [],
    outlook: outlookOf(
      move.facts,
      anAssessment(move, {
        region: aVerdict({
          code: 'region.same-market',
          params: { partnerCountry: 'IT', tenantCountry: 'IT' },
          sources: ['R1'],
        }),
        relationship: aVerdict({ code: 'relationship.missing', severity: 'ask' }),
      }),
    ),
  };
  return [
    {
      name: 'choose-customer',
      draw: (r) => drawChooseCustomer({ matches, typed: '', problem: null }, r),
    },
    {
      name: 'choose-customer: to check',
      draw: (r) => drawChooseCustomer({ matches, typed: '', problem: null, purpose: 'check' }, r),
    },
    {
      name: 'choose-customer: problem',
      draw: (r) =>
        drawChooseCustomer(
          {
            matches: [],
            typed: 'contso.it',
            problem: { key: 'error.customer.no-tenant', params: { domain: 'contso.it' } },
          },
          r,
        ),
    },
    {
      name: 'original-form: new',
      draw: (r) =>
        drawOriginalForm(
          { move, original: null, choices: [{ title: 'Visio', value: 'v' }], typed: {}, problems: {} },
          r,
        ),
    },
    {
      name: 'original-form: change, problems',
      draw: (r) =>
        drawOriginalForm(
          {
            move,
            original,
            choices: [{ title: original.name, value: original.skuId ?? '' }],
            typed: { seats: 'many', endDate: '2026-02-30' },
            problems: {
              seats: { key: 'error.input.seats' },
              endDate: { key: 'error.input.date-not-in-calendar', params: { typed: '2026-02-30' } },
            },
          },
          r,
        ),
    },
    {
      name: 'order-confirmation',
      draw: (r) => drawOrderConfirmation({ view: viewOf(move), quotation, needsApproval: false, before: null }, r),
    },
    {
      name: 'order-confirmation: everything to think of',
      draw: (r) =>
        drawOrderConfirmation(
          {
            view: viewOf(move, {
              problems: { attested: { key: 'error.ordering.attest' } },
              notice: { key: 'notice.order-other-term' },
            }),
            quotation: {
              quote: { lines: [{ ...line, attestation: true }], knownOrders: [] },
              terms: [
                { term: 'P1M', billingCycle: 'monthly' },
                { term: 'P1Y', billingCycle: 'monthly' },
              ],
              refused: [],
              alreadyOrdered: [{ name: original.name, seats: 25, on: '2026-11-19T10:00:00Z' }],
            },
            needsApproval: true,
            before: [{ ...line, unitPrice: 17, linePrice: 425 }],
          },
          r,
        ),
    },
    {
      name: 'order-confirmation: refused line by line',
      draw: (r) =>
        drawOrderConfirmation(
          {
            view: viewOf(move),
            quotation: { ...quotation, refused: [{ name: original.name, code: 'microsoft.addon-without-base' }] },
            needsApproval: false,
            before: null,
          },
          r,
        ),
    },
    { name: 'order-request', draw: (r) => drawOrderRequest({ move, approval }, r) },
    { name: 'transfer-form', draw: (r) => drawTransferForm({ move, problems: {}, typed: {} }, r) },
    {
      name: 'transfer-form: problems',
      draw: (r) =>
        drawTransferForm(
          {
            move: { ...move, facts: { ...move.facts, transfers: [aTransfer()] } },
            problems: {
              partner: { key: 'error.input.transfer-partner' },
              customerEmail: { key: 'error.input.email' },
            },
            typed: { customerEmail: 'nobody' },
          },
          r,
        ),
    },
    {
      name: 'moves-list',
      draw: (r) => drawMovesList({ rows: [row, { ...row, status: 'stopped', nextDate: null }], more: 3 }, r),
    },
    {
      name: 'did-you-mean',
      draw: (r) =>
        drawDidYouMean(
          {
            choices: [
              {
                title: { key: 'meant.move-of', params: { customer: 'Logistics status' } },
                kind: 'move',
                value: 'Logistics status',
              },
              {
                title: { key: 'meant.status-of', params: { customer: 'Move Logistics' } },
                kind: 'status',
                value: 'Move Logistics',
              },
            ],
          },
          r,
        ),
    },
    {
      name: 'did-you-mean: one',
      draw: (r) => drawDidYouMean({ choices: [{ title: { key: 'meant.help' }, kind: 'help', value: '' }] }, r),
    },
    {
      name: 'moves-list: many',
      draw: (r) =>
        drawMovesList(
          {
            rows: (['current', 'waiting', 'stopped', 'current', 'waiting', 'done'] as const).map((status, i) => ({
              ...row,
              customer: `${customer.name} ${i}`,
              step: STEP_IDS[i + 2] ?? row.step,
              status,
              nextDate: i % 2 === 0 ? '2026-12-31' : null,
            })),
            more: 37,
            states: { current: 19, waiting: 15, stopped: 7, done: 2 },
          },
          r,
        ),
    },
    {
      name: 'moves-list: more than could be counted',
      draw: (r) => drawMovesList({ rows: [row, row, row], more: 900, states: { current: 60, waiting: 40 } }, r),
    },
    { name: 'moves-list: none', draw: (r) => drawMovesList({ rows: [], more: 0 }, r) },
    { name: 'move-status', draw: (r) => drawMoveStatus({ ...viewOf(move), nextDate: '2026-12-01' }, r) },
    ...(['done', 'snoozed', 'assigned', 'undone'] as const).map((act) => ({
      name: `move-status: reminder ${act}`,
      draw: (r: Reader) => {
        const what = { key: 'reminder.invitation-unanswered.title', params: { customer: move.customer.name } };
        const lastAct = { act, who: 'Marco Bianchi', when: '2026-11-19T15:00:00Z', what, to: 'Ava Rossi' };
        return drawMoveStatus({ ...viewOf(move), lastAct }, r);
      },
    })),
    { name: 'check', draw: (r) => drawCheck({ ...check, originalsKnown: false, open: null }, r) },
    {
      name: 'check: open move',
      draw: (r) => drawCheck({ ...check, originalsKnown: true, open: { moveId: move.id, version: 2 } }, r),
    },
    ...remindingExamples(move),
    ...NEWS_CODES.map((code) => ({
      name: `news: ${code}`,
      draw: (r: Reader) => drawNews({ move, code, next: 'agreement' }, r),
    })),
    ...SIGN_IN_ALERTS.map((code) => ({
      name: `alert: ${code}`,
      draw: (r: Reader) =>
        drawAlert(
          { code, params: { count: 7, date: '2026-12-24', reason: 'sign-in.mfa-needed', code: 'AADSTS50076' } },
          r,
        ),
    })),
    ...watchAlertExamples(),
    ...fileExamples(move),
    {
      name: 'alert: webhook-of-another',
      draw: (r) => drawAlert({ code: 'webhook-of-another', params: { host: 'hooks.fabrikam.com' } }, r),
    },
    { name: 'alert: of a newer version', draw: (r) => drawAlert({ code: 'never-heard-of', params: {} }, r) },
    { name: 'welcome', draw: (r) => drawWelcome({ scope: 'personal' }, r) },
    { name: 'welcome: group chat', draw: (r) => drawWelcome({ scope: 'groupChat' }, r) },
    { name: 'welcome: team', draw: (r) => drawWelcome({ scope: 'team' }, r) },
    { name: 'help', draw: (r) => drawHelp({ scope: 'personal' }, r) },
    { name: 'help: people sign in', draw: (r) => drawHelp({ scope: 'personal', signIn: true }, r) },
    ...[true, false].map((replaced) => ({
      name: `working${replaced ? '' : ', look again'}`,
      draw: (r: Reader) => drawWorking({ pressed: PRESSED, moveId: replaced ? move.id : null, replaced }, r),
    })),
    {
      name: 'not done',
      draw: (r) => drawNotDone({ pressed: PRESSED, moveId: move.id, reason: { key: 'error.microsoft.slow' } }, r),
    },
    ...[null, 'mfa-needed', 'mfa-setup', 'policy', 'other-account', 'unknown'].map((why) => ({
      name: `sign in: ${why}`,
      draw: (r: Reader) => drawSignIn({ why }, r),
    })),
    {
      name: 'help: not understood',
      draw: (r) => drawHelp({ scope: 'team', problem: { key: 'error.not-understood', params: { typed: 'hum' } } }, r),
    },
    { name: 'ask-stop', draw: (r) => drawAskStop({ move }, r) },
    { name: 'ask-stop: ordered', draw: (r) => drawAskStop({ move: at('licences') }, r) },
    { name: 'gone', draw: (r) => drawGone({}, r) },
    { name: 'mail-language', draw: (r) => drawMailLanguageForm({ move, step: 'relationship' }, r) },
    { name: 'language', draw: (r) => drawChooseLanguage({ scope: 'personal' }, r) },
    {
      name: 'language of a channel, an unknown one named',
      draw: (r) =>
        drawChooseLanguage(
          {
            scope: 'team',
            notice: { key: 'language.switched-shared', params: { who: 'Ava' } },
            problem: { key: 'language.unknown', params: { typed: '**Klingon**', languages: 'English, Italiano' } },
          },
          r,
        ),
    },
    {
      name: 'not allowed',
      draw: (r) => drawNotAllowed({ kind: 'missing', task: 'order', roles: ['admin-agent', 'sales-agent'] }, r),
    },
    ...(['not-pinned', 'refused', 'slow', 'unavailable'] as const).map((why) => ({
      name: `not allowed, ${why}`,
      draw: (r: Reader) => drawNotAllowed({ kind: 'unread', task: 'record', roles: ['admin-agent'], why }, r),
    })),
    {
      name: 'not allowed, but may look',
      draw: (r) => drawNotAllowed({ kind: 'missing', task: 'record', roles: ['admin-agent'] }, r, customer.name),
    },
    {
      name: 'closed: moved',
      draw: (r) => drawClosed({ move: { ...move, facts: { ...move.facts, closed: stated('done' as const) } } }, r),
    },
    {
      name: 'closed',
      draw: (r) => drawClosed({ move: { ...move, facts: { ...move.facts, closed: stated('stopped' as const) } } }, r),
    },
  ];
}
