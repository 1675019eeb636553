import { TeamsInfo, type TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Person } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';

/** Members of a conversation as Teams tells them; one without an Entra object id cannot be asked to do anything. */
const Member = z.looseObject({
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
  readonly #services: Pick<Services, 'people' | 'clock' | 'log'>;
  /** Conversations that were read within the last day. */
  readonly #read = new LRUCache<string, true>({ max: 1000, ttl: 24 * 60 * 60 * 1000 });

  constructor(services: Pick<Services, 'people' | 'clock' | 'log'>) {
    this.#services = services;
  }

  /** Reads the members, at most once a day. Never fails: nobody waits for it. */
  async read(context: TurnContext, conversationId: string): Promise<void> {
    if (this.#read.has(conversationId)) return;
    this.#read.set(conversationId, true);
    const { people, clock, log } = this.#services;
    try {
      await people.seen(await membersOf(context), clock.now());
    } catch (err) {
      this.#read.delete(conversationId);
      log.info({ err, conversationId }, 'The members of a conversation could not be read');
    }
  }
}

/** Guests, people of other tenants and bots are not served, so nothing is given to them. */
function isGuest({ userRole, tenantId }: z.infer<typeof Member>, { activity }: TurnContext): boolean {
  const here = activity.conversation?.tenantId;
  const isForeign = tenantId != null && here !== undefined && tenantId.toLowerCase() !== here.toLowerCase();
  return isForeign || userRole === 'guest' || userRole === 'bot' || userRole === 'anonymous';
}

async function membersOf(context: TurnContext): Promise<readonly Person[]> {
  const people: Person[] = [];
  let next: string | undefined;
  do {
    const { members, continuationToken } = await TeamsInfo.getPagedMembers(context, PAGE, next);
    for (const member of members) {
      const told = Member.safeParse(member);
      if (!told.success || isGuest(told.data, context)) continue;
      const id = told.data.aadObjectId ?? told.data.objectId;
      const name = (told.data.name ?? '').trim().slice(0, 100);
      if (id !== undefined && name !== '') people.push({ id: id.toLowerCase(), name });
    }
    next = continuationToken === '' ? undefined : continuationToken;
  } while (next !== undefined && people.length < MOST_MEMBERS);
  return people;
}
