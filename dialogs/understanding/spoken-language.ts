import { LANGUAGES, type Language } from '../../cards/languages.ts';
import type { LanguageWords, Lexicon } from './lexicon.ts';
import { readMessage, type Token } from './tokens.ts';
import { understand } from './understand.ts';

/**
 * The one language in which a message greets or asks for help; null: several share its words (`hey`, `comandos`), or it says something else.
 * A word or two of English (`hello`, `help`) are said everywhere and tell nothing about who says them.
 */
export function spokenLanguage(said: string, lexicon: Lexicon): Language | null {
  const { tokens } = readMessage(said);
  const spoken = lexicon.languages
    .filter((words) => opens(said, { ...lexicon, languages: [words] }))
    .map((words) => ({ words, own: tokens.filter((token) => isWritten(words, token)).length }))
    .filter(({ own }) => own > 0);
  const most = Math.max(0, ...spoken.map(({ own }) => own));
  const [only, ...others] = spoken.filter(({ own }) => own === most);
  if (only === undefined || others.length > 0) return null;
  const language = LANGUAGES.find((one) => one === only.words.language) ?? null;
  return language === 'en' && tokens.length < A_SENTENCE ? null : language;
}

const A_SENTENCE = 3;

/** Whether it greets or asks for help in the one language that is left of the lexicon. */
function opens(said: string, lexicon: Lexicon): boolean {
  const understood = understand(said, lexicon);
  return (
    understood.kind === 'command' && (understood.command.kind === 'greeting' || understood.command.kind === 'help')
  );
}

/** Accents are left out by many, but nobody adds one that is not there: `olá` is Portuguese, `ola` may be Spanish. */
function isWritten({ openings }: LanguageWords, { word, written }: Token): boolean {
  const exact = written.normalize('NFC').toLowerCase();
  return exact === word ? openings.folded.has(word) : openings.exact.has(exact);
}
