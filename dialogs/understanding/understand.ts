import type { Command } from '../command.ts';
import { otherLayout } from './keyboard.ts';
import type { LanguageWords, Lexicon } from './lexicon.ts';
import { type Found, findPhrases } from './phrases.ts';
import { deniedBefore, type Reading, readingOf } from './readings.ts';
import { type Message, readMessage } from './tokens.ts';

/** What a message means: one command, one of several that are to be asked for, or none that is known. */
export type Understood =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'question'; readonly commands: readonly Command[] }
  | { readonly kind: 'nothing' };

/**
 * Understands a message in any language of the lexicon, whoever wrote it. Every phrase in it is a candidate with a score; a clear winner
 * is taken, two that are about as good are a question, and so is one that is not sure. Pure: the same message means the same everywhere.
 */
export function understand(said: string, lexicon: Lexicon): Understood {
  // An empty message, a mention alone or a question mark asks for help.
  if (/^[\s/.!?…]*$/u.test(said)) return { kind: 'command', command: { kind: 'help' } };
  const understood = decide(readings(said, lexicon));
  if (understood.kind !== 'nothing') return understood;
  const other = otherLayout(said);
  const retyped = other === null ? [] : readings(other, lexicon).filter(({ score }) => score >= CLEAR);
  return retyped.length === 0 ? understood : decide(retyped);
}

/** From here on a reading is taken, unless another one is nearly as good. */
const CLEAR = 0.7;
const ASK = 0.5;
const CLOSE = 0.12;
const MOST_CHOICES = 4;

/** The best reading of each command, best first. */
function readings(said: string, lexicon: Lexicon): readonly Reading[] {
  const message = readMessage(said);
  const best = new Map<string, Reading>();
  for (const found of inItsLanguage(findPhrases(message.tokens, lexicon), message)) {
    const reading = readingOf(found, message);
    if (reading === null) continue;
    const key = JSON.stringify(reading.command).toLowerCase();
    if ((best.get(key)?.score ?? 0) < reading.score) best.set(key, reading);
  }
  const likely = [...best.values()].filter(({ score }) => score >= ASK);
  const strong = likely.some(({ weak, score, command }) => !weak && !('customer' in command) && score >= CLEAR);
  return likely.filter(({ weak }) => !weak || !strong).sort((a, b) => b.score - a.score || a.left - b.left);
}

/**
 * A word that several languages share (`move`, `status`) belongs to the one that knows most of the words around it: only that one hears
 * that `do not move` is a denial. Where several know as many, the one that hears a denial counts: `no mover` is Spanish, though `mover` is
 * Portuguese as well and knows another `no`.
 */
function inItsLanguage(found: readonly Found[], message: Message): readonly Found[] {
  const { tokens } = message;
  const fits = new Map<LanguageWords, number>();
  const fitOf = (words: LanguageWords): number => {
    const known = fits.get(words) ?? tokens.filter(({ word }) => isWordOf(words, word)).length;
    fits.set(words, known);
    return known;
  };
  const best = new Map<string, number>();
  const place = ({ topic, from, to }: Found) => `${topic} ${from} ${to}`;
  for (const one of found) best.set(place(one), Math.max(best.get(place(one)) ?? 0, fitOf(one.words)));
  const likely = found.filter((one) => fitOf(one.words) === best.get(place(one)));
  const denied = new Set(likely.filter((one) => deniedBefore(one, message) > 0).map(place));
  return likely.filter((one) => !denied.has(place(one)) || deniedBefore(one, message) > 0);
}

const isWordOf = ({ noise, joins, articles, against }: LanguageWords, word: string): boolean =>
  noise.has(word) || joins.has(word) || articles.has(word) || against.has(word);

function decide(sorted: readonly Reading[]): Understood {
  const [first] = sorted;
  if (first === undefined) return { kind: 'nothing' };
  const close = oneNameOf(sorted.filter(({ score }) => first.score - score < CLOSE));
  if (close.length === 1 && first.score >= CLEAR) return { kind: 'command', command: first.command };
  const asked = oneNameOf(sorted).slice(0, MOST_CHOICES);
  return { kind: 'question', commands: asked.map(({ command }) => command) };
}

/** Of readings of one kind the best: that a word around the name may belong to it is nothing to ask about. */
function oneNameOf(sorted: readonly Reading[]): readonly Reading[] {
  const kinds = new Set<string>();
  return sorted.filter(({ command }) => {
    const kind = command.kind;
    if (kinds.has(kind)) return false;
    kinds.add(kind);
    return true;
  });
}
