import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import { anyPinned, type RoleGroups } from './graph/partner-roles.ts';
import { type HeldRoles, judgePermission, type Permission, TASKS, type Task } from './rules/permissions.ts';

/** How long roles that were read count, in milliseconds of the product's clock. Microsoft itself takes up to an hour. */
const KEPT_MS = 5 * 60_000;
/** How long it counts that they could not be read, so that not every press waits for a Graph that does not answer. */
const UNREAD_MS = 15_000;
/** People whose roles are kept at once. */
const MOST_PEOPLE = 5000;
/** How long a person waits for Graph, in milliseconds. */
const WAIT_MS = 3000;

interface Kept {
  readonly roles: HeldRoles;
  /** Which of all questions it answers. */
  readonly question: number;
}

/** Where roles are read: Microsoft Graph. */
export interface RoleSource {
  partnerRoles(personId: string, groups: RoleGroups, limit: AbortSignal): Promise<HeldRoles>;
}

/**
 * Who may do what: the roles of the people of the partner's tenant, read from Microsoft Graph when they ask for something,
 * kept for five minutes of the product's clock, and read anew before an order or a transfer. Questions about the same person
 * at the same time are one.
 */
export class Authority {
  readonly #source: RoleSource;
  readonly #groups: RoleGroups;
  readonly #limit: () => AbortSignal;
  readonly #kept: LRUCache<string, Kept>;
  readonly #reading = new Map<string, Promise<HeldRoles>>();
  #questions = 0;

  constructor(deps: {
    source: RoleSource;
    groups: RoleGroups;
    clock: Clock;
    /** When a person does not wait any longer; made anew for every question. */
    limit?: () => AbortSignal;
  }) {
    this.#source = deps.source;
    this.#groups = deps.groups;
    this.#limit = deps.limit ?? (() => AbortSignal.timeout(WAIT_MS));
    this.#kept = new LRUCache({
      max: MOST_PEOPLE,
      ttl: KEPT_MS,
      // Every look at the clock is a real one: the sandbox's clock jumps.
      ttlResolution: 0,
      perf: { now: () => deps.clock.now().epochMilliseconds },
    });
  }

  /** Whether any group is pinned: without one nothing can be changed by anybody. */
  get pinned(): boolean {
    return anyPinned(this.#groups);
  }

  /**
   * Whether the person (object id in the partner's tenant, from an authenticated activity and nowhere else) may do the task.
   * Never throws because of Microsoft: what cannot be read is told as `unread`.
   */
  async may(personId: string, task: Task): Promise<Permission> {
    const { roles, anew } = TASKS[task];
    // What everybody may do asks nobody.
    if (roles === null) return { kind: 'allowed' };
    return judgePermission(task, await (anew === true ? this.#read(personId) : this.#rolesOf(personId)));
  }

  /** The same for a button that is only about to be shown, for which nothing is read anew; the press itself asks `may`. */
  async seemsAllowed(personId: string, task: Task): Promise<Permission> {
    if (TASKS[task].roles === null) return { kind: 'allowed' };
    return judgePermission(task, await this.#rolesOf(personId));
  }

  #rolesOf(personId: string): Promise<HeldRoles> {
    const kept = this.#kept.get(personId);
    if (kept !== undefined) return Promise.resolve(kept.roles);
    const underWay = this.#reading.get(personId);
    if (underWay !== undefined) return underWay;
    const reading = this.#read(personId).finally(() => this.#reading.delete(personId));
    this.#reading.set(personId, reading);
    return reading;
  }

  async #read(personId: string): Promise<HeldRoles> {
    this.#questions += 1;
    const question = this.#questions;
    const roles = await this.#source.partnerRoles(personId, this.#groups, this.#limit());
    // An answer that was long on its way does not hide what was asked and told after it.
    if ((this.#kept.get(personId)?.question ?? 0) < question) {
      this.#kept.set(personId, { roles, question }, { ttl: roles.unread === null ? KEPT_MS : UNREAD_MS });
    }
    return roles;
  }
}
