import { randomUUID } from 'node:crypto';
import type { Attachment, FileConsentCardResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { errorSentence } from '../cards/error-sentence.ts';
import { reply, setTurn, turnOf } from '../dialogs/dialog-turn.ts';
import { FileWish, makeFile, nothingToHandOver } from '../dialogs/files.ts';
import { handOver, messageFor } from '../dialogs/hand-over.ts';
import { importTable } from '../dialogs/import-table.ts';
import { refusedReply } from '../dialogs/permission.ts';
import { type Reply, type Turn, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import { readTable, type Table, tableInText } from '../services/files/table.ts';
import { outOfReach } from '../services/rules/stated-dates.ts';
import type { Services } from '../services/services.ts';
import type { InTime } from './in-time.ts';
import type { Later } from './later.ts';
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

type UploadInfo = z.infer<typeof UploadInfo>;

/** How the handing over of a file ended: with the file as Teams shows it, or with what stood in the way. */
export type HandedOver = ({ readonly file: Attachment } | { readonly reply: Reply }) & {
  /** Somebody has said so already. */
  told: boolean;
};

/** Files in a chat: lists of subscriptions that people send, and files they asked for. */
export class FileExchange {
  readonly #services: Services;
  readonly #hosts: FileHosts;
  readonly #inTime: InTime<HandedOver>;
  readonly #later: Later;

  constructor(deps: { services: Services; hosts: FileHosts; inTime: InTime<HandedOver>; later: Later }) {
    this.#services = deps.services;
    this.#hosts = deps.hosts;
    this.#inTime = deps.inTime;
    this.#later = deps.later;
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

  /**
   * The person wants the file that was offered: it is made as things stand now and put into their OneDrive. Teams waits for ten seconds at
   * most: what takes longer than a few goes on by itself, and how it ended is told in the chat then. Whoever asks for the same again
   * meanwhile joins, and nothing is told twice.
   *
   * @throws whatever is no `AppError`, as long as the person waits
   */
  async accepted(context: TurnContext, { context: about, uploadInfo }: FileConsentCardResponse): Promise<void> {
    const turn = turnOf(context);
    const [wish, upload] = [FileWish.safeParse(about), UploadInfo.safeParse(uploadInfo)];
    if (!wish.success || !upload.success) return reply(context, textReply('error.action.unknown'));
    const offer = context.activity.replyToId ?? null;
    // Each answer to an offer brings an address of its own to put the file to.
    const key = JSON.stringify([turn.conversationId, turn.person.id, offer ?? upload.data.uploadUrl, wish.data]);
    const outcome = await this.#inTime.run(key, () => this.#handOver(turn, wish.data, upload.data));
    if (outcome.kind === 'done') return this.#tell(context, offer, outcome.result);
    if (outcome.first) this.#tellWhenOver(context, turn, offer, outcome.result);
  }

  async #handOver(turn: Turn, wish: FileWish, upload: UploadInfo): Promise<HandedOver> {
    try {
      const refused = await refusedReply(this.#services, turn, 'look');
      if (refused !== null) return { reply: refused, told: false };
      const made = await makeFile(this.#services, turn, wish);
      if (made === null) return { reply: await nothingToHandOver(this.#services, wish), told: false };
      await uploadFile(upload.uploadUrl, made.bytes, this.#hosts);
      return { file: fileInfo(upload, made.name), told: false };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const { code, hint } = thrown;
      this.#services.log.warn({ err: thrown, code, hint }, 'A person was told about a problem');
      return { reply: { kind: 'text', sentence: errorSentence(thrown) }, told: false };
    }
  }

  /** Says how it ended, to the first who comes with it. A file takes the place of its offer. */
  async #tell(context: TurnContext, offer: string | null, handed: HandedOver): Promise<void> {
    if (handed.told) return;
    handed.told = true;
    if ('reply' in handed) return reply(context, handed.reply);
    await this.#takeBackOffer(context, offer);
    await context.sendActivity({ attachments: [handed.file] });
  }

  #tellWhenOver(context: TurnContext, turn: Turn, offer: string | null, result: Promise<HandedOver>): void {
    const { log } = this.#services;
    const speak = this.#later(context);
    const over = async () => {
      const handed = await result.catch((thrown: unknown): HandedOver => {
        const id = randomUUID().slice(0, 8);
        log.error({ err: thrown, incident: id }, 'A file could not be handed over');
        return { reply: textReply('error.ours', { id }), told: false };
      });
      await speak(async (later) => {
        setTurn(later, turn);
        await this.#tell(later, offer, handed);
      });
    };
    void this.#inTime.underWay
      .add(over())
      .catch((err: unknown) => log.warn({ err }, 'How the handing over of a file ended could not be told'));
  }

  async declined(context: TurnContext): Promise<void> {
    await this.#takeBackOffer(context, context.activity.replyToId ?? null);
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
  async #takeBackOffer(context: TurnContext, offer: string | null): Promise<void> {
    if (offer === null) return;
    try {
      await context.deleteActivity(offer);
    } catch (err) {
      this.#services.log.info({ err }, 'The offer of a file could not be taken back');
    }
  }
}

const fileInfo = ({ contentUrl, name, uniqueId, fileType }: UploadInfo, made: string): Attachment => ({
  contentType: 'application/vnd.microsoft.teams.card.file.info',
  contentUrl,
  name: name ?? made,
  content: { uniqueId: uniqueId ?? '', fileType: fileType ?? made.split('.').at(-1) ?? '' },
});
