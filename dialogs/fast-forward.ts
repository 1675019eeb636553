import { todayUtc } from '../services/clock.ts';
import type { Services } from '../services/services.ts';
import { type Reply, type Turn, textReply } from './turn.ts';

/** Lets time pass in the sandbox: for the bot, its jobs and the simulated Microsoft alike. */
export async function answerFastForward(services: Services, turn: Turn, days: number | null): Promise<Reply> {
  if (services.sandbox === null) return textReply('say.fast-forward-only-in-sandbox');
  if (days === null) return textReply('error.input.days');
  await services.sandbox.advance(days);
  await services.jobs.send('sweep', {});
  return textReply('say.fast-forwarded', {
    today: todayUtc(services.clock).toString(),
    count: days,
    by: turn.person.name,
  });
}
