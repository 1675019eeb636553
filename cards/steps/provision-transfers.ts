import type { TransferRequest } from '../../services/moves/move.ts';
import { isUnderWay } from '../../services/moves/transfer-commands.ts';
import { type TransferStanding, transferStanding } from '../../services/moves/transfer-standing.ts';
import type { Severity } from '../../services/rules/verdict.ts';
import type { Action } from '../actions.ts';
import type { Block } from '../blocks.ts';
import type { Speaker } from '../speaker.ts';
import { VERBS } from '../verbs.ts';
import { signed } from '../verdict-lines.ts';
import type { MoveView, Sentence } from '../view.ts';
import { button } from './step-parts.ts';

/** Where the latest request to each partner stands: an earlier one to the same partner is over. */
export function transferBlocks({ move }: MoveView, say: Speaker): readonly Block[] {
  return latest(move)
    .slice(-say.room.lines)
    .map((transfer) => transferLine(say, transfer));
}

const latest = ({ facts }: MoveView['move']): readonly TransferRequest[] => [
  ...new Map(facts.transfers.map((t) => [t.sourcePartnerTenantId, t])).values(),
];

/** What the banner says while a transfer is waited for: it is not asked before Partner Center has taken the request. */
export function transferWaiting({ move }: MoveView): Sentence | undefined {
  const last = move.facts.transfers.at(-1);
  if (last === undefined) return undefined;
  const standing = transferStanding(last);
  if (standing === 'sending') return { key: 'step.provision.transfer-sending' };
  return standing === 'open' || standing === 'old' ? { key: 'step.provision.transfer-waiting' } : undefined;
}

/** Another request makes sense: none was made, or the last one is over without everything having come. */
export function mayAskTransfer({ move }: MoveView): boolean {
  const last = move.facts.transfers.at(-1);
  if (last === undefined) return true;
  const standing = transferStanding(last);
  // An old request is open as long as nobody withdraws it: another one would only be the same.
  return !(isUnderWay(last) || standing === 'complete' || standing === 'old');
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
  const title = last === undefined ? 'ask-transfer' : 'ask-transfer-again';
  return [
    ...(mayAskTransfer(view) ? [button(view, say, title, VERBS.transferForm, { primary: last === undefined })] : []),
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
