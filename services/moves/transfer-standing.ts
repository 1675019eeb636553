import type { TransferRequest } from './move.ts';

/**
 * Where a transfer stands.
 * `sending`: Partner Center has not answered yet; `open`: the other partner has to answer, unknown words of Partner Center too;
 * `old`: open for so long that it has probably expired; `failed`: Partner Center did not take it.
 */
export type TransferStanding =
  | 'sending'
  | 'open'
  | 'old'
  | 'complete'
  | 'partial'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'failed';

export function transferStanding(
  transfer: Pick<TransferRequest, 'status' | 'transferId' | 'failure' | 'agedOut'>,
): TransferStanding {
  if (transfer.failure !== null) return 'failed';
  if (transfer.transferId === null || transfer.status === null) return 'sending';
  const told = standingOf(transfer.status);
  return told === 'open' && transfer.agedOut ? 'old' : told;
}

/** The same for a status of Partner Center alone; a word nobody knows is taken for one that is not final. */
export function standingOf(status: string): Exclude<TransferStanding, 'sending' | 'old' | 'failed'> {
  return FINAL[status.replace(/[\s_-]/g, '').toLowerCase()] ?? 'open';
}

/** Partner Center's words are not the same on all its pages. Pending, InProgress and Active are open. */
const FINAL: Readonly<Record<string, Exclude<TransferStanding, 'sending' | 'old' | 'failed' | 'open'>>> = {
  complete: 'complete',
  completed: 'complete',
  partiallycomplete: 'partial',
  partiallycompleted: 'partial',
  reject: 'rejected',
  rejected: 'rejected',
  cancel: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  expired: 'expired',
};
