import type { Services } from '../services.ts';
import { SYSTEM } from './move-service.ts';

/**
 * Looks at Microsoft for one waiting move and takes in what changed; the chat is told of what matters.
 *
 * @throws AppError `microsoft.*` when Microsoft could not be asked at all: the job is tried again
 */
export async function checkMove(
  services: Pick<Services, 'moves' | 'moveStore' | 'directory'>,
  moveId: string,
): Promise<void> {
  const move = await services.moveStore.load(moveId);
  if (move === null || move.facts.closed !== null) return;
  const snapshot = await services.directory.snapshot(move.customer.tenantId, move.id, { patience: 'job' });
  await services.moves.run(moveId, null, { kind: 'refresh', snapshot }, SYSTEM);
}
