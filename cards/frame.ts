import ACData from 'adaptivecards-templating';
import type { Severity } from '../services/rules/verdict.ts';
import { type Action, unfold } from './actions.ts';
import { type Block, banner, text } from './blocks.ts';
import { buttonRows } from './button-rows.ts';
import { languageOf, plainSentence } from './language.ts';
import { mentionEntity } from './mention.ts';
import type { Progress } from './progress.ts';
import { drawWithin, type Room } from './room.ts';
import { type Speaker, speaker } from './speaker.ts';
import frame from './templates/frame.json' with { type: 'json' };
import type { DrawnCard, Person, Reader, Sentence } from './view.ts';

/** What one card has to say. The frame gives every card the same look: header, judgement, explanation, work, buttons. */
export interface CardContent {
  /** Customer's name or the card's title, as it is: the frame escapes it. */
  readonly heading: string;
  /** A card that has shrunk to a line: its heading is no larger than the text. */
  readonly brief?: boolean;
  readonly subheading?: string;
  readonly progress?: Progress;
  readonly notice?: Sentence | null;
  readonly banner?: Banner | null;
  /** What this is, why, who does it: two or three short sentences. */
  readonly explanation?: readonly Sentence[];
  readonly blocks?: readonly Block[];
  /** What the blocks say, plain, for who hears the card or gets only its words: the first few lines of a list, say. */
  readonly also?: readonly string[];
  /** Seldom needed: unfolded by a button of its own. */
  readonly folded?: { readonly title: string; readonly blocks: readonly Block[] } | null;
  /** Unfolded by "Why?". */
  readonly details?: readonly Block[];
  /** Unfolded by "All steps". */
  readonly steps?: readonly Block[];
  /** Buttons, the primary one first. "Why?" and "All steps" are added by the frame. */
  readonly actions?: readonly Action[];
  /** Who is mentioned in a text of the card and gets a notification of it. */
  readonly mentions?: readonly Person[];
}

export interface Banner {
  readonly severity: Severity;
  /** The judgement in a word or two. */
  readonly word: string;
  /** One sentence, escaped and plain. */
  readonly reason: string;
  readonly plainReason: string;
}

/** Draws a card in the house's frame, cut to the size Teams takes. */
export function drawFrame(reader: Reader, content: (say: Speaker, room: Room) => CardContent): DrawnCard {
  return drawWithin((room) => {
    const say = speaker(reader.locale, room, reader.timeZone);
    return fill(reader, say, content(say, room));
  });
}

const template = new ACData.Template(frame);

function fill(reader: Reader, say: Speaker, content: CardContent): DrawnCard {
  const { progress, notice, banner: judged, explanation = [], blocks = [], details = [], steps = [] } = content;
  const { folded = null, also = [], mentions = [] } = content;
  const unfolds = [
    ...(folded === null ? [] : [unfold(folded.title, 'folded')]),
    ...(details.length > 0 ? [unfold(say.plain('button.why'), 'why')] : []),
    ...(steps.length > 0 ? [unfold(say.plain('button.steps'), 'steps')] : []),
  ];
  const spoken = [
    say.plainName(content.heading),
    progress?.words,
    notice ? say.toldPlain(notice) : undefined,
    judged ? [judged.word, judged.plainReason].filter((part) => part !== '').join(': ') : undefined,
    ...explanation.map(say.toldPlain),
    ...also,
  ].filter((part): part is string => part !== undefined && part !== '');
  const card = template.expand({
    $root: {
      lang: languageOf(reader.locale),
      // The sandbox's chat window knows no full width and would print a note below every card. It knows no mentions either.
      msteams: reader.sandbox
        ? {}
        : {
            width: 'Full',
            ...(mentions.length > 0 && { entities: mentions.map((person) => mentionEntity(person, say.room.name)) }),
          },
      speak: spoken.map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`)).join(' '),
      fallbackText: plainSentence(reader.locale, 'frame.fallback', { text: spoken.join(' – ') }),
      sandbox: reader.sandbox ? say.md('frame.sandbox') : '',
      heading: say.name(content.heading),
      headingSize: content.brief === true ? 'Default' : 'Large',
      subheading: content.subheading === undefined ? '' : say.name(content.subheading),
      progress: progress === undefined ? [] : [text(progress.words, { weight: 'Bolder' }), progress.row],
      notice: notice ? say.told(notice) : '',
      banner: judged ? [banner(judged.severity, judged.word, judged.reason)] : [],
      explanation: explanation.map(say.told),
      blocks,
      folded: folded?.blocks ?? [],
      details,
      steps,
      unfolds: buttonRows(unfolds),
      actions: buttonRows(content.actions ?? []),
    },
  });
  return { card, text: spoken.join('\n') };
}
