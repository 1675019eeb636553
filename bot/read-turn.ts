import { type Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { plainSentence } from '../cards/language.ts';
import type { Turn } from '../dialogs/turn.ts';
import { todayUtc } from '../services/clock.ts';
import { isTimeZone } from '../services/reminders/team-settings.ts';
import type { Services } from '../services/services.ts';
import type { Conversation } from '../services/store/conversation-store.ts';

/** Who says something, where, and how they read, from an activity. Whose time zone is not told reads by the team's. */
export async function readTurn(context: TurnContext, services: Services): Promise<Turn> {
  const { from, locale } = context.activity;
  return {
    person: {
      id: personOf(from),
      // Teams leaves the name out of some invokes; the history still needs a word for the person.
      name: (from?.name ?? '').trim().slice(0, 100) || plainSentence('en', 'word.somebody'),
    },
    reader: {
      locale: knownLocale(locale),
      today: todayUtc(services.clock).toString(),
      now: services.clock.now().toString(),
      sandbox: services.sandbox !== null,
      timeZone: timeZoneOf(context.activity) ?? (await services.team.settings()).timeZone,
    },
    conversationId: conversationOf(context).id,
    scope: scopeOf(context),
    placeName: placeName(context),
    cardId: context.activity.replyToId ?? null,
  };
}

/** One spelling for one person: Entra's object ids mean the same in any case. */
function personOf(from: Activity['from'] | undefined): string {
  return from?.aadObjectId?.toLowerCase() ?? from?.id ?? 'unknown';
}

function placeName(context: TurnContext): string {
  const { channelData, conversation } = context.activity;
  const name: unknown = channelData?.channel?.name ?? channelData?.team?.name ?? conversation?.name;
  return typeof name === 'string' ? name.slice(0, 100) : '';
}

/** What is kept of a conversation so that the bot can speak first. */
export function conversationOf(context: TurnContext): Conversation {
  const { activity } = context;
  const reference = TurnContext.getConversationReference(activity);
  const scope = scopeOf(context);
  // A thread of a channel is remembered as the channel: news begin a post of their own.
  const id = (activity.conversation?.id ?? '').split(';messageid=')[0] ?? '';
  const { activityId: _, ...kept } = reference;
  return {
    id,
    reference: { ...kept, ...(kept.conversation !== undefined && { conversation: { ...kept.conversation, id } }) },
    scope,
    userId: scope === 'personal' ? (activity.from === undefined ? null : personOf(activity.from)) : null,
    locale: activity.locale === undefined ? null : knownLocale(activity.locale),
    timeZone: scope === 'personal' ? timeZoneOf(activity) : null,
  };
}

/** The time zone of the person's device, as far as their client tells it. */
function timeZoneOf({ localTimezone, entities }: Activity): string | null {
  const told = ClientInfo.safeParse(entities?.find(({ type }) => type === 'clientInfo'));
  const name = localTimezone ?? (told.success ? told.data.timezone : undefined);
  return typeof name === 'string' && isTimeZone(name) ? name : null;
}

const ClientInfo = z.looseObject({ timezone: z.string().optional() });

function scopeOf(context: TurnContext): Conversation['scope'] {
  switch (context.activity.conversation?.conversationType) {
    case 'channel':
      return 'team';
    case 'groupChat':
      return 'groupChat';
    default:
      return 'personal';
  }
}

function knownLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
}
