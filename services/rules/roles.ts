import type { MovePath, StepId } from '../moves/move.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

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

/** Which step needs which role (rules C13, C7, C8, I5, A1, G6, G7, T2). The agreement is accepted by the customer alone since 2026-01-05. */
export const STEP_ROLES: Readonly<Record<StepId, StepRoles>> = {
  customer: { now: ['admin-agent', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13'] },
  region: { now: ['account-admin', 'sales-agent'], original: ORIGINAL_MOVE_ROLES, sources: ['C13', 'R1'] },
  relationship: {
    now: ['admin-agent', 'sales-agent', 'customer-global-admin'],
    original: ['admin-agent', 'partner-global-admin', 'customer-global-admin'],
    sources: ['C13', 'I1', 'I5'],
  },
  agreement: {
    now: ['customer-global-admin'],
    original: ['admin-agent', 'sales-agent'],
    sources: ['A1', 'C13'],
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

/** Who may carry a step out on the path that was chosen: a transfer is for fewer people than a purchase. */
export function rolesOn(step: StepId, path: MovePath | null): StepRoles {
  return step === 'provision' && path === 'transfer' ? TRANSFER_ROLES : rolesFor(step);
}

/**
 * Whether somebody may carry out a step, and what to say when not.
 *
 * | the step names | the person holds | verdict |
 * | --- | --- | --- |
 * | anything | one of its roles | ok |
 * | anything | nobody knows what | ask |
 * | roles of the customer or the other partner only | none of them | warn: others act, here it is recorded |
 * | a role Microsoft does not tell (Account admin) | none of the others | ask |
 * | roles in the customer's tenant (GDAP) | none of them | warn: how they are asked for |
 * | roles of the partner | none of them | warn: whom to ask for it |
 *
 * @param rolesOfPerson null = they could not be read
 */
export function judgeRoles(step: StepId, path: MovePath | null, rolesOfPerson: ReadonlySet<RoleId> | null): Verdict {
  const { now, sources } = rolesOn(step, path);
  const judged = (code: string, severity: Severity, roles: readonly RoleId[] = now): Verdict => ({
    code,
    severity,
    params: { roles: roles.join('\n') },
    sources,
  });
  const own = now.filter((role) => !OUTSIDE.has(role));
  if (rolesOfPerson === null) return judged('roles.ask-unread', 'ask');
  const held = now.filter((role) => rolesOfPerson.has(role));
  if (held.length > 0) return judged('roles.held', 'ok', held);
  if (own.length === 0) return judged('roles.others-act', 'warn');
  if (own.every((role) => DELEGATED.has(role))) return judged('roles.missing-delegated', 'warn');
  return own.some((role) => UNTOLD.has(role))
    ? judged('roles.ask-untold', 'ask', own)
    : judged('roles.missing', 'warn', own);
}

/** Roles of people who do not work for the partner. */
const OUTSIDE: ReadonlySet<RoleId> = new Set([
  'customer-global-admin',
  'customer-billing-admin',
  'customer-contact',
  'source-partner',
]);

/** Roles in the customer's tenant, which come with a delegated admin relationship (rules C7, G6, G7). */
const DELEGATED: ReadonlySet<RoleId> = new Set([
  'service-support-administrator',
  'license-administrator',
  'user-administrator',
]);

/** No role of Microsoft Entra: nothing tells who holds it (rule C13). */
const UNTOLD: ReadonlySet<RoleId> = new Set(['account-admin', 'billing-agent']);
