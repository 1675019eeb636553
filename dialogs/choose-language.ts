import { AS_IN_TEAMS, drawChooseLanguage } from '../cards/choose-language.ts';
import { formatList } from '../cards/formats.ts';
import { formatLocale, localeFor } from '../cards/language.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../cards/languages.ts';
import type { Services } from '../services/services.ts';
import { type NamedLanguage, readLanguage } from './language-names.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** The language that was named is spoken at once; without one, or with one the product does not speak, there is a choice. */
export async function answerLanguage(services: Services, turn: Turn, named: string | null): Promise<Reply> {
  if (named === null) return cardReply(drawChooseLanguage({ scope: turn.scope }, turn.reader));
  const language = readLanguage(named);
  if (language !== null) return switchLanguage(services, turn, language);
  const languages = formatList(formatLocale(turn.reader.locale), Object.values(LANGUAGE_NAMES));
  const problem = { key: 'language.unknown', params: { typed: named.slice(0, 60), languages } };
  return cardReply(drawChooseLanguage({ scope: turn.scope, problem }, turn.reader));
}

/**
 * In a personal chat the choice is the person's own: it counts wherever they write and press and for all that is sent to them. In a channel
 * or group chat it is the conversation's: what the bot posts there. The answer comes in the new language.
 */
export async function switchLanguage(services: Services, turn: Turn, language: NamedLanguage): Promise<Reply> {
  const { people, conversations, clock } = services;
  const chosen = language === AS_IN_TEAMS ? null : language;
  const isOwn = turn.scope === 'personal';
  if (isOwn) await people.setLanguage(turn.person, chosen, clock.now());
  else await conversations.setLanguage(turn.conversationId, chosen);
  const reader = { ...turn.reader, locale: localeFor(chosen, turn.clientLocale ?? turn.reader.locale) };
  const what = chosen === null ? 'as-teams' : 'switched';
  const notice = { key: `language.${what}${isOwn ? '' : '-shared'}`, params: { who: turn.person.name } };
  return cardReply(drawChooseLanguage({ scope: turn.scope, notice }, reader));
}

/** Whether a button's data names a language that can be chosen. */
export const CHOICES: readonly NamedLanguage[] = [...LANGUAGES, AS_IN_TEAMS];
