import { checkMove } from '../services/moves/check-move.ts';
import { delegationChanged } from '../services/moves/delegation-changed.ts';
import { sweep } from '../services/reminders/sweep.ts';
import type { Services } from '../services/services.ts';
import { givenUp } from './given-up.ts';
import type { Notifier } from './notifier.ts';

/** Starts the work that happens without anybody asking. Each job may run twice after a crash and has to bear it. */
export async function startWorkers(
  services: Services,
  notifier: Notifier,
  daily: () => Promise<void> = async () => {},
): Promise<void> {
  const { jobs, ordering, transfers } = services;
  await jobs.onGivenUp((job) => givenUp(services, job));
  await jobs.work('sweep', {}, async () => {
    await sweep(services);
    await daily();
  });
  await jobs.work('check-move', { concurrency: 4 }, async ({ moveId }) => checkMove(services, moveId));
  await jobs.work('delegation-changed', {}, ({ relationshipId }) => delegationChanged(services, relationshipId));
  await jobs.work('deliver', { concurrency: 4 }, async (data) => notifier.deliver(data));
  if (ordering !== null) await jobs.work('order', {}, async ({ moveId }) => ordering.place(services.moves, moveId));
  if (transfers !== null)
    await jobs.work('transfer', {}, ({ moveId, transferId }) => transfers.send(services.moves, moveId, transferId));
  await jobs.schedule('sweep', '* * * * *');
}
