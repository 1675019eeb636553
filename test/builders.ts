import type { AssessedOriginal, Assessment } from '../services/moves/assessment.ts';
import { NOTHING_KNOWN } from '../services/moves/facts.ts';
import type {
  Customer,
  Move,
  MoveFacts,
  OrderApproval,
  OrderIntent,
  OrderLine,
  Original,
  Person,
  ProvisionedSubscription,
  Stated,
  TargetChoice,
  TransferRequest,
} from '../services/moves/move.ts';
import { judgeEndOfTerm } from '../services/rules/end-of-term.ts';
import type { Equivalence, LostPlan, PathOption, ProposedTarget } from '../services/rules/judgement.ts';
import type { Verdict } from '../services/rules/verdict.ts';

/** Builders fill in everything a test does not care about; a test names only what differs. */

export const TODAY = '2026-11-20';
export const MOVE_ID = '7d5f2c4e-8f0a-4a52-9a37-1f2f6f0c9b11';
export const TENANT_ID = '0c8f6d2b-3a41-4a0f-9c55-7be1c4a9d201';

/** Microsoft 365 Business Premium and Business Standard of the SKU table. */
export const SPB = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';
export const STANDARD = 'f245ecc8-75af-4f8e-b61f-27d8114de5f3';

export const aPerson = (overrides: Partial<Person> = {}): Person => ({
  id: '5b0d3a5e-6f9b-4c2e-8f4f-2b7f2a1e9d10',
  name: 'Anna Rossi',
  ...overrides,
});

export const stated = <T>(value: T, overrides: Partial<Stated<T>> = {}): Stated<T> => ({
  value,
  by: aPerson(),
  at: '2026-11-18T09:30:00.000Z',
  ...overrides,
});

export const aCustomer = (overrides: Partial<Customer> = {}): Customer => ({
  tenantId: TENANT_ID,
  name: 'Contoso Italia',
  domain: 'contoso.it',
  language: 'en-GB',
  ...overrides,
});

/** A move of which nothing but the customer is known; `facts` replaces single facts. */
export const aMove = ({
  facts,
  ...overrides
}: Partial<Omit<Move, 'facts'>> & { facts?: Partial<MoveFacts> } = {}): Move => ({
  id: MOVE_ID,
  version: 4,
  customer: aCustomer(),
  openedBy: aPerson(),
  openedAt: '2026-11-10T08:00:00.000Z',
  conversationId: 'a:conversation-1',
  facts: { ...NOTHING_KNOWN, ...facts },
  ...overrides,
});

export const anOriginal = (overrides: Partial<Original> = {}): Original => ({
  id: 'original-1',
  skuId: STANDARD,
  partNumber: 'O365_BUSINESS_PREMIUM',
  name: 'Microsoft 365 Business Standard',
  seats: 25,
  assignedSeats: 22,
  endDate: '2026-12-31',
  autoRenew: true,
  source: 'direct-mca',
  termStart: '2026-01-01',
  origin: 'typed',
  path: null,
  target: null,
  endArranged: null,
  ended: null,
  ...overrides,
});

export const aTarget = (overrides: Partial<TargetChoice> = {}): TargetChoice => ({
  skuId: SPB,
  name: 'Microsoft 365 Business Premium',
  catalogSku: 'CFQ7TTC0LCHC:0002',
  seats: 25,
  lossAccepted: null,
  ...overrides,
});

export const anOrderLine = (overrides: Partial<OrderLine> = {}): OrderLine => ({
  catalogSku: 'CFQ7TTC0LCHC:0001',
  name: 'Microsoft 365 Business Premium',
  seats: 25,
  term: 'P1Y',
  billingCycle: 'monthly',
  unitPrice: 18.7,
  linePrice: 467.5,
  currency: 'EUR',
  attestation: false,
  ...overrides,
});

/** An order that is being placed. */
export const anOrder = (overrides: Partial<OrderIntent> = {}): OrderIntent => ({
  requestId: 'r-1',
  lines: [anOrderLine()],
  knownOrders: [],
  cartId: null,
  orderIds: [],
  failure: null,
  refusedLines: [],
  offered: null,
  approvedBy: null,
  ...overrides,
});

/** A large order that waits for a second person. */
export const anApproval = (overrides: Partial<OrderApproval> = {}): OrderApproval => ({
  id: '3f0b6f9c-6f0e-4a3b-9c1d-0f4f5d1f2a77',
  lines: [anOrderLine()],
  knownOrders: [],
  requested: stated(true),
  expiresAt: '2026-11-25T09:30:00Z',
  outcome: null,
  ...overrides,
});

/** A transfer the other partner has not answered. */
export const aTransfer = (overrides: Partial<TransferRequest> = {}): TransferRequest => ({
  id: 'b9a5c7de-52a1-4d0e-8a3c-6e1f0c2d9b44',
  sourcePartnerTenantId: '6a7c0b1e-2a75-4e0b-8c59-3d1e9f5b7c21',
  sourcePartnerName: 'Trey Cloud Services',
  customerEmail: 'admin@contoso.it',
  requested: stated(true),
  transferId: 't-1',
  status: 'Pending',
  createdAt: '2026-11-18T09:30:01Z',
  failure: null,
  agedOut: false,
  ...overrides,
});

export const aSubscription = (overrides: Partial<ProvisionedSubscription> = {}): ProvisionedSubscription => ({
  id: 'subscription-1',
  skuId: SPB,
  name: 'Microsoft 365 Business Premium',
  seats: 25,
  startedOn: '2026-11-19',
  endDate: '2027-11-18',
  cancellableUntil: '2026-11-26',
  autoRenew: true,
  ...overrides,
});

