import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GraphCalls } from './calls.ts';

/** Template id of the Entra role Service Support Administrator: the least role that may open tickets for a customer. */
export const SERVICE_SUPPORT_ADMINISTRATOR = 'f023fd81-a637-4b56-95fd-791ac0226033';

/**
 * Whether an active delegated admin relationship (GDAP) with the customer holds Service Support Administrator and has it
 * assigned to a security group: a role that nobody is assigned has no effect. `unknown` when Graph refuses to tell.
 */
export async function delegatedSupport(calls: GraphCalls, tenantId: string): Promise<'yes' | 'no' | 'unknown'> {
  try {
    const filter = `status eq 'active' and customer/tenantId eq '${tenantId.replaceAll("'", "''")}'`;
    const query = `$filter=${encodeURIComponent(filter)}&$top=300`;
    const relationships = await calls.list(`${RELATIONSHIPS}?${query}`, Relationship);
    for (const relationship of relationships) {
      if (relationship.status !== 'active' || !holdsRole(relationship.accessDetails)) continue;
      const path = `${RELATIONSHIPS}/${encodeURIComponent(relationship.id)}/accessAssignments`;
      const assignments = await calls.list(path, AccessAssignment);
      if (assignments.some((assignment) => assignment.status === 'active' && holdsRole(assignment.accessDetails)))
        return 'yes';
    }
    return 'no';
  } catch (error) {
    if (error instanceof AppError && CANNOT_TELL.includes(error.code)) return 'unknown';
    throw error;
  }
}

const RELATIONSHIPS = '/v1.0/tenantRelationships/delegatedAdminRelationships';
const CANNOT_TELL = ['microsoft.graph-access-denied', 'microsoft.consent-missing'];

const AccessDetails = z
  .looseObject({ unifiedRoles: z.array(z.looseObject({ roleDefinitionId: z.string() })) })
  .nullish();
const Relationship = z.looseObject({ id: z.string().min(1), status: z.string(), accessDetails: AccessDetails });
const AccessAssignment = z.looseObject({ status: z.string(), accessDetails: AccessDetails });

function holdsRole(details: z.output<typeof AccessDetails>): boolean {
  return (details?.unifiedRoles ?? []).some(
    (role) => role.roleDefinitionId.toLowerCase() === SERVICE_SUPPORT_ADMINISTRATOR,
  );
}
