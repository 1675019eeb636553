import { execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { deliveryReason, deliveryRemedy } from './delivery-reason.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { pressLine } from './press-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface UndeliveredView {
  /** Newest first. */
  readonly messages: readonly DeadMessage[];
  /** How many there are beside these. */
  readonly more: number;
  readonly notice?: Sentence | null;
}

/** A message that could not be delivered anywhere. */
export interface DeadMessage {
  readonly id: string;
  readonly kind: 'news' | 'reminders' | 'weekly' | 'alert' | 'channel-lost' | 'redraw';
  /** Where it should have gone; the name of a channel or of a person, empty when it is not known. */
  readonly place: { readonly kind: 'channel' | 'personal' | 'operators'; readonly name: string };
  /** Whose moves it was about; none for an alarm. */
  readonly customers: readonly string[];
  /** What it would have said, where one sentence does: the title of a reminder, say. */
  readonly what: Sentence | null;
  /** Code of the reason: `delivery.<code>`. */
  readonly reason: string;
  /** Since when it waits (ISO instant). */
  readonly since: string;
}

/** For whoever runs the assistant: what nobody got, why, and the way to send it again. */
export function drawUndelivered({ messages, more, notice }: UndeliveredView, reader: Reader): DrawnCard {
  const count = messages.length + more;
  return drawFrame(reader, (say) => {
    const lines = cut(messages, say.room);
    return {
      heading: say.plain('undelivered.title'),
      notice: notice ?? null,
      explanation: [count === 0 ? { key: 'undelivered.none' } : { key: 'undelivered.what', params: { count } }],
      blocks: [...lines.shown.map((message) => line(say, message)), ...moreLine(say, lines.more + more)],
      actions: [
        ...(count === 0
          ? []
          : [
              execute({
                title: say.plain('button.retry-all', { count }),
                verb: VERBS.messageRetryAll,
                data: {},
                primary: true,
              }),
            ]),
        execute({ title: say.plain('button.assistant-status'), verb: VERBS.assistantStatus, data: {} }),
      ],
    };
  });
}

function line(say: Speaker, { id, kind, place, customers, what, reason, since }: DeadMessage): Block {
  const about = customers.length === 0 ? say.plain(`undelivered.kind-${kind}`) : namesOf(say, customers);
  const told = what === null ? say.md(`undelivered.kind-${kind}`) : say.told(what);
  const below = [
    ...(customers.length === 0 && what === null ? [] : [told]),
    say.told(deliveryReason(reason)).replace(/\.$/, ''),
    say.md(`undelivered.to-${place.kind}${place.name === '' ? '-unnamed' : ''}`, { place: place.name }),
    say.md('undelivered.since', { since }),
  ];
  const remedy = deliveryRemedy(reason);
  return pressLine(say, {
    severity: 'stop',
    title: about,
    below: `${below.join(' · ')}${remedy === null ? '' : `. ${say.told(remedy)}`}`,
    action: execute({
      title: say.plain('button.retry-of', { about }),
      verb: VERBS.messageRetry,
      data: { message: id },
    }),
    hint: say.plain('button.retry'),
  });
}

/** The first names and how many more there are. */
function namesOf(say: Speaker, customers: readonly string[]): string {
  const [first = '', second, ...others] = customers;
  if (second === undefined) return first;
  if (others.length === 0) return `${first}, ${second}`;
  return `${first}, ${second}, ${say.plain('word.more', { count: others.length })}`;
}
