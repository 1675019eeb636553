import { drawAssistantStatus } from '../cards/assistant-status.ts';
import { titleAhead } from '../cards/reminder-ahead.ts';
import type { Sentence } from '../cards/view.ts';
import type { Services } from '../services/services.ts';
import { comesOn } from './comes-on.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** How the assistant itself is: its last run, what is due next, what waits and what failed. */
export async function answerAssistantStatus(
  services: Services,
  turn: Turn,
  notice: Sentence | null = null,
): Promise<Reply> {
  const { runs, outbox, alerts, places, team, reminders, moveStore } = services;
  const [signedIn, last, lateSince, delivery, standing, channel, settings, [next]] = await Promise.all([
    turn.scope === 'personal' ? turn.signedIn?.() : undefined,
    runs.last(),
    runs.lateSince(),
    outbox.figures(),
    alerts.standing(),
    places.remindersChannel(),
    team.settings(),
    reminders.upcoming({ limit: 1 }),
  ]);
  const move = next === undefined ? null : await moveStore.load(next.moveId);
  const nextDue =
    next === undefined || move === null
      ? null
      : {
          on: comesOn(next, settings, services.clock.now()),
          customer: move.customer.name,
          what: titleAhead(next),
        };
  return cardReply(
    drawAssistantStatus(
      {
        lastRun: last?.endedAtProduct.toString() ?? null,
        late: lateSince !== null,
        nextRun: runs.next().toString(),
        nextDue,
        waiting: { count: delivery.waiting, since: delivery.oldest?.toString() ?? null },
        failed: { count: delivery.dead, reason: delivery.newestFailure },
        alarms: standing.map(({ code, params }) => ({ code, params })),
        channel,
        settings,
        ...(signedIn !== undefined && { signedIn }),
        notice,
      },
      turn.reader,
    ),
  );
}
