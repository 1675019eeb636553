import type { FileConsentCardResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { reply, turnOf } from '../dialogs/dialog-turn.ts';
import { FileWish, makeFile, nothingToHandOver } from '../dialogs/files.ts';
import { handOver, messageFor } from '../dialogs/hand-over.ts';
import { importTable } from '../dialogs/import-table.ts';
import { refusedReply } from '../dialogs/permission.ts';
import { type Reply, textReply } from '../dialogs/turn.ts';
import { readTable, type Table, tableInText } from '../services/files/table.ts';
import type { Services } from '../services/services.ts';
import { outOfReach } from './actions/originals.ts';
import { MOST_READ } from './said.ts';
import { downloadFile, type FileHosts, uploadFile } from './teams-files.ts';

/** A file somebody sent, as Teams describes it (learn.microsoft.com "Send and receive files through a bot"). */
const SentFile = z.looseObject({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().nullish(),
  content: z.looseObject({ downloadUrl: z.string() }),
});

const UploadInfo = z.looseObject({
  uploadUrl: z.string(),
  contentUrl: z.string(),
  name: z.string().nullish(),
  uniqueId: z.string().nullish(),
  fileType: z.string().nullish(),
});

/** Files in a chat: lists of subscriptions that people send, and files they asked for. */
export class FileExchange {
  readonly #services: Services;
  readonly #hosts: FileHosts;

  constructor(deps: { services: Services; hosts: FileHosts }) {
    this.#services = deps.services;
    this.#hosts = deps.hosts;
  }

  /**
   * The answer to a message that brings a file or a pasted table; null: it brings neither.
   *
   * | message | answer |
   * | --- | --- |
   * | one file, in 1:1 | what came of reading it |
   * | several files | one at a time: which belongs to whom is not guessed |
   * | a file that Teams describes in another way (a picture, a link) | what can be read |
   * | lines with a header that is known | the same as a file |
   *
   * @throws AppError `file.*`
   */
  async received(context: TurnContext, text: string): Promise<Reply | null> {
    const turn = turnOf(context);
    const attachments = (context.activity.attachments ?? []).filter(({ contentType }) => contentType !== 'text/html');
    const sent = attachments.flatMap((attachment) => {
      const file = SentFile.safeParse(attachment);
      return file.success ? [file.data] : [];
    });
    const [file] = sent;
    if (file === undefined && attachments.length > 0 && text === '')
      return turn.scope === 'personal'
        ? textReply('file.not-readable-kind')
        : handOver(turn, 'file', messageFor(turn, 'move', null));
    // Of a longer message the end is missing: it is answered as too long.
    const isWhole = (context.activity.text ?? '').length <= MOST_READ;
    const pasted = file === undefined && isWhole ? tableInText(text) : null;
    if (file === undefined && pasted === null) return null;
    if (turn.scope !== 'personal') return handOver(turn, 'file', messageFor(turn, 'move', null));
    const refused = await refusedReply(this.#services, turn, 'record');
    if (refused !== null) return refused;
    if (sent.length > 1) return textReply('file.one-at-a-time');
    if (file !== undefined)
      return this.#imported(context, await readTable(await downloadFile(file.content.downloadUrl, this.#hosts)));
    return pasted === null ? null : this.#imported(context, pasted);
  }

  /** The person wants the file that was offered: it is made as things stand now and put into their OneDrive. */
  async accepted(context: TurnContext, { context: about, uploadInfo }: FileConsentCardResponse): Promise<void> {
    const turn = turnOf(context);
    const [wish, upload] = [FileWish.safeParse(about), UploadInfo.safeParse(uploadInfo)];
    if (!wish.success || !upload.success) return reply(context, textReply('error.action.unknown'));
    const refused = await refusedReply(this.#services, turn, 'look');
    if (refused !== null) return reply(context, refused);
    const made = await makeFile(this.#services, turn, wish.data);
    if (made === null) return reply(context, await nothingToHandOver(this.#services, wish.data));
    await uploadFile(upload.data.uploadUrl, made.bytes, this.#hosts);
    await this.#takeBackOffer(context);
    const { contentUrl, name, uniqueId, fileType } = upload.data;
    await context.sendActivity({
      attachments: [
        {
          contentType: 'application/vnd.microsoft.teams.card.file.info',
          contentUrl,
          name: name ?? made.name,
          content: { uniqueId: uniqueId ?? '', fileType: fileType ?? made.name.split('.').at(-1) ?? '' },
        },
      ],
    });
  }

  async declined(context: TurnContext): Promise<void> {
    await this.#takeBackOffer(context);
    await reply(context, textReply('file.declined'));
  }

  async #imported(context: TurnContext, table: Table): Promise<Reply> {
    const turn = turnOf(context);
    return importTable(this.#services, turn, table, {
      id: null,
      moveId: null,
      order: null,
      outOfReach: (which, date) => outOfReach(which, date, turn.reader.today) !== null,
    });
  }

  /** An offer can be answered once: Teams keeps the card as it was, so it is taken away. */
  async #takeBackOffer(context: TurnContext): Promise<void> {
    const { replyToId } = context.activity;
    if (replyToId === undefined) return;
    try {
      await context.deleteActivity(replyToId);
    } catch (err) {
      this.#services.log.info({ err }, 'The offer of a file could not be taken back');
    }
  }
}
