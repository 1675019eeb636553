import { z } from 'zod';
import { Sender } from '../../bot/sender.ts';
import { systemClock } from '../../services/clock.ts';
import { openDatabase } from '../../services/store/database.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { plainRecord } from './record.ts';
import { silent } from './silent.ts';

/** What a child is told. */
export interface SenderOrder {
  readonly name: string;
  readonly databaseUrl: string;
  readonly serviceUrl: string;
  /** Milliseconds. */
  readonly lease: number;
}

/**
 * A process that sends what waits, as the product does, until it is killed. It speaks to Teams without the SDK, which takes longer to
 * load than most of these processes live.
 */
async function main({ name, databaseUrl, serviceUrl, lease }: SenderOrder): Promise<void> {
  const { db } = await openDatabase({ databaseUrl }, { leaveTables: true });
  const outbox = new Outbox({ db, clock: null, limits: { all: [], conversation: [] } });
  const sender = new Sender({
    outbox,
    record: plainRecord(outbox, systemClock),
    deliver: async ({ id, conversationId }) => {
      const reply = await fetch(`${serviceUrl}v3/conversations/${encodeURIComponent(conversationId)}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', text: id }),
      });
      return { kind: 'sent', activityId: Answer.parse(await reply.json()).id };
    },
    name,
    clock: systemClock,
    log: silent,
    timing: { lease, poll: 100 },
  });
  await sender.run();
}

const Answer = z.object({ id: z.string() });

const [given] = process.argv.slice(2);
// The test that starts this wrote it.
await main(JSON.parse(given ?? '') as SenderOrder);