export const aVerdict = (overrides: Partial<Verdict> = {}): Verdict => ({
  code: 'relationship.accepted',
  severity: 'ok',
  params: {},
  sources: ['R2', 'I8'],
  ...overrides,
});

export const aLostPlan = (overrides: Partial<LostPlan> = {}): LostPlan => ({
  servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
  planName: 'Exchange Online (Plan 2)',
  dataClass: 'exchange-mailbox',
  weight: 'high',
  retentionDays: 30,
  ...overrides,
});

export const anEquivalence = (overrides: Partial<Equivalence> = {}): Equivalence => ({
  kind: 'equivalent',
  verdict: aVerdict({
    code: 'equivalence.equivalent',
    severity: 'note',
    params: { original: 'Microsoft 365 Business Standard', target: 'Microsoft 365 Business Premium' },
    sources: ['R5'],
  }),
  also: [],
  lost: [],
  ended: [],
  reassignment: true,
  needsConfirmation: false,
  confirmable: true,
  ...overrides,
});

/** A target that loses mailboxes: a named person has to confirm. */
export const aLoss = (overrides: Partial<Equivalence> = {}): Equivalence =>
  anEquivalence({
    kind: 'different',
    verdict: aVerdict({
      code: 'equivalence.loses-high',
      severity: 'stop',
      params: {
        original: 'Office 365 E3',
        target: 'Microsoft 365 Apps for business',
        services: 'Exchange Online (Plan 2)\nMicrosoft Teams',
        count: 2,
      },
      sources: ['R6'],
    }),
    lost: [
      aLostPlan(),
      aLostPlan({
        servicePlanId: '57ff2da0-773e-42df-b2af-ffb7a2317929',
        planName: 'Microsoft Teams',
        dataClass: 'teams',
        weight: 'medium',
        retentionDays: null,
      }),
    ],
    needsConfirmation: true,
    ...overrides,
  });

export const aProposal = (overrides: Partial<ProposedTarget> = {}): ProposedTarget => ({
  skuId: SPB,
  name: 'Microsoft 365 Business Premium',
  catalogSku: 'CFQ7TTC0LCHC:0002',
  equivalence: anEquivalence(),
  documented: false,
  ...overrides,
});

export const aPathOption = (overrides: Partial<PathOption> = {}): PathOption => ({
  path: 'buy-and-let-end',
  recommended: true,
  verdicts: [
    aVerdict({ code: 'path.money-direct-mca', severity: 'note', params: { days: 7 }, sources: ['C4', 'N1'] }),
    aVerdict({ code: 'path.reassign-same-sku', severity: 'note', sources: ['R4', 'R5'] }),
    aVerdict({ code: 'path.trap-extended-term', severity: 'warn', sources: ['C1', 'N13'] }),
    aVerdict({ code: 'path.need-before-end', severity: 'note', params: { end: '2026-12-31' }, sources: ['R2', 'R3'] }),
  ],
  ...overrides,
});

export const anAssessedOriginal = (
  original: Original,
  overrides: Partial<AssessedOriginal> = {},
): AssessedOriginal => ({
  original,
  get end() {
    return judgeEndOfTerm(original, this.lifecycle, TODAY, true);
  },
  lifecycle: {
    rule: 'extended-term',
    endDate: original.endDate,
    graceUntil: null,
    dataUntil: '2027-03-31',
    provisionBy: original.endDate,
    renewsOn: null,
    cancellableUntil: null,
    state: 'active',
    verdicts: [
      aVerdict({
        code: 'lifecycle.auto-renews',
        severity: 'warn',
        params: { name: original.name, end: original.endDate, days: 7 },
        sources: ['N4'],
      }),
      aVerdict({
        code: 'lifecycle.extended-term',
        severity: 'warn',
        params: { name: original.name, end: original.endDate },
        sources: ['C1'],
      }),
    ],
  },
  paths: [
    aPathOption(),
    aPathOption({
      path: 'leave',
      recommended: false,
      verdicts: [aVerdict({ code: 'path.money-leave', severity: 'note', sources: ['I8'] })],
    }),
  ],
  equivalence: original.target === null ? null : anEquivalence(),
  proposals: [
    aProposal(),
    aProposal({
      skuId: STANDARD,
      name: 'Microsoft 365 Business Standard',
      equivalence: anEquivalence({ kind: 'same' }),
    }),
  ],
  seats: [],
  ...overrides,
});

/** What the rules would say about a move in which nothing is in the way. */
export const anAssessment = (move: Move, overrides: Partial<Assessment> = {}): Assessment => ({
  region: aVerdict({
    code: 'region.same-market',
    params: { partnerCountry: 'IT', tenantCountry: 'IT', partnerMarket: 'europe', tenantMarket: 'europe' },
    sources: ['R1', 'B1'],
  }),
  relationship: aVerdict(),
  agreement: aVerdict({ code: 'agreement.accepted', params: { on: '2026-11-12' }, sources: ['C9', 'A1'] }),
  eligibility: [
    aVerdict({ code: 'eligibility.vetting-allowed', sources: ['L6', 'A1'] }),
    aVerdict({ code: 'eligibility.commercial', sources: ['L6', 'L7', 'L8'] }),
  ],
  originals: move.facts.originals.map((original) => anAssessedOriginal(original)),
  seats: [],
  provisioning: [],
  credit: [],
  ...overrides,
});
