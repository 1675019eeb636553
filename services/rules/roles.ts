import type { StepId } from '../moves/move.ts';
import type { SourceId } from './sources.ts';

/** Roles in the field's own words; `role.<id>` in the string catalogue. */
export type RoleId =
  | 'account-admin'
  | 'admin-agent'
  | 'sales-agent'
  | 'billing-admin'
  | 'billing-agent'
  | 'helpdesk-agent'
  | 'partner-global-admin'
  | 'service-support-administrator'
  | 'license-administrator'
  | 'user-administrator'
  | 'customer-global-admin'
  | 'customer-billing-admin'
  | 'customer-contact'
  | 'source-partner';

/** Who may do a step: any one of the roles. */
export interface StepRoles {
  /** Names as of today. */
  readonly now: readonly RoleId[];
  /** Names in the guidance of 2018-2021, for people who still look for them. */
  readonly original: readonly RoleId[];
  readonly sources: readonly SourceId[];
}

const ORIGINAL_MOVE_ROLES = ['account-admin', 'sales-agent', 'billing-agent'] as const;

/** Which step needs which role (rules C13, C7, C8, I5, A1, G6, G7, T2). */
export const STEP_ROLES: Readonly<Record<StepId, StepRoles>> = {
  customer: { now: ['admin-agent', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13'] },
  region: { now: ['account-admin', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13', 'R1'] },
  relationship: {
    now: ['admin-agent', 'sales-agent', 'customer-global-admin'],
    original: ['admin-agent', 'partner-global-admin', 'customer-global-admin'],
    sources: ['C13', 'I1', 'I5'],
  },
  agreement: {
    now: ['customer-global-admin', 'admin-agent', 'sales-agent'],
    original: ['admin-agent', 'sales-agent'],
    sources: ['A1', 'A2', 'C13'],
  },
  originals: {
    now: ['account-admin', 'sales-agent', 'customer-billing-admin'],
    original: ORIGINAL_MOVE_ROLES,
    sources: ['C13'],
  },
  path: { now: ['account-admin', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13', 'T2'] },
  equivalence: { now: ['account-admin', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13', 'R6'] },
  provision: {
    now: ['admin-agent', 'billing-admin', 'helpdesk-agent', 'sales-agent'],
    original: ['admin-agent', 'billing-admin', 'partner-global-admin', 'helpdesk-agent', 'sales-agent'],
    sources: ['C13', 'A7'],
  },
  licences: {
    now: ['license-administrator', 'user-administrator', 'customer-global-admin'],
    original: ['customer-global-admin', 'helpdesk-agent'],
    sources: ['G7', 'R5'],
  },
  'end-originals': {
    now: ['customer-billing-admin', 'customer-global-admin', 'source-partner'],
    original: ['customer-billing-admin', 'customer-global-admin', 'source-partner'],
    sources: ['R7', 'N13'],
  },
  credit: {
    now: ['service-support-administrator', 'customer-billing-admin', 'customer-global-admin'],
    original: ['admin-agent', 'customer-contact'],
    sources: ['C4', 'C8', 'G6'],
  },
  done: { now: ['account-admin', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13'] },
};

/** Roles that may carry out a step, as of today and as the original guidance named them. */
export function rolesFor(step: StepId): StepRoles {
  return STEP_ROLES[step];
}

/** Who creates a transfer between partners: Admin agents only since the newest revision. */
export const TRANSFER_ROLES: StepRoles = {
  now: ['admin-agent'],
  original: ['partner-global-admin', 'admin-agent', 'sales-agent'],
  sources: ['C13', 'T2'],
};
