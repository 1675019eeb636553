import type { TransferRequest } from '../../services/moves/move.ts';
import { isUnderWay } from '../../services/moves/transfer-commands.ts';
import { type TransferStanding, transferStanding } from '../../services/moves/transfer-standing.ts';
import type { Severity } from '../../services/rules/verdict.ts';
import type { Action } from '../actions.ts';
import type { Block } from '../blocks.ts';
import type { Speaker } from '../speaker.ts';
import { VERBS } from '../verbs.ts';
import { signed } from '../verdict-lines.ts';
import type { MoveView } from '../view.ts';
import { button } from './step-parts.ts';

/** Where each transfer that was asked for from here stands. */
export function transferBlocks({ move }: MoveView, say: Speaker): readonly Block[] {
  return move.facts.transfers.slice(-say.room.lines).map((transfer) => transferLine(say, transfer));
}

/** Asking another partner, asking again, and taking a request back. */
export function transferButtons(view: MoveView, say: Speaker): readonly Action[] {
  const { originals, transfers } = view.move.facts;
  if (!view.ordering || !originals.some((o) => o.path === 'transfer')) return [];
  const last = transfers.at(-1);
  const standing = last === undefined ? null : transferStanding(last);
  const withdraw =
    last === undefined || last.transferId === null || (standing !== 'open' && standing !== 'old')
      ? []
      : [button(view, say, 'withdraw-transfer', VERBS.transferWithdrawn, { data: { transfer: last.id } })];
  // An old request is open as long as nobody withdraws it: another one would only be the same.
  const asks = last === undefined || !(isUnderWay(last) || standing === 'complete' || standing === 'old');
  const title = last === undefined ? 'ask-transfer' : 'ask-transfer-again';
  return [
    ...(asks ? [button(view, say, title, VERBS.transferForm, { primary: last === undefined })] : []),
    ...withdraw,
  ];
}

function transferLine(say: Speaker, transfer: TransferRequest): Block {
  const standing = transferStanding(transfer);
  const key = standing === 'open' && !KNOWN_OPEN.has((transfer.status ?? '').toLowerCase()) ? 'open-word' : standing;
  return signed(
    SEVERITY[standing],
    say.told({
      key: `transfer.${key}`,
      params: {
        partner: transfer.sourcePartnerName,
        status: transfer.status,
        since: transfer.createdAt ?? transfer.requested.at,
        who: transfer.requested.by.name,
        reason: transfer.failure,
      },
    }),
  );
}

/** Words of Partner Center that mean no more than that the other partner has to act. */
const KNOWN_OPEN: ReadonlySet<string> = new Set(['pending', 'inprogress', 'active']);

const SEVERITY: Record<TransferStanding, Severity> = {
  sending: 'note',
  open: 'note',
  old: 'warn',
  complete: 'ok',
  partial: 'warn',
  rejected: 'stop',
  cancelled: 'warn',
  expired: 'warn',
  failed: 'stop',
};
