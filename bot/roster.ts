import { TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Services } from '../services/services.ts';
import type { MetPerson } from '../services/store/person-store.ts';
import type { Later } from './later.ts';

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

/**
 * Gets to know the people of a channel or group chat, so that a reminder can be assigned to one who never spoke to the bot. When it
 * did so stands with the conversation, so that all instances together do it once a day.
 */
export class Roster {
  readonly #services: Pick<Services, 'people' | 'conversations' | 'clock' | 'log'>;
  readonly #later: Later;

  /** @param later how Teams is asked when the turn is over */
  constructor(deps: { services: Pick<Services, 'people' | 'conversations' | 'clock' | 'log'>; later: Later }) {
    this.#services = deps.services;
    this.#later = deps.later;
  }

  /** Reads the members, at most once a day; goes on when the turn is over. Never fails: nobody waits for it. */
  async read(context: TurnContext, conversationId: string): Promise<void> {
    const { conversations, clock, log } = this.#services;
    const { channelData } = context.activity;
    const ask = this.#later(context);
    try {
      if (!(await conversations.readsMembers(conversationId, clock.now()))) return;
      await ask(async (later) => {
        // By it the SDK knows of which team a channel is.
        later.activity.channelData = channelData;
        await this.#keep(conversationId, await membersOf(later));
      }).catch(async (err: unknown) => {
        await conversations.forgetMembers(conversationId);
        throw err;
      });
    } catch (err) {
      log.info({ err, conversationId }, 'The members of a conversation could not be read');
    }
  }

  async #keep(conversationId: string, { known, count }: Members): Promise<void> {
    const { people, conversations, clock } = this.#services;
    await people.seen(known, clock.now());
    const ids = known.map(({ id }) => id);
    await conversations.setMembers(conversationId, ids, count);
  }
}

/** Guests, people of other tenants and bots are not served, so nothing is given to them. */
function isGuest({ userRole, tenantId }: z.infer<typeof Member>, { activity }: TurnContext): boolean {
  const here = activity.conversation?.tenantId;
  const isForeign = tenantId != null && here !== undefined && tenantId.toLowerCase() !== here.toLowerCase();
  return isForeign || userRole === 'guest' || userRole === 'bot' || userRole === 'anonymous';
}

/** Those who may be asked to do something, and how many there are with all the others. */
interface Members {
  readonly known: readonly MetPerson[];
  readonly count: number;
}

async function membersOf(context: TurnContext): Promise<Members> {
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
