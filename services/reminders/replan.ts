import type { MoveService } from '../moves/move-service.ts';
import type { Services } from '../services.ts';

/** How many moves one job plans; the next ones are planned by a job of their own. */
const AT_ONCE = 200;

/** Plans the reminders of the open moves anew, some at a time; what was planned already stays so when it is done twice. */
export async function replan(
  { moves, moveStore, jobs }: Pick<Services, 'moveStore' | 'jobs'> & { readonly moves: Pick<MoveService, 'replan'> },
  after: string | null,
): Promise<void> {
  const some = await moveStore.openAfter(after, AT_ONCE);
  for (const move of some) await moves.replan(move);
  const last = some.at(-1);
  if (last === undefined || some.length < AT_ONCE) return;
  // A key of its own: one that begins from the first, for what the team chose since, waits beside it.
  await jobs.send('replan', { after: last.id }, { singletonKey: last.id });
}
