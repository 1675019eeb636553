import type { DeliveryRecord } from '../../bot/sender.ts';
import type { Clock } from '../../services/clock.ts';
import type { Outbox } from '../../services/store/outbox.ts';

/** Records what happens and nothing else. */
export function plainRecord(outbox: Outbox, clock: Clock): DeliveryRecord {
  return {
    sent: async (message, activityId) => void (await outbox.sent(message, { activityId, at: clock.now() })),
    undeliverable: async (message, { reason }) => void (await outbox.dead(message, reason)),
    alarm: async () => {},
  };
}
