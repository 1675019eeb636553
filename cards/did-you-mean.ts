import { execute } from './actions.ts';
import { points } from './blocks.ts';
import { fitsPhone } from './button-rows.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface DidYouMeanView {
  /** What the message may have meant, the likeliest first; at most four. */
  readonly choices: readonly {
    readonly title: Sentence;
    /** A command, and what it is about. */
    readonly kind: string;
    readonly value: string;
  }[];
}

/** Asks which of several things a message meant: a button each, numbered, because the answer may also be typed. */
export function drawDidYouMean({ choices }: DidYouMeanView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const titles = choices.map(({ title }) => say.toldPlain(title));
    // Where one is too long for a button, all of them stand in the list and the buttons are their numbers.
    const listed = choices.length > 1 || !titles.every(fitsPhone);
    const onButtons = titles.every(fitsPhone) ? titles : titles.map((_, i) => String(i + 1));
    return {
      heading: say.plain('meant.title'),
      explanation: [{ key: choices.length === 1 ? 'meant.is-it' : 'meant.which' }],
      // Not `1. …`: that would be a list of its own in markdown.
      blocks: !listed ? [] : points(choices.map(({ title }, i) => `**${i + 1}** ${say.told(title)}`)),
      also: titles.map((title, i) => (listed ? `${i + 1}: ${title}` : title)),
      actions: [
        ...choices.map(({ kind, value }, i) =>
          execute({ title: onButtons[i] ?? kind, verb: VERBS.meant, data: { kind, value }, primary: i === 0 }),
        ),
        execute({ title: say.plain('button.help'), verb: VERBS.help, data: {} }),
      ],
    };
  });
}
