import type { DrawnCard, MoveView, Reader } from '../../cards/view.ts';
import type { Move, MoveFacts, Original, StepId, StepStatus } from '../../services/moves/move.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { currentStep, deriveSteps } from '../../services/moves/steps.ts';
import { anAssessment, anOriginal, aPerson, aSubscription, aTarget, stated, TODAY } from '../builders.ts';

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

/** A move at a step, with some facts changed. */
export type At = (step: StepId, facts?: Partial<MoveFacts>, originals?: readonly Original[]) => Move;
