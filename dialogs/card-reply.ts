import { formatList } from '../cards/formats.ts';
import { formatLocale, plainSentence } from '../cards/language.ts';
import type { Services } from '../services/services.ts';
import { type CardAnswer, readLoosely, readReply } from './answers/card-answer.ts';
import type { CardQuestion } from './answers/card-question.ts';
import { STEP_OF } from './answers/replies.ts';
import { repliesIn } from './answers/reply-phrase.ts';
import { readDate } from './dates/read-date.ts';
import { todayOf } from './dates/today.ts';
import { goneOnNotice, showMove } from './show-move.ts';
import { isVerb, VERB_TASKS } from './tasks.ts';
import { type Reply, type Turn, textReply } from './turn.ts';
import { LEXICON } from './understanding/lexicon.ts';

/** What a message means to the cards before a person's eyes. */
export type MeantOnCard =
  | { readonly kind: 'press'; readonly verb: string; readonly data: Readonly<Record<string, unknown>> }
  /** `asks`: what is asked from now on in place of the card's own question. */
  | { readonly kind: 'reply'; readonly reply: Promise<Reply> | Reply; readonly asks?: CardQuestion };

/** Whether a message is anything that people write instead of pressing a button, whatever stands on the card. */
export function isLikeReply(text: string, turn: Turn): boolean {
  return repliesIn(text, '', LEXICON).length > 0 || readDate(text, readerOf(turn), LEXICON) !== null;
}

/**
 * What a message does to one of the cards, the newest first: presses a button, or says what is still needed. Where it would do
 * different things on them, or the same to different moves, it is asked which. Null: nothing.
 *
 * @param how `surely`: only what cannot be meant otherwise; `loosely`: whatever it may mean, once it is known to be no command
 */
export function meantOnCard(
  services: Services,
  turn: Turn,
  text: string,
  questions: readonly CardQuestion[],
  how: 'surely' | 'loosely',
): MeantOnCard | null {
  const read = how === 'surely' ? readReply : readLoosely;
  const answers = questions.flatMap((question) => {
    const answer = read(text, question, readerOf(turn), LEXICON);
    return answer === null ? [] : [{ answer, question }];
  });
  const [first] = answers;
  if (first === undefined) return null;
  const different = new Map(answers.toReversed().map((one) => [subjectOf(one), one]));
  // What only shows something is shown of the newest.
  if (different.size === 1 || answers.every(onlyShows))
    return outcomeOf(
      services,
      turn,
      isNewest(first, questions) || onlyShows(first) || isNamed(first, text) ? first : asked(first),
    );
  const list = formatList(
    formatLocale(turn.reader.locale),
    [...different.values()].map((one) => titleOf(turn, one)),
    'disjunction',
  );
  return { kind: 'reply', reply: textReply('say.several-cards', { titles: list }) };
}

/** What is done to what: the same reminder may stand on two cards. */
function subjectOf({ answer: { button } }: Answered): string {
  const { moveId, reminder, message } = button.data;
  return JSON.stringify([button.verb, moveId, reminder, message]);
}

/** Something else was said since: whoever answers may not think of the older card any more. */
const isNewest = ({ question }: Answered, [newest]: readonly CardQuestion[]): boolean => question === newest;

const isNamed = ({ question: { about } }: Answered, text: string): boolean =>
  about.length > 1 && text.toLowerCase().includes(about.toLowerCase());

const asked = ({ answer, question }: Answered): Answered => ({
  question,
  answer: answer.kind === 'press' ? { ...answer, kind: 'do-you-mean' } : answer,
});

const titleOf = ({ reader }: Turn, { answer, question: { about } }: Answered): string =>
  plainSentence(reader.locale, 'say.card-title', { title: answer.button.title, about });

const onlyShows = ({ answer: { button } }: Answered): boolean =>
  isVerb(button.verb) && (VERB_TASKS[button.verb] === 'look' || VERB_TASKS[button.verb] === 'talk');

interface Answered {
  readonly answer: CardAnswer;
  readonly question: CardQuestion;
}

function outcomeOf(services: Services, turn: Turn, { answer, question }: Answered): MeantOnCard {
  switch (answer.kind) {
    case 'press':
      return { kind: 'press', verb: answer.button.verb, data: { ...answer.button.data, ...answer.inputs } };
    case 'fill':
      return { kind: 'reply', reply: filledIn(services, turn, answer) };
    case 'press-yourself':
      return { kind: 'reply', reply: textReply('say.press-yourself', { title: answer.button.title }) };
    case 'fill-in-first':
      return { kind: 'reply', reply: textReply('say.fill-in-first', { title: answer.button.title }) };
    case 'which-input':
      return { kind: 'reply', reply: textReply('say.which-input') };
    case 'do-you-mean':
      return {
        kind: 'reply',
        reply: textReply('say.do-you-mean', { title: titleOf(turn, { answer, question }) }),
        asks: {
          ...question,
          meant: { button: answer.button, inputs: answer.inputs, askedAt: services.clock.now().toString() },
        },
      };
    case 'not-meant':
      return { kind: 'reply', reply: textReply('say.cancelled') };
    case 'which-day':
      return { kind: 'reply', reply: textReply('say.which-day') };
    case 'two-days': {
      const [first, second] = answer.days;
      return { kind: 'reply', reply: textReply('error.input.date-two-days', { typed: answer.typed, first, second }) };
    }
  }
}

/** The card once more, with what was written in it. */
async function filledIn(
  services: Services,
  turn: Turn,
  { button, inputs }: Extract<CardAnswer, { kind: 'fill' }>,
): Promise<Reply> {
  const { moveId, version } = button.data;
  const state = typeof moveId === 'string' ? await services.moves.state(moveId) : null;
  if (state === null) return textReply('say.fill-in-first', { title: button.title });
  if (state.move.version !== version) return showMove(services, turn, state, { notice: goneOnNotice(state) });
  const step = STEP_OF.get(button.verb);
  const showing = step === undefined ? {} : { step };
  return showMove(services, turn, state, { ...showing, typed: inputs, notice: { key: 'notice.filled-in' } });
}

const readerOf = ({ reader }: Turn) => ({ locale: reader.locale, today: todayOf(reader) });
