import { z } from 'zod';

const record = z.record(z.string(), z.unknown());
const aboutMove = z.looseObject({ moveId: z.string().min(1) });

/** What each job carries. It is checked again when the job is taken up: an older version of the product may have written it. */
export const JOB_SCHEMAS = {
  /** Look for reminders and watches that are due by the product's clock. */
  sweep: z.looseObject({}),
  /** Written by older versions: put into the outbox. `kind` says what; the consumer checks the rest. */
  deliver: z.looseObject({ kind: z.string().min(1), conversationId: z.string().min(1) }),
  /** The team times its reminders differently: plan those of the open moves after this one anew. */
  replan: z.looseObject({ after: z.string().nullable() }),
  /** Look at Partner Center and the tenant again for a move that waits. */
  'check-move': aboutMove,
  /** Find out whose delegated admin relationship (GDAP) changed, and look at that customer's move. */
  'delegation-changed': z.looseObject({ relationshipId: z.string().min(1) }),
  /** Place the order that a move holds. `requestId` says which order it was sent for; older jobs lack it. */
  order: aboutMove.extend({ requestId: z.string().optional() }),
  /** Ask Partner Center for the transfer that a move holds. */
  transfer: z.looseObject({ moveId: z.string().min(1), transferId: z.string().min(1) }),
  'import-originals': record,
} as const;

export type JobName = keyof typeof JOB_SCHEMAS;

/** Payload by job name. */
export type JobData = { [Name in JobName]: z.infer<(typeof JOB_SCHEMAS)[Name]> };

/** A job to be written together with a change. */
export type JobRequest = {
  [Name in JobName]: { readonly name: Name; readonly data: JobData[Name]; readonly options?: JobTiming };
}[JobName];

export interface JobTiming {
  /** At most one waiting job of this name and key on queues that collapse (`sweep`, `check-move`); grouping elsewhere. */
  readonly singletonKey?: string;
  /** Not before this moment of the machine's clock, or this many seconds from now. */
  readonly startAfter?: Date | number;
}
