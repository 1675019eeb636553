import { checkMove } from '../services/moves/check-move.ts';
import { delegationChanged } from '../services/moves/delegation-changed.ts';
import { replan } from '../services/reminders/replan.ts';
import { sweep } from '../services/reminders/sweep.ts';
import type { Services } from '../services/services.ts';
import { takeOver } from './former-deliveries.ts';
import { givenUp } from './given-up.ts';

export interface AlsoDone {
  /** With every run; it decides by itself what is due. */
  readonly daily?: () => Promise<void>;
  /** There may be something to say. */
  readonly wake?: () => void;
}

/** Starts the work that happens without anybody asking. Each job may run twice after a crash and has to bear it. */
export async function startWorkers(
  services: Services,
  { daily = async () => {}, wake = () => {} }: AlsoDone = {},
): Promise<void> {
  const { jobs, ordering, transfers } = services;
  await jobs.onGivenUp((job) => givenUp(services, job));
  await jobs.work('sweep', {}, async () => {
    await services.runs.ran(() => sweep(services));
    wake();
    await daily();
  });
  await jobs.work('replan', {}, ({ after }) => replan(services, after));
  await jobs.work('check-move', { concurrency: 4 }, async ({ moveId }) => {
    await checkMove(services, moveId);
    wake();
  });
  await jobs.work('delegation-changed', {}, ({ relationshipId }) => delegationChanged(services, relationshipId));
  await jobs.work('deliver', {}, (data) => takeOver(services, data));
  if (ordering !== null) await jobs.work('order', {}, async ({ moveId }) => ordering.place(services.moves, moveId));
  if (transfers !== null)
    await jobs.work('transfer', {}, ({ moveId, transferId }) => transfers.send(services.moves, moveId, transferId));
  await jobs.schedule('sweep', '* * * * *');
}
