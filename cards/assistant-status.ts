import type { TeamSettings } from '../services/reminders/team-settings.ts';
import type { IsoDate } from '../services/rules/calendar-date.ts';
import { execute } from './actions.ts';
import type { AlertView } from './alert.ts';
import { type Block, facts, heading } from './blocks.ts';
import { deliveryReason } from './delivery-reason.ts';
import { type Banner, drawFrame } from './frame.ts';
import { hasSentence } from './language.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import { signed } from './verdict-lines.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';
import { daysInWords, hoursInWords } from './working-hours.ts';

/** How the assistant itself is. Instants are ISO 8601, told by the reader's clock. */
export interface AssistantStatusView {
  /** When it last looked for what is due; null: not since it was started. */
  readonly lastRun: string | null;
  /** It should have looked again by now. */
  readonly late: boolean;
  readonly nextRun: string | null;
  /** The next reminder; null: none is planned. */
  readonly nextDue: { readonly on: IsoDate; readonly customer: string; readonly what: Sentence } | null;
  /** Messages that are on their way, and since when the oldest of them waits. */
  readonly waiting: { readonly count: number; readonly since: string | null };
  /** Messages that could not be delivered anywhere, and the code of the newest reason. */
  readonly failed: { readonly count: number; readonly reason: string | null };
  /** Alarms that stand. */
  readonly alarms: readonly AlertView[];
  /** The team's channel; its name is empty when Teams did not tell it. Null: none is chosen. */
  readonly channel: { readonly name: string } | null;
  readonly settings: TeamSettings;
  /** Whether who looks is signed in with their own account; left out where nobody signs in, and where others look as well. */
  readonly signedIn?: boolean;
  readonly notice?: Sentence | null;
}

/** Whether reminders can be relied on right now: when it ran, what comes, what failed, and where it speaks. */
export function drawAssistantStatus(view: AssistantStatusView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('assistant.title'),
    notice: view.notice ?? null,
    banner: banner(say, view),
    blocks: [...alarms(say, view), ...running(say, view), ...habits(say, view)],
    actions: [
      execute({
        title: say.plain('button.undelivered'),
        verb: VERBS.undelivered,
        data: {},
        primary: view.failed.count > 0,
      }),
      execute({ title: say.plain('button.settings'), verb: VERBS.settingsShow, data: {} }),
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
    ],
  }));
}

/** What is worst decides. */
function banner(say: Speaker, { late, lastRun, failed, alarms, waiting }: AssistantStatusView): Banner {
  const told = (severity: Banner['severity'], key: string, params: Sentence['params'] = {}): Banner => ({
    severity,
    word: say.plain(severity === 'ok' ? 'assistant.healthy' : 'assistant.attention'),
    reason: say.told({ key, params }),
    plainReason: say.toldPlain({ key, params }),
  });
  if (late) return told('stop', 'assistant.late');
  if (failed.count > 0) return told('stop', 'assistant.has-failed', { count: failed.count });
  if (alarms.length > 0) return told('warn', 'assistant.has-alarms', { count: alarms.length });
  if (lastRun === null) return told('ok', 'assistant.never-ran');
  if (waiting.count > 0) return told('ok', 'assistant.has-waiting', { count: waiting.count });
  return told('ok', 'assistant.fine');
}

function alarms(say: Speaker, view: AssistantStatusView): readonly Block[] {
  if (view.alarms.length === 0) return [];
  const { shown, more } = cut(view.alarms, say.room);
  return [
    heading(say.md('assistant.alarms')),
    ...shown.map(({ code, params }) => {
      const key = hasSentence(`alert.${code}`) ? `alert.${code}` : 'alert.unknown';
      const action = hasSentence(`alert.${code}.action`) ? say.told({ key: `alert.${code}.action`, params }) : '';
      return signed('warn', say.told({ key, params }), action);
    }),
    ...moreLine(say, more),
  ];
}

function running(say: Speaker, { lastRun, nextRun, nextDue, waiting, failed }: AssistantStatusView): readonly Block[] {
  return [
    facts([
      [say.md('assistant.last-run'), say.moment(lastRun)],
      [say.md('assistant.next-run'), say.moment(nextRun)],
      [
        say.md('assistant.next-due'),
        nextDue === null
          ? say.md('assistant.none-due')
          : say.md('assistant.due', { on: nextDue.on, customer: nextDue.customer, what: say.toldPlain(nextDue.what) }),
      ],
      [say.md('assistant.waiting'), say.md('assistant.waiting-since', { count: waiting.count, since: waiting.since })],
      [
        say.md('assistant.failed'),
        failed.count === 0
          ? say.md('assistant.none-failed')
          : failed.reason === null
            ? say.md('assistant.failed-count', { count: failed.count })
            : say.md('assistant.failed-why', {
                count: failed.count,
                why: say.toldPlain(deliveryReason(failed.reason)),
              }),
      ],
    ]),
  ];
}

/** Where and when it speaks. */
function habits(say: Speaker, { channel, settings, signedIn }: AssistantStatusView): readonly Block[] {
  return [
    heading(say.md('assistant.habits')),
    facts([
      [say.md('assistant.places'), say.md(`settings.places-${settings.places}`)],
      [
        say.md('assistant.channel'),
        channel === null
          ? say.md('assistant.no-channel')
          : channel.name === ''
            ? say.md('assistant.channel-unnamed')
            : say.name(channel.name),
      ],
      [say.md('settings.hours'), hoursInWords(say, settings)],
      [say.md('settings.workingDays'), daysInWords(say, settings.workingDays)],
      ...(signedIn === undefined
        ? []
        : [[say.md('signing-in.yours'), say.md(signedIn ? 'signing-in.is-in' : 'signing-in.is-out')] as const]),
    ]),
  ];
}
