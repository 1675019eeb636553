import { type Activity, ActivityTypes, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { localeFor } from '../cards/language.ts';
import { UNNAMED } from '../cards/speaker.ts';
import type { Turn } from '../dialogs/turn.ts';
import { todayUtc } from '../services/clock.ts';
import { isTimeZone } from '../services/reminders/team-settings.ts';
import type { Services } from '../services/services.ts';
import type { ChosenLanguages, Conversation } from '../services/store/conversation-store.ts';

/** Who says something, where, and how they read, from an activity. Whose time zone is not told reads by the team's. */
export async function readTurn(context: TurnContext, services: Services): Promise<Turn> {
  const { from, locale } = context.activity;
  return {
    person: {
      id: personOf(from),
      // Teams leaves the name out of some invokes; the history still needs a word for the person.
      name: (from?.name ?? '').trim().slice(0, 100) || UNNAMED,
    },
    reader: {
      locale: knownLocale(locale),
      today: todayUtc(services.clock).toString(),
      now: services.clock.now().toString(),
      sandbox: services.sandbox !== null,
      timeZone: timeZoneOf(context.activity) ?? (await services.team.settings()).timeZone,
    },
    clientLocale: knownLocale(locale),
    conversationId: conversationOf(context).id,
    scope: scopeOf(context),
    botId: context.activity.recipient?.id ?? '',
    placeName: placeName(context),
    cardId: context.activity.replyToId ?? null,
  };
}

/**
 * The same turn in the language that was chosen. In a conversation of many what everybody reads follows the conversation's choice, so that
 * its cards do not change language with whoever wrote last; what answers a press (an invoke) is seen by who pressed and follows that
 * person's own. Where nothing was chosen, the client's language counts.
 */
export function inChosenLanguage(turn: Turn, chosen: ChosenLanguages, { type }: Pick<Activity, 'type'>): Turn {
  const isShared = turn.scope !== 'personal';
  const own = chosen.person ?? (isShared ? chosen.conversation : null);
  const language = isShared && type !== ActivityTypes.Invoke ? (chosen.conversation ?? chosen.person) : own;
  const reader = { ...turn.reader, locale: localeFor(language, turn.reader.locale) };
  return { ...turn, reader, ...(language !== null && { languageChosen: true as const }) };
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
  const teamId: unknown = activity.channelData?.team?.id;
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
    ...(scope === 'team' && typeof teamId === 'string' && teamId !== '' && { teamId }),
  };
}

/** The time zone of the person's device, as far as their client tells it. */
function timeZoneOf({ localTimezone, entities }: Activity): string | null {
  const told = ClientInfo.safeParse(entities?.find(({ type }) => type === 'clientInfo'));
  const name = localTimezone ?? (told.success ? told.data.timezone : undefined);
  return typeof name === 'string' && isTimeZone(name) ? name : null;
}

const ClientInfo = z.looseObject({ timezone: z.string().optional() });

/** The chat of a meeting is a group chat, also where Teams leaves the type out; what knows of a team is one of its channels. */
function scopeOf({ activity }: TurnContext): Conversation['scope'] {
  const { conversationType, isGroup } = activity.conversation ?? {};
  switch (conversationType) {
    case 'channel':
      return 'team';
    case 'groupChat':
      return 'groupChat';
    case 'personal':
      return 'personal';
    default:
      if (activity.channelData?.team?.id !== undefined) return 'team';
      return isGroup === true || activity.channelData?.meeting !== undefined ? 'groupChat' : 'personal';
  }
}

function knownLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
}
