import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** What happened in the sandbox since it was first started. The stories are code: only the differences are kept. */
export type SandboxState = z.output<typeof SandboxState>;
export type SandboxCart = z.output<typeof CartState>;
export type SandboxOrder = z.output<typeof OrderState>;
export type SandboxTransfer = z.output<typeof TransferState>;
export type SandboxRelationship = z.output<typeof RelationshipState>;

export interface StateFile {
  readonly current: SandboxState;
  /** Changes the state and keeps it: when this returns the change has survived the end of the process. */
  change(edit: (state: SandboxState) => void): void;
}

/**
 * Opens the data file or begins a new sandbox. Fails with `sandbox.data-unreadable` rather than starting over when the file is
 * there and makes no sense.
 */
export function openStateFile(path: string, startedAt: string): StateFile {
  let current = existsSync(path) ? readState(path) : SandboxState.parse({ startedAt });
  mkdirSync(dirname(path), { recursive: true });
  writeState(path, current);
  return {
    get current() {
      return current;
    },
    change(edit) {
      const next = structuredClone(current);
      edit(next);
      writeState(path, next);
      current = next;
    },
  };
}

const LineState = z.object({
  lineNumber: z.number(),
  catalogItemId: z.string(),
  quantity: z.number(),
  termDuration: z.string(),
  billingCycle: z.string(),
  friendlyName: z.string().nullable(),
  subscriptionId: z.string(),
  error: z.string().nullable(),
});
const CartState = z.object({
  id: z.string(),
  tenantId: z.string(),
  createdAt: z.string(),
  status: z.enum(['Active', 'Ordered']),
  lines: z.array(LineState),
});
const OrderState = z.object({ id: z.string(), tenantId: z.string(), createdAt: z.string(), lines: z.array(LineState) });
const TransferState = z.object({
  id: z.string(),
  tenantId: z.string(),
  createdAt: z.string(),
  sourcePartnerTenantId: z.string(),
  sourcePartnerName: z.string(),
  /** Set by a withdrawal or a lever: what is told instead of what the story makes of it. */
  status: z.string().nullable().default(null),
});
const RelationshipState = z.object({
  id: z.string(),
  tenantId: z.string().nullable(),
  name: z.string(),
  duration: z.string(),
  roles: z.array(z.string()),
  createdAt: z.string(),
  lockedAt: z.string().nullable(),
  /** Approved by a lever; otherwise the simulated customer thinks about it. */
  approvedAt: z.string().nullable(),
  /** Ended by a lever before its time. */
  endedAs: z.enum(['expired', 'terminated']).nullable(),
  assignments: z.array(
    z.object({ id: z.string(), groupId: z.string(), roles: z.array(z.string()), createdAt: z.string() }),
  ),
});
const SandboxState = z.object({
  format: z.literal(1).default(1),
  startedAt: z.string(),
  /** How far the sandbox's clock runs ahead of the machine's. */
  aheadSeconds: z.number().default(0),
  /** Tenant id -> instant at which the invitation was sent. */
  invitations: z.record(z.string(), z.string()).default({}),
  carts: z.array(CartState).default([]),
  orders: z.array(OrderState).default([]),
  /** By how much prices have changed since the start. */
  priceFactor: z.number().default(1),
  transfers: z.array(TransferState).default([]),
  /** Subscription id -> what was changed on it. */
  changes: z
    .record(
      z.string(),
      z.object({
        revision: z.number(),
        quantity: z.number(),
        status: z.enum(['active', 'suspended', 'deleted']),
        autoRenew: z.boolean(),
        nextTerm: z.unknown().optional(),
      }),
    )
    .default({}),
  /** Tenant id -> what our delegated admin relationship allows since somebody changed it. */
  delegations: z.record(z.string(), z.enum(['none', 'read', 'read-and-support'])).default({}),
  /** Delegated admin relationships (GDAP) made since the start. */
  relationships: z.array(RelationshipState).default([]),
  /** Original's id -> what its owner did at the source. */
  endings: z.record(z.string(), z.object({ autoRenew: z.boolean(), cancelledAt: z.string().nullable() })).default({}),
  /** Object id of one of the partner's people -> roles; null: not in the directory. Who is not named is an admin agent. */
  people: z.record(z.string(), z.array(z.string()).nullable()).default({}),
  /** Answers to changes by request id, so that a repeated request is not done twice. */
  answers: z.array(z.object({ key: z.string(), status: z.number(), body: z.unknown() })).default([]),
});

function readState(path: string): SandboxState {
  try {
    return SandboxState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError('sandbox.data-unreadable', {
      hint: `The sandbox cannot read ${path}. Move it away to begin a new sandbox.`,
      cause,
    });
  }
}

/** A process killed at any moment leaves either the old file or the new one. */
function writeState(path: string, state: SandboxState): void {
  const next = `${path}.${process.pid}.next`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeFileSync(file, JSON.stringify(state));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}
