import { Notifier } from '../../bot/notifier.ts';
import type { Move } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { aMove, anEntry, aReminder, effects } from '../store/builders.ts';
import { Chat } from './chat.ts';
import { Teams } from './teams.ts';

export const CHANNEL = '19:moves@thread.tacv2';
export const SAM = { id: 'sam', name: 'Sam' };

/** A job as it was sent. */
export interface Sent {
  readonly data: Record<string, unknown>;
  readonly startAfter?: unknown;
}

/** The product with a Teams that records; delivery jobs are carried out when a test says so. It is noon (UTC). */
export class Proactive {
  readonly chat: Chat;
  readonly teams = new Teams();
  readonly notifier: Notifier;
  /** Delivery jobs that wait. */
  readonly jobs: Sent[] = [];
  /** Told when a delivery job is sent. */
  onJob: () => void = () => {};

  private constructor(chat: Chat) {
    this.chat = chat;
    const { services } = chat.house;
    // The cast: only the one method is used, and it has the SDK's own signature but for its overloads.
    this.notifier = new Notifier({ services, adapter: this.teams as never, appId: '' });
    const sendAll = services.jobs.sendAll.bind(services.jobs);
    services.jobs.sendAll = async (name, sent, options) => {
      if (name !== 'deliver') return sendAll(name, sent, options);
      this.jobs.push(...sent);
      this.onJob();
    };
  }

  static async open(): Promise<Proactive> {
    const house = new Proactive(await Chat.open());
    await house.until('12:00');
    return house;
  }

  get services() {
    return this.chat.house.services;
  }

  get today() {
    return this.services.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  }

  /** Lets time pass until the clock (UTC) next reads so. */
  async until(time: string): Promise<void> {
    const now = this.services.clock.now().toZonedDateTimeISO('UTC');
    const at = now.withPlainTime(time);
    const ahead = now.until(at.epochMilliseconds > now.epochMilliseconds ? at : at.add({ days: 1 })).total('seconds');
    await this.services.sandbox?.advance(ahead / 86_400);
  }

  async pass(days: number): Promise<void> {
    await this.services.sandbox?.advance(days);
    await sweep(this.services);
  }

  async deliverAll(): Promise<void> {
    for (const job of this.jobs.splice(0)) await this.notifier.deliver(job.data);
  }

  /** A move opened by Sam in the personal chat, with reminders that are due today unless told otherwise. */
  async move(name: string, reminders: readonly Partial<PlannedReminder>[] = [{}], overrides: Partial<Move> = {}) {
    const move = aMove({
      name,
      domain: `${name.toLowerCase()}.com`,
      openedBy: SAM,
      conversationId: 'a:sam',
      ...overrides,
    });
    const plan = reminders.map((r) => aReminder({ dueOn: this.day(0), deadline: this.day(30), ...r }));
    await this.chat.house.store.moves.create(move, anEntry(move), effects({ reminders: plan }));
    return { move, refs: plan.map(({ key }) => ({ moveId: move.id, key })) };
  }

  /** The ISO date so many days from today. */
  day(from: number): string {
    return this.today.add({ days: from }).toString();
  }

  async states(refs: readonly { moveId: string; key: string }[]): Promise<readonly string[]> {
    return (await this.services.reminders.findAll(refs)).map((r) => r.state);
  }
}
