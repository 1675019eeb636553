import type { AssessedOriginal } from '../../services/moves/assessment.ts';
import { type Block, copyable, small } from '../blocks.ts';
import { plainSentence } from '../language.ts';
import { mailMore } from '../more-line.ts';
import { cutVital } from '../room.ts';
import type { Speaker } from '../speaker.ts';
import type { MoveView } from '../view.ts';
import { mailLanguage, mailLanguageChoice, mailLanguageLine } from './mail-language.ts';

export interface EndLetters {
  /** For what somebody has to arrange now. */
  readonly wanted: readonly Block[];
  /** For what ends without it. */
  readonly possible: readonly Block[];
}

/** A text for each who has to act and each thing to be done, from the same judgement as the instructions on the card. */
export function endLetters(view: MoveView, say: Speaker, open: readonly AssessedOriginal[]): EndLetters {
  const { move } = view;
  const language = mailLanguage(move).locale;
  const active = move.facts.provisioning.state === 'verified';
  const byLetter = new Map<EndLetter, AssessedOriginal[]>();
  for (const assessed of open) {
    const letter = letterOf(assessed);
    if (letter !== null) byLetter.set(letter, [...(byLetter.get(letter) ?? []), assessed]);
  }
  const draw = ([letter, listed]: readonly [EndLetter, readonly AssessedOriginal[]]): Block => {
    const { shown, more } = cutVital(listed, say.room);
    const named = shown.map(({ original }) =>
      plainSentence(language, 'mail.end.line', {
        name: say.plainName(original.name),
        seats: original.seats,
        end: original.endDate,
      }),
    );
    const lines = [...named, ...mailMore(language, more)].join('\n');
    const customer = say.plainName(move.customer.name);
    const intro = plainSentence(language, active ? 'mail.end.intro-active' : 'mail.end.intro-soon');
    const { domain } = move.customer;
    return copyable(
      `end_${letter}`,
      say.plain(`copy.end.${letter}`),
      plainSentence(language, `mail.end.${letter}`, { customer, domain, lines, intro }),
    );
  };
  const isWanted = ([, listed]: readonly [EndLetter, readonly AssessedOriginal[]]) =>
    listed.some(({ end }) => end.yourTurn);
  const letters = [...byLetter];
  const wanted = letters.filter(isWanted).map(draw);
  const possible = letters.filter((entry) => !isWanted(entry)).map(draw);
  // Above the first of them, once. Out of its turn this card has six buttons already.
  const isOn = view.step.status === 'current' || view.step.status === 'waiting';
  const told = isOn ? mailLanguageChoice(view, say) : [small(mailLanguageLine(move, say))];
  const choice = letters.length === 0 ? [] : told;
  return wanted.length > 0
    ? { wanted: [...choice, ...wanted], possible }
    : { wanted, possible: [...choice, ...possible] };
}

/** `mail.end.<letter>` is the text, `copy.end.<letter>` its title. */
export type EndLetter =
  | 'partner-cancel-for-end'
  | 'partner-switch-off'
  | 'partner-after'
  | 'customer-cancel-for-end'
  | 'customer-which-account'
  | 'customer-confirm-end'
  | 'customer-not-renew'
  | 'customer-switch-off'
  | 'customer-credit'
  | 'customer-after';

/** Which text says to whom what is to be done; null where nobody has to be written to. */
function letterOf({ original, end }: Pick<AssessedOriginal, 'original' | 'end'>): EndLetter | null {
  const partner = end.actor === 'partner';
  switch (end.kind) {
    case 'transfer':
    case 'no-date':
    case 'over':
      return null;
    case 'cancel-for-end':
      if (partner) return 'partner-cancel-for-end';
      return original.source === 'direct-unknown' ? 'customer-which-account' : 'customer-cancel-for-end';
    case 'confirm-end':
      return 'customer-confirm-end';
    case 'channel-renewal':
    case 'not-renew':
      return 'customer-not-renew';
    case 'switch-off':
    case 'ends':
      if (partner) return 'partner-switch-off';
      return end.mayCancelNow ? 'customer-credit' : 'customer-switch-off';
    case 'renewed':
    case 'perhaps-renewed':
    case 'extended':
    case 'uncertain':
      return partner ? 'partner-after' : 'customer-after';
  }
}
