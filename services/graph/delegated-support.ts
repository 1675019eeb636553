import { AppError } from '../errors.ts';
import type { GraphCalls, GraphTrace } from './calls.ts';
import { accessAssignments, delegatedAdminRelationships } from './delegated-admin.ts';
import { SERVICE_SUPPORT_ADMINISTRATOR } from './directory-roles.ts';

/**
 * Whether an active delegated admin relationship (GDAP) with the customer holds Service Support Administrator and has it
 * assigned to a security group: a role that nobody is assigned has no effect. `unknown` when Graph refuses to tell.
 */
export async function delegatedSupport(
  calls: GraphCalls,
  tenantId: string,
  trace: GraphTrace = {},
): Promise<'yes' | 'no' | 'unknown'> {
  try {
    const active = { customerTenantId: tenantId, status: 'active' };
    const relationships = await delegatedAdminRelationships(calls, active, trace);
    for (const { id, status, roles } of relationships) {
      if (status !== 'active' || !roles.includes(SERVICE_SUPPORT_ADMINISTRATOR)) continue;
      const assignments = await accessAssignments(calls, id, trace);
      if (assignments.some((a) => a.status === 'active' && a.roles.includes(SERVICE_SUPPORT_ADMINISTRATOR)))
        return 'yes';
    }
    return 'no';
  } catch (error) {
    if (error instanceof AppError && CANNOT_TELL.includes(error.code)) return 'unknown';
    throw error;
  }
}

const CANNOT_TELL = ['microsoft.graph-access-denied', 'microsoft.consent-missing'];
