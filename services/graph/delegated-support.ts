import { AppError } from '../errors.ts';
import type { GraphCalls, GraphTrace } from './calls.ts';
import {
  accessAssignments,
  type DelegatedAdminRelationship,
  delegatedAdminRelationships,
  endsOn,
} from './delegated-admin.ts';
import { SERVICE_SUPPORT_ADMINISTRATOR } from './directory-roles.ts';

/** What the partner may do for a customer at Microsoft's support. */
export interface DelegatedSupport {
  /** `unknown`: Graph refuses to tell. */
  readonly status: 'yes' | 'no' | 'unknown';
  /** UTC calendar date on which it ends, of several relationships the latest; null = it extends itself, is not known, or there is none. */
  readonly until: string | null;
}

/**
 * Whether an active delegated admin relationship (GDAP) with the customer holds Service Support Administrator and has it
 * assigned to a security group, and until when: a role that nobody is assigned has no effect.
 */
export async function delegatedSupport(
  calls: GraphCalls,
  tenantId: string,
  trace: GraphTrace = {},
): Promise<DelegatedSupport> {
  try {
    const active = { customerTenantId: tenantId, status: 'active' };
    const relationships = await delegatedAdminRelationships(calls, active, trace);
    const holding = relationships
      .filter(({ status, roles }) => status === 'active' && roles.includes(SERVICE_SUPPORT_ADMINISTRATOR))
      .sort(longestFirst);
    for (const relationship of holding) {
      const assignments = await accessAssignments(calls, relationship.id, trace);
      if (assignments.some((a) => a.status === 'active' && a.roles.includes(SERVICE_SUPPORT_ADMINISTRATOR)))
        return { status: 'yes', until: endsOn(relationship) };
    }
    return { status: 'no', until: null };
  } catch (error) {
    if (error instanceof AppError && CANNOT_TELL.includes(error.code)) return { status: 'unknown', until: null };
    throw error;
  }
}

const CANNOT_TELL = ['microsoft.graph-access-denied', 'microsoft.consent-missing'];

/** What extends itself outlasts everything; an end that is not told is not counted on. */
function longestFirst(a: DelegatedAdminRelationship, b: DelegatedAdminRelationship): number {
  if (a.extendsItself !== b.extendsItself) return a.extendsItself ? -1 : 1;
  return (endsOn(b) ?? '').localeCompare(endsOn(a) ?? '');
}
