import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Move } from './move.ts';
import { SYSTEM } from './move-service.ts';

/** What was read is thrown away when the move changed meanwhile; so often it is read again. */
const READINGS = 4;

/**
 * Looks at Microsoft for one waiting move and takes in what changed; the chat is told of what matters, once: of several looks
 * at the same time the later one finds that nothing is new.
 *
 * @throws AppError `microsoft.*` when Microsoft could not be asked at all, `move.changed-meanwhile` when the move kept changing:
 * the job is tried again
 */
export async function checkMove(
  services: Pick<Services, 'moves' | 'moveStore' | 'directory'> & Partial<Pick<Services, 'transfers'>>,
  moveId: string,
): Promise<void> {
  for (let reading = 0; reading < READINGS; reading++) {
    const loaded = await services.moveStore.load(moveId);
    if (loaded === null || loaded.facts.closed !== null) return;
    const move = await withTransfersSeen(services, loaded);
    const snapshot = await services.directory.snapshot(move.customer.tenantId, move.id, { patience: 'job' });
    // Only onto the version it was read for: an older answer that arrives late would undo what a newer one brought.
    const outcome = await services.moves.run(moveId, move.version, { kind: 'refresh', snapshot }, SYSTEM);
    if (outcome.kind !== 'gone-on') return;
  }
  throw new AppError('move.changed-meanwhile', { hint: 'The move changed each time while Microsoft was asked.' });
}

/** The requests to other partners are looked at first: what they brought shows in the subscriptions. */
async function withTransfersSeen(
  { moves, transfers }: Pick<Services, 'moves'> & Partial<Pick<Services, 'transfers'>>,
  move: Move,
): Promise<Move> {
  const seen = (await transfers?.look(move)) ?? null;
  if (seen === null) return move;
  const { state } = await moves.run(move.id, move.version, { kind: 'transfers-seen', seen }, SYSTEM);
  return state.move;
}
