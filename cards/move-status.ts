import { execute } from './actions.ts';
import { facts } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { progressOf } from './progress.ts';
import type { Speaker } from './speaker.ts';
import { stepBanner } from './step-banner.ts';
import { provisionReason } from './steps/provision.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, MoveView, Reader, Sentence } from './view.ts';

/** A move, and what goes on around it. */
export interface MoveStatusView extends MoveView {
  /** When the bot speaks up next. */
  readonly nextDate?: string | null;
  /** What somebody did last about one of its reminders: `reminder-act.<act>` says it. */
  readonly lastAct?: {
    readonly act: 'done' | 'snoozed' | 'assigned' | 'undone';
    readonly who: string;
    /** ISO instant. */
    readonly when: string;
    readonly what: Sentence;
    /** Whom it was given to; null for the other acts. */
    readonly to: string | null;
  } | null;
}

/** Where one move stands, in a few lines, with the button that opens it. */
export function drawMoveStatus(view: MoveStatusView, reader: Reader): DrawnCard {
  const { move, lastChange, lastAct = null } = view;
  return drawFrame(reader, (say) => ({
    heading: move.customer.name,
    subheading: move.customer.domain,
    progress: progressOf(view, say),
    notice: view.notice,
    banner: stepBanner(view, say, view.step.id === 'provision' ? provisionReason(view) : undefined),
    blocks: [
      facts([
        [say.md('status.opened'), say.md('status.who-when', { who: move.openedBy.name, when: move.openedAt })],
        ...(lastChange === null
          ? []
          : [
              [
                say.md('status.last-change'),
                say.md('status.did', {
                  who: lastChange.by.name,
                  did: say.word('did', lastChange.command),
                  when: lastChange.at,
                }),
              ] as const,
            ]),
        ...(lastAct === null
          ? []
          : [
              [
                say.md('status.last-reminder'),
                say.md(`reminder-act.${lastAct.act}`, {
                  who: lastAct.who,
                  when: lastAct.when,
                  to: lastAct.to,
                  what: say.toldPlain(lastAct.what),
                }),
              ] as const,
            ]),
        [say.md('status.originals'), originalsKnown(say, move.facts.originals.length)],
        ...(view.nextDate == null ? [] : [[say.md('status.next-date'), say.date(view.nextDate)] as const]),
      ]),
    ],
    actions: [
      execute({
        title: say.plain('button.open-move'),
        verb: VERBS.openMove,
        data: { moveId: move.id, version: move.version },
        primary: true,
      }),
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
      execute({ title: say.plain('button.export'), verb: VERBS.exportMoves, data: { moveId: move.id } }),
      execute({ title: say.plain('button.calendar'), verb: VERBS.exportCalendar, data: { moveId: move.id } }),
    ],
  }));
}

/** None recorded is none known: nobody moves a customer who has nothing. */
const originalsKnown = (say: Speaker, count: number): string =>
  count === 0 ? say.md('status.originals-unknown') : say.number(count);
