import { Temporal } from 'temporal-polyfill';
import { figures } from '../rules/figures.ts';
import type { Applied } from './apply.ts';
import type { SeenTransfer, TransferCommand } from './command.ts';
import type { MoveFacts, Person, TransferRequest } from './move.ts';
import { transferStanding } from './transfer-standing.ts';

/**
 * The facts after a command about a transfer. Pure. Where a transfer is all there is to provision, asking for it counts as done
 * at Partner Center, and a request that leads nowhere takes that back.
 */
export function applyTransferCommand(
  facts: MoveFacts,
  command: TransferCommand,
  { by, at }: { readonly by: Person; readonly at: string },
): Applied {
  switch (command.kind) {
    case 'transfer-requested': {
      const { kind: _, ...request } = command;
      const partner = request.sourcePartnerTenantId.toLowerCase();
      const open = facts.transfers.some((t) => t.sourcePartnerTenantId === partner && isUnderWay(t));
      if (open) return { refused: { code: 'transfer.already-open' } };
      const asked: TransferRequest = {
        ...request,
        sourcePartnerTenantId: partner,
        requested: { value: true, by, at },
        transferId: null,
        status: null,
        createdAt: null,
        failure: null,
        agedOut: false,
      };
      return { facts: withTransfers(facts, [...facts.transfers, asked]) };
    }
    case 'transfer-progress': {
      const { transferId, status, createdAt } = command;
      return changed(facts, command.id, (t) => ({ ...t, transferId, status, createdAt, failure: null }));
    }
    case 'transfer-failed':
      return changed(facts, command.id, (t) => (t.transferId === null ? { ...t, failure: command.code } : t));
    case 'transfers-seen':
    case 'transfer-withdrawn':
      return {
        facts: withTransfers(
          facts,
          facts.transfers.map((t) => seenNow(t, command.seen, at)),
        ),
      };
  }
}

/** Somebody else may still answer it. */
export function isUnderWay(transfer: TransferRequest): boolean {
  const standing = transferStanding(transfer);
  return standing === 'sending' || standing === 'open';
}

function seenNow(transfer: TransferRequest, seen: readonly SeenTransfer[], at: string): TransferRequest {
  const now = seen.find(({ transferId }) => transferId === transfer.transferId);
  const next = now === undefined ? transfer : { ...transfer, status: now.status, createdAt: now.createdAt };
  const age = { hours: figures().days('transfer-request') * 24 };
  const since = Temporal.Instant.from(next.createdAt ?? next.requested.at);
  const old = Temporal.Instant.compare(Temporal.Instant.from(at), since.add(age)) >= 0;
  return { ...next, agedOut: old && transferStanding({ ...next, agedOut: false }) === 'open' };
}

function changed(facts: MoveFacts, id: string, change: (transfer: TransferRequest) => TransferRequest): Applied {
  if (!facts.transfers.some((t) => t.id === id)) return { refused: { code: 'move.already' } };
  return {
    facts: withTransfers(
      facts,
      facts.transfers.map((t) => (t.id === id ? change(t) : t)),
    ),
  };
}

function withTransfers(facts: MoveFacts, transfers: readonly TransferRequest[]): MoveFacts {
  const { provisioning, originals } = facts;
  const moving = originals.filter((o) => o.path !== null && o.path !== 'leave');
  const all = moving.length > 0 && moving.every((o) => o.path === 'transfer');
  const last = transfers.at(-1);
  if (!all || last === undefined) return { ...facts, transfers };
  const leads = isUnderWay(last) || transferStanding(last) === 'complete';
  if (leads && provisioning.state === 'none')
    return { ...facts, transfers, provisioning: { ...provisioning, state: 'reported', requested: last.requested } };
  // Only what the request itself brought about is taken back, never a person's word.
  const own = provisioning.state === 'reported' && provisioning.requested?.at === last.requested.at;
  if (!leads && own) return { ...facts, transfers, provisioning: { ...provisioning, state: 'none', requested: null } };
  return { ...facts, transfers };
}
