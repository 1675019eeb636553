import { z } from 'zod';
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
  readonly sourcePartnerName: string | null;
  /** Lines are hidden from the receiving partner until the transfer is complete. */
  readonly lines: readonly { readonly subscriptionId: string | null; readonly quantity: number | null }[];
}

/** Creates the transfer on the receiving side; the other partner then has to accept it. Nobody is obliged to. */
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
  return transfer(await calls.send('POST', transfersPath(tenantId), body, TransferBody, trace));
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

const TransferBody = caseless({
  id: z.string().min(1),
  status: z.string(),
  createdTime: z.string().nullish(),
  completedTime: z.string().nullish(),
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
    sourcePartnerName: body.sourcePartnerName ?? null,
    lines: (body.lineItems ?? []).map((line) => ({
      subscriptionId: line.subscriptionId ?? null,
      quantity: line.quantity ?? null,
    })),
  };
}
