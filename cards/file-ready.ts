import { openUrl } from './actions.ts';
import { drawFrame } from './frame.ts';
import type { DrawnCard, Reader } from './view.ts';

/** In the sandbox: a file and where it lies for some minutes. */
export function drawFileReady(
  { name, url }: { readonly name: string; readonly url: string },
  reader: Reader,
): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: name,
    brief: true,
    explanation: [{ key: 'file.ready' }],
    actions: [openUrl(say.plain('button.download'), url)],
  }));
}
