import type { IsoDate } from '../services/rules/calendar-date.ts';
import { execute } from './actions.ts';
import { line as apart, type Block, small, text } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface SilenceView {
  readonly customer: string;
  readonly domain: string;
  readonly moveId: string;
  readonly version: number;
  /** What one could expect a reminder of, each with why none came. */
  readonly reasons: readonly SilenceReason[];
}

export interface SilenceReason {
  /** Name of a subscription, or a topic in words, plain. */
  readonly about: string;
  readonly reason: Sentence;
  /** When the next one comes; null: none will. */
  readonly next: IsoDate | null;
}

/** Why nothing was said about a customer: for each thing that could have been, the reason and when the next word comes. */
export function drawSilence(view: SilenceView, reader: Reader): DrawnCard {
  const { customer, domain, moveId, version, reasons } = view;
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(reasons, say.room);
    return {
      heading: customer,
      subheading: domain,
      explanation: [{ key: reasons.length === 0 ? 'silence.nothing' : 'silence.what' }],
      also: shown.slice(0, MOST_SPOKEN).map(({ about, reason }) => `${say.plainName(about)}: ${say.toldPlain(reason)}`),
      blocks: [...shown.map((reason) => line(say, reason)), ...moreLine(say, more)],
      actions: [
        execute({
          title: say.plain('button.open-move'),
          verb: VERBS.openMove,
          data: { moveId, version },
          primary: true,
        }),
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: { moveId } }),
      ],
    };
  });
}

const MOST_SPOKEN = 3;

function line(say: Speaker, { about, reason, next }: SilenceReason): Block {
  return apart([
    text(say.name(about), { weight: 'Bolder' }),
    text(say.told(reason), { spacing: 'None' }),
    small(next === null ? say.md('silence.no-next') : say.md('silence.next', { on: next })),
  ]);
}
