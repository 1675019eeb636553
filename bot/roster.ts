import { TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Services } from '../services/services.ts';
import type { MetPerson } from '../services/store/person-store.ts';

/** Members of a conversation as Teams tells them; one without an Entra object id cannot be asked to do anything. */
const Member = z.looseObject({
  id: z.string().optional(),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  name: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

/** Most members that are read: a reminder is taken on by somebody of a team, not of the whole company. */
const MOST_MEMBERS = 1000;
const PAGE = 200;

/** Gets to know the people of a channel or group chat, so that a reminder can be assigned to one who never spoke to the bot. */
export class Roster {
  readonly #services: Pick<Services, 'people' | 'conversations' | 'clock' | 'log'>;
  /** Conversations that were read within the last day. */
  readonly #read = new LRUCache<string, true>({ max: 1000, ttl: 24 * 60 * 60 * 1000 });

  constructor(services: Pick<Services, 'people' | 'conversations' | 'clock' | 'log'>) {
    this.#services = services;
  }

  /** Reads the members, at most once a day. Never fails: nobody waits for it. */
  async read(context: TurnContext, conversationId: string): Promise<void> {
    if (this.#read.has(conversationId)) return;
    this.#read.set(conversationId, true);
    const { people, conversations, clock, log } = this.#services;
    try {
      const { known, count } = await membersOf(context);
      await people.seen(known, clock.now());
      await conversations.setMembers(
        conversationId,
        known.map(({ id }) => id),
        count,
      );
    } catch (err) {
      this.#read.delete(conversationId);
      log.info({ err, conversationId }, 'The members of a conversation could not be read');
    }
  }

  /** Somebody joined: the members are read again at the next message. */
  forget(conversationId: string): void {
    this.#read.delete(conversationId);
  }
}

/** Guests, people of other tenants and bots are not served, so nothing is given to them. */
function isGuest({ userRole, tenantId }: z.infer<typeof Member>, { activity }: TurnContext): boolean {
  const here = activity.conversation?.tenantId;
  const isForeign = tenantId != null && here !== undefined && tenantId.toLowerCase() !== here.toLowerCase();
  return isForeign || userRole === 'guest' || userRole === 'bot' || userRole === 'anonymous';
}

/** Those who may be asked to do something, and how many there are with all the others. */
async function membersOf(
  context: TurnContext,
): Promise<{ readonly known: readonly MetPerson[]; readonly count: number }> {
  const known: MetPerson[] = [];
  let count = 0;
  let next: string | undefined;
  do {
    const { members, continuationToken } = await TeamsInfo.getPagedMembers(context, PAGE, next);
    count += members.length;
    for (const member of members) {
      const told = Member.safeParse(member);
      if (!told.success || isGuest(told.data, context)) continue;
      const id = told.data.aadObjectId ?? told.data.objectId;
      const name = (told.data.name ?? '').trim().slice(0, 100);
      if (id === undefined || name === '') continue;
      const teamsId = told.data.id;
      known.push({ id: id.toLowerCase(), name, ...(teamsId?.startsWith('29:') === true && { teamsId }) });
    }
    next = continuationToken === '' ? undefined : continuationToken;
  } while (next !== undefined && known.length < MOST_MEMBERS);
  return { known, count };
}
