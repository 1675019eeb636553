import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { Postman } from '../../../bot/postman.ts';
import { Sender } from '../../../bot/sender.ts';
import type { Clock } from '../../../services/clock.ts';
import { MoveService } from '../../../services/moves/move-service.ts';
import { replan } from '../../../services/reminders/replan.ts';
import { sweep } from '../../../services/reminders/sweep.ts';
import { Team } from '../../../services/reminders/team.ts';
import { DEFAULT_TEAM_SETTINGS } from '../../../services/reminders/team-settings.ts';
import type { Services } from '../../../services/services.ts';
import { AlertStore } from '../../../services/store/alert-store.ts';
import { ConversationStore } from '../../../services/store/conversation-store.ts';
import { Deliveries } from '../../../services/store/deliveries.ts';
import type { JobSender } from '../../../services/store/jobs.ts';
import type { MessageWriter } from '../../../services/store/message.ts';
import { MoveStore } from '../../../services/store/move-store.ts';
import { Outbox } from '../../../services/store/outbox.ts';
import { PlaceStore } from '../../../services/store/place-store.ts';
import { ReminderActs } from '../../../services/store/reminder-acts.ts';
import { ReminderStore } from '../../../services/store/reminder-store.ts';
import type { Schema } from '../../../services/store/schema.ts';
import { SettingStore } from '../../../services/store/setting-store.ts';
import { WatchStore } from '../../../services/store/watch-store.ts';
import { WeeklyStore } from '../../../services/store/weekly-store.ts';
import { facts } from '../../rules/builders.ts';
import { Pace } from './pace.ts';
import type { SimulatedTeams } from './teams.ts';

/**
 * One instance of the product: the real run of every minute, the real sender, the real acts and stores, on a clock that the test moves. Only
 * what stands between the sender and Teams is simulated: finding the words, and the network.
 *
 * Cards that show something old are not drawn anew: what they show is no promise of this test, and they are four of five messages.
 */
export class Instance {
  readonly places: PlaceStore;
  readonly conversations: ConversationStore;
  readonly moves: MoveStore;
  readonly reminders: ReminderStore;
  readonly acts: ReminderActs;
  readonly team: Team;
  readonly #services: Services;
  readonly #outbox: Outbox;
  readonly #pace = new Pace();
  readonly #sender: Sender;
  readonly #replans: (string | null)[] = [];

  constructor(options: {
    readonly db: Kysely<Schema>;
    readonly name: string;
    readonly clock: Clock;
    readonly teams: SimulatedTeams;
  }) {
    const { db, name, clock, teams } = options;
    let messages = 0;
    const outbox = new Outbox({ db, clock, limits: UNLIMITED, newId: () => `${name}-${++messages}` });
    const writer = withoutRedraws(outbox);
    const jobs = this.#jobs();
    this.places = new PlaceStore({ db, messages: writer });
    this.conversations = new ConversationStore({ db });
    this.#outbox = outbox;
    this.moves = new MoveStore({ db, jobs, messages: writer });
    this.reminders = new ReminderStore({ db, messages: writer });
    this.acts = new ReminderActs({ db, messages: writer });
    this.team = new Team({ settings: new SettingStore({ db, jobs }), fallback: DEFAULT_TEAM_SETTINGS });
    const parts = {
      clock,
      log: LOG,
      outbox,
      jobs,
      team: this.team,
      reminders: this.reminders,
      moveStore: this.moves,
      deliveries: new Deliveries({ db, outbox, reminders: this.reminders }),
      alerts: new AlertStore({ db, messages: writer }),
      weekly: new WeeklyStore({ db, messages: writer }),
      watches: new WatchStore({ db, jobs }),
      places: this.places,
      conversations: this.conversations,
      signIn: null,
      moves: new MoveService({
        store: this.moves,
        clock,
        rules: async () => ({ skus: facts, catalogue: [] }),
        newId: () => name,
        stages: { now: () => this.team.stages(), ever: () => this.team.stagesEver() },
      }),
    };
    // All that the sweep, the sender and the new plans ask for; the rest of the house is not there.
    this.#services = parts as unknown as Services;
    const notifier = {
      say: (message: Parameters<SimulatedTeams['say']>[0]) =>
        teams.say(message, clock.now().epochMilliseconds, this.reminders),
    };
    // The same method; a class with private parts takes no other object.
    const postman = new Postman({ services: this.#services, notifier: notifier as never });
    this.#sender = new Sender({
      outbox,
      deliver: (message) => postman.deliver(message),
      record: postman,
      name,
      clock,
      log: LOG,
      timing: { lease: 60_000, poll: NEVER },
      machine: { random: () => 0.5, wait: this.#pace.wait, every: () => () => {} },
    });
  }

  /** The work of a minute. */
  async sweep(): Promise<void> {
    await sweep(this.#services);
  }

  /**
   * Sends all that may be sent now.
   *
   * @returns for how many milliseconds there is nothing to send
   */
  async send(): Promise<number> {
    return this.#pace.turn(() => this.#sender.run());
  }

  /** Does the jobs that a change of the settings has left behind: other plans. */
  async replanAll(): Promise<void> {
    for (let after = this.#replans.shift(); after !== undefined; after = this.#replans.shift())
      await replan(this.#services, after);
  }

  /** What is still to be sent. */
  async waiting(): Promise<number> {
    const { waiting, sending, dead } = await this.#outbox.figures();
    return waiting + sending + dead;
  }

  async stop(): Promise<void> {
    await this.#sender.stop(0);
  }

  #jobs(): JobSender & Services['jobs'] {
    const send: JobSender['send'] = async (name, data) => {
      if (name === 'replan') this.#replans.push('after' in data && typeof data.after === 'string' ? data.after : null);
    };
    const sender: JobSender = { send, sendAll: async () => {} };
    // The queue itself runs on the machine's clock; what it is given is kept here instead.
    return sender as JobSender & Services['jobs'];
  }
}

/** So long nothing happens. */
export const NEVER = 1e12;
const UNLIMITED = { all: [], conversation: [] };
const LOG = pino({ level: 'silent' });

function withoutRedraws(outbox: Outbox): MessageWriter {
  return {
    put: async (trx, messages) => {
      const told = messages.filter(({ kind }) => kind !== 'redraw');
      if (told.length > 0) await outbox.put(trx, told);
    },
  };
}
