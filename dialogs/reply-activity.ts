import { plainSentence } from '../cards/language.ts';
import type { Reader } from '../cards/view.ts';
import type { Reply } from './turn.ts';

/** A message as the channel takes it. A card carries its words as `summary`: text beside a card would be split off by Teams. */
export function replyActivity(reply: Reply, reader: Reader) {
  if (reply.kind === 'text') {
    return {
      type: 'message',
      text: plainSentence(reader.locale, reply.sentence.key, reply.sentence.params),
      textFormat: 'plain',
    };
  }
  if (reply.kind === 'file') {
    const { name, size, wish } = reply.file;
    const description = plainSentence(reader.locale, 'file.offer');
    return {
      type: 'message',
      summary: name,
      attachments: [
        {
          contentType: FILE_CONSENT,
          name,
          content: { description, sizeInBytes: size, acceptContext: wish, declineContext: wish },
        },
      ],
    };
  }
  return {
    type: 'message',
    summary: reply.drawn.text,
    attachments: [{ contentType: ADAPTIVE_CARD, content: reply.drawn.card }],
  };
}

const FILE_CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
