import { openUrl } from './actions.ts';
import { drawFrame } from './frame.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface HandOverView {
  /** What cannot be done here. */
  readonly what: 'move' | 'file';
  /** What is to be sent in the personal chat. */
  readonly message: string;
  /** Opens that chat with the message written; null: there is no such link here. */
  readonly link: string | null;
}

/** In a chat of several people: this goes on in 1:1, and how to get there. */
export function drawHandOver({ what, message, link }: HandOverView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('hand-over.title'),
    brief: true,
    explanation: [
      { key: `hand-over.${what}` },
      link === null ? { key: 'hand-over.how-here', params: { message } } : { key: 'hand-over.how' },
    ],
    actions: link === null ? [] : [openUrl(say.plain('button.hand-over'), link)],
  }));
}
