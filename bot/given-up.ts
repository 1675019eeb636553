import { z } from 'zod';
import { SYSTEM } from '../services/moves/move-service.ts';
import type { Services } from '../services/services.ts';
import type { FailedJob } from '../services/store/jobs.ts';

/**
 * What becomes of a job whose last attempt failed. May be called twice for one job.
 *
 * | job | then |
 * | --- | --- |
 * | order | the move says that the outcome is unknown, and its chat is told |
 * | transfer | the move says that it could not be asked for; Partner Center's list shows whether it was |
 * | others | the log says so |
 */
export async function givenUp(services: Pick<Services, 'moves' | 'log'>, job: FailedJob): Promise<void> {
  if (job.name === 'order') return orderGivenUp(services, job);
  if (job.name === 'transfer') return transferGivenUp(services, job);
}

/** Whether the order went through has to be looked up: ordering again by ourselves could order twice. */
async function orderGivenUp({ moves, log }: Pick<Services, 'moves' | 'log'>, { data }: FailedJob): Promise<void> {
  const about = z.object({ moveId: z.string(), requestId: z.string().optional() }).safeParse(data);
  const state = about.success ? await moves.state(about.data.moveId) : null;
  if (state === null || !about.success) return log.error({ data }, 'An order of no move was given up');
  const { order } = state.move.facts.provisioning;
  if (order === null || order.failure !== null || order.orderIds.length > 0) return;
  // A letter that arrives late is about an order that is over: the present one has a job of its own.
  if (about.data.requestId !== undefined && about.data.requestId !== order.requestId) return;
  const code = 'microsoft.order-outcome-unknown';
  await moves.run(state.move.id, null, { kind: 'order-failed', requestId: order.requestId, code }, SYSTEM);
}

async function transferGivenUp({ moves, log }: Pick<Services, 'moves' | 'log'>, { data }: FailedJob): Promise<void> {
  const about = z.object({ moveId: z.string(), transferId: z.string() }).safeParse(data);
  const state = about.success ? await moves.state(about.data.moveId) : null;
  if (state === null || !about.success) return log.error({ data }, 'A transfer of no move was given up');
  const code = 'transfer.outcome-unknown';
  await moves.run(state.move.id, null, { kind: 'transfer-failed', id: about.data.transferId, code }, SYSTEM);
}
