import type { Services } from '../services.ts';

/**
 * A delegated admin relationship (GDAP) changed: finds out whose it is and looks at that customer's open move. When nobody can
 * tell whose it is, nothing is looked at.
 *
 * @throws AppError `microsoft.*` when Graph cannot be asked: the job is tried again
 */
export async function delegationChanged(
  { directory, partnerEvents, log }: Pick<Services, 'directory' | 'partnerEvents' | 'log'>,
  relationshipId: string,
): Promise<void> {
  const tenantId = await directory.customerOfDelegation(relationshipId);
  if (tenantId === null) {
    log.info({ relationshipId }, 'It is not known whose delegated admin relationship changed');
    return;
  }
  await partnerEvents.lookAt(tenantId);
}
