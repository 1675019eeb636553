import { z } from 'zod';
import { AppError } from '../errors.ts';
import { caseless } from '../identity/checked-reply.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';

/** Asks another CSP partner to hand its new-commerce subscriptions of a customer over to us. */
export interface TransferRequest {
  readonly sourcePartnerTenantId: string;
  readonly sourcePartnerName: string;
  readonly customerEmail: string;
  readonly customerName?: string;
  /**
   * Number of the new-commerce transfer type. Microsoft's table says 5, a later third-party digest says 3: unconfirmed,
   * therefore adjustable.
   */
  readonly transferType?: number;
}

export interface Transfer {
  readonly id: string;
  /** `Pending`, `InProgress`, `Complete`, `Reject`, ... as given. */
  readonly status: string;
  readonly createdAt: string | null;
  readonly completedAt: string | null;
  readonly sourcePartnerTenantId: string | null;
  readonly sourcePartnerName: string | null;
  /** Lines are hidden from the receiving partner until the transfer is complete. */
  readonly lines: readonly { readonly subscriptionId: string | null; readonly quantity: number | null }[];
}

/**
 * Asks for the transfer and never twice: an open request to the same partner in Partner Center's list is the answer, and the list
 * is read again when the reply is lost.
 *
 * @param trace.requestId the caller's stored idempotency key: the same one for every attempt
 * @throws AppError the loss of the reply, when the list does not show the request (yet): call again later
 */
export async function requestTransfer(
  calls: PartnerCenterCalls,
  tenantId: string,
  request: TransferRequest,
  trace: Trace = {},
): Promise<Transfer> {
  const { correlationId } = trace;
  const open = async () => {
    const all = await listTransfers(calls, tenantId, correlationId === undefined ? {} : { correlationId });
    const source = request.sourcePartnerTenantId.toLowerCase();
    return all.find((t) => t.sourcePartnerTenantId?.toLowerCase() === source && isOpen(t.status)) ?? null;
  };
  const before = await open();
  if (before !== null) return before;
  try {
    return await createTransfer(calls, tenantId, request, trace);
  } catch (error) {
    if (!(error instanceof AppError) || !LOST.has(error.code)) throw error;
    const created = await open().catch(() => null);
    if (created === null) throw error;
    return created;
  }
}

/**
 * Takes a request back while it waits for the other partner, and tells how it stands afterwards: it may have been answered
 * meanwhile, or be withdrawn already.
 */
export async function cancelTransfer(
  calls: PartnerCenterCalls,
  tenantId: string,
  transferId: string,
  trace: Trace = {},
): Promise<Transfer> {
  const path = `${transfersPath(tenantId)}/${segment(transferId)}`;
  try {
    await calls.send('PATCH', path, { id: transferId, status: 'Cancel' }, z.unknown(), trace);
  } catch (error) {
    const now = await getTransfer(calls, tenantId, transferId, trace).catch(() => null);
    if (now === null || isOpen(now.status)) throw error;
    return now;
  }
  return getTransfer(calls, tenantId, transferId, trace);
}

export async function getTransfer(
  calls: PartnerCenterCalls,
  tenantId: string,
  transferId: string,
  { correlationId }: Trace = {},
): Promise<Transfer> {
  const path = `${transfersPath(tenantId)}/${segment(transferId)}`;
  return transfer(await calls.get(path, TransferBody, correlationId === undefined ? {} : { correlationId }));
}

/**
 * Creates the transfer on the receiving side; the other partner then has to accept it. Nobody is obliged to. A lost reply is not
 * sent again: `requestTransfer` sorts it out.
 */
export async function createTransfer(
  calls: PartnerCenterCalls,
  tenantId: string,
  request: TransferRequest,
  trace: Trace = {},
): Promise<Transfer> {
  const body = {
    sourcePartnerTenantId: request.sourcePartnerTenantId,
    sourcePartnerName: request.sourcePartnerName,
    customerEmailId: request.customerEmail,
    ...(request.customerName === undefined ? {} : { customerName: request.customerName }),
    targetProductTypes: ['OnlineServicesNCE'],
    transferType: request.transferType ?? NEW_COMMERCE,
  };
  const options = { ...trace, repeat: 'not-lost' } as const;
  return transfer(await calls.send('POST', transfersPath(tenantId), body, TransferBody, options));
}

/** All transfers of the customer that this partner takes part in. */
export async function listTransfers(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<Transfer[]> {
  return (await calls.list(transfersPath(tenantId), TransferBody, trace)).map(transfer);
}

const NEW_COMMERCE = 5;

/** Words after which nobody answers any more; an unknown one is taken for open. */
const isOpen = (status: string): boolean => !/^(partially)?complete|^reject|^cancel|^expired/i.test(status.trim());

/** The request may have been created all the same. */
const LOST: ReadonlySet<string> = new Set(['microsoft.unreachable', 'microsoft.failed', 'microsoft.unexpected-reply']);

const TransferBody = caseless({
  id: z.string().min(1),
  status: z.string(),
  createdTime: z.string().nullish(),
  completedTime: z.string().nullish(),
  sourcePartnerTenantId: z.string().nullish(),
  sourcePartnerName: z.string().nullish(),
  lineItems: z.array(caseless({ subscriptionId: z.string().nullish(), quantity: z.number().nullish() })).nullish(),
});

function transfersPath(tenantId: string): string {
  return `/v1/customers/${segment(tenantId)}/transfers`;
}

function transfer(body: z.output<typeof TransferBody>): Transfer {
  return {
    id: body.id,
    status: body.status,
    createdAt: body.createdTime ?? null,
    completedAt: body.completedTime ?? null,
    sourcePartnerTenantId: body.sourcePartnerTenantId ?? null,
    sourcePartnerName: body.sourcePartnerName ?? null,
    lines: (body.lineItems ?? []).map((line) => ({
      subscriptionId: line.subscriptionId ?? null,
      quantity: line.quantity ?? null,
    })),
  };
}
