import type { RoleId } from './roles.ts';
import type { SourceId } from './sources.ts';

/** Roles of the partner's own people that Microsoft tells us about: groups and directory roles of the partner's tenant. */
export const PARTNER_ROLES = [
  'admin-agent',
  'sales-agent',
  'helpdesk-agent',
  'billing-admin',
  'partner-global-admin',
] as const satisfies readonly RoleId[];
export type PartnerRole = (typeof PARTNER_ROLES)[number];

/**
 * What somebody does with the assistant, in the field's terms; `task.<id>` in the string catalogue. Which command does what:
 * `cards/commands.ts`; which button: `dialogs/tasks.ts`.
 */
export type Task =
  | 'talk'
  | 'look'
  | 'remind'
  | 'record'
  | 'agreement'
  | 'relationship'
  | 'plan-order'
  | 'order'
  | 'transfer'
  | 'credit'
  | 'places';

/** Who may do a task: any one of the roles. `null`: everybody of the tenant, whatever Microsoft says about them. */
export interface TaskRoles {
  readonly roles: readonly PartnerRole[] | null;
  /** Rules the list rests on; empty where it is the assistant's own care. */
  readonly sources: readonly SourceId[];
  /** The roles are read again for it, however lately they were read. */
  readonly anew?: boolean;
}

/**
 * The table of permissions. A task is given to nobody who does not need it:
 *
 * | task | what | who, and why |
 * | --- | --- | --- |
 * | talk | help, leave a question, let the sandbox's time pass | everybody: nothing of a customer is shown or changed |
 * | look | moves, a status, a check, reminders, the search for a customer | everybody who works for customers (C13) |
 * | remind | mark a reminder as done or put it off | also the help desk, which does much of what reminders ask for |
 * | record | facts and decisions of a move | who may sell and administer (C13); billing administrators too, since invoices and end dates are theirs and the guidance of 2020 named billing agents |
 * | agreement | say that the customer accepted the agreement | who may attest it (A1) |
 * | relationship | ask for the reseller relationship | who may ask for it in Partner Center (C13, I1) |
 * | plan-order, order | prices of an order; the order and a second person's yes to it | who may buy (A7); what spends money on roles read that moment |
 * | transfer | a transfer between partners, from its form on | admin agents only (C13, T2) |
 * | credit | the credit ticket and its outcome | who may call support (C8, G6), and who keeps the money together (C4) |
 * | places | where the team's reminders and alarms go | who runs a team: no work on a customer depends on it |
 *
 * A global administrator of the partner may look, but is no seller by that: the newest guidance took that role out of its
 * role lines (C13).
 */
export const TASKS: Readonly<Record<Task, TaskRoles>> = {
  talk: { roles: null, sources: [] },
  look: { roles: PARTNER_ROLES, sources: ['C13'] },
  remind: { roles: ['admin-agent', 'sales-agent', 'helpdesk-agent', 'billing-admin'], sources: [] },
  record: { roles: ['admin-agent', 'sales-agent', 'billing-admin'], sources: ['C13'] },
  agreement: { roles: ['admin-agent', 'sales-agent'], sources: ['A1', 'C13'] },
  relationship: { roles: ['admin-agent', 'sales-agent'], sources: ['C13', 'I1'] },
  'plan-order': { roles: ['admin-agent', 'sales-agent'], sources: ['A7', 'C13'] },
  order: { roles: ['admin-agent', 'sales-agent'], sources: ['A7', 'C13'], anew: true },
  transfer: { roles: ['admin-agent'], sources: ['C13', 'T2'], anew: true },
  credit: { roles: ['admin-agent', 'sales-agent', 'helpdesk-agent', 'billing-admin'], sources: ['C4', 'C8', 'G6'] },
  places: { roles: ['admin-agent', 'sales-agent', 'partner-global-admin'], sources: [] },
};

/** Why roles could not be read. `not-pinned`: nobody told the assistant which groups stand for the roles. */
export type Unread = 'not-pinned' | 'refused' | 'slow' | 'unavailable';

/** The roles somebody holds, as far as Microsoft told. */
export interface HeldRoles {
  readonly held: ReadonlySet<PartnerRole>;
  /** Null: these are all. Otherwise there may be more, and why they are not known. */
  readonly unread: Unread | null;
}

/** Whether somebody may do something. `unread`: nobody can tell, so nothing is changed on a guess. */
export type Permission =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'missing'; readonly task: Task; readonly roles: readonly PartnerRole[] }
  | { readonly kind: 'unread'; readonly task: Task; readonly roles: readonly PartnerRole[]; readonly why: Unread };

/**
 * Judges a task by the roles somebody holds. One fitting role is enough, even when others could not be read. Without one,
 * unread roles allow looking and nothing else.
 */
export function judgePermission(task: Task, { held, unread }: HeldRoles): Permission {
  const { roles } = TASKS[task];
  if (roles === null || roles.some((role) => held.has(role))) return { kind: 'allowed' };
  if (unread === null) return { kind: 'missing', task, roles };
  return task === 'look' ? { kind: 'allowed' } : { kind: 'unread', task, roles, why: unread };
}
