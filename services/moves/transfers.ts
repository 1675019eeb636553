import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import { PATIENCE_MS, within } from '../identity/time-limit.ts';
import type { PartnerCenterClient } from '../partner-center/client.ts';
import type { Transfer } from '../partner-center/transfers.ts';
import type { SeenTransfer } from './command.ts';
import type { Move } from './move.ts';
import { type MoveService, SYSTEM } from './move-service.ts';
import { standingOf, transferStanding } from './transfer-standing.ts';

/** Asks other partners for their subscriptions of a customer, follows the requests and takes them back. */
export class Transfers {
  readonly #partnerCenter: PartnerCenterClient;
  readonly #transferType: number;
  readonly #log: Logger;

  constructor(deps: {
    partnerCenter: PartnerCenterClient;
    /** Number of the new-commerce transfer type, where Microsoft's table (5) should turn out wrong. */
    transferType: number;
    log: Logger;
  }) {
    this.#partnerCenter = deps.partnerCenter;
    this.#transferType = deps.transferType;
    this.#log = deps.log;
  }

  /**
   * Sends a request that was written down before. May be called again after a crash at any point: Partner Center's own list is
   * read before anything is sent, and an open request to the same partner is taken for this one.
   *
   * @throws AppError `microsoft.*` that is worth another try; a refusal is recorded in the move instead
   */
  async send(moves: MoveService, moveId: string, id: string): Promise<void> {
    const state = await moves.state(moveId);
    const asked = state?.move.facts.transfers.find((t) => t.id === id);
    if (state == null || asked === undefined || state.move.facts.closed !== null) return;
    if (transferStanding(asked) !== 'sending') return;
    const { customer } = state.move;
    try {
      const created = await this.#partnerCenter.requestTransfer(
        customer.tenantId,
        {
          sourcePartnerTenantId: asked.sourcePartnerTenantId,
          sourcePartnerName: asked.sourcePartnerName,
          customerEmail: asked.customerEmail,
          customerName: customer.name,
          transferType: this.#transferType,
        },
        { requestId: asked.id, correlationId: moveId },
      );
      await moves.run(moveId, null, { kind: 'transfer-progress', id, ...seenOf(created) }, SYSTEM);
    } catch (error) {
      if (!(error instanceof AppError) || WORTH_ANOTHER_TRY.has(error.code)) throw error;
      await moves.run(moveId, null, { kind: 'transfer-failed', id, code: error.code }, SYSTEM);
    }
  }

  /**
   * What Partner Center says about the requests of a move that are still open; null when there is nothing to look at, or when it
   * could not be read: that is logged, and looked at again with the next look at the move.
   */
  async look(move: Move): Promise<readonly SeenTransfer[] | null> {
    if (!move.facts.transfers.some((t) => t.transferId !== null && followed(transferStanding(t)))) return null;
    try {
      const all = await this.#partnerCenter.listTransfers(move.customer.tenantId, { correlationId: move.id });
      return all.map(seenOf);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.warn({ code: error.code, hint: error.hint }, 'The transfers of a customer could not be read');
      return null;
    }
  }

  /**
   * Takes a request back while the other partner has not answered.
   *
   * @returns how the request stands afterwards: it may have been answered meanwhile
   * @throws AppError `transfer.unknown`, `transfer.not-sent`, `microsoft.*`
   */
  async withdraw(move: Move, id: string): Promise<SeenTransfer> {
    const asked = move.facts.transfers.find((t) => t.id === id);
    if (asked === undefined) throw new AppError('transfer.unknown');
    const { transferId } = asked;
    if (transferId === null) throw new AppError('transfer.not-sent');
    const trace = { correlationId: move.id };
    return within(AbortSignal.timeout(PATIENCE_MS), async () => {
      const cancelled = await this.#partnerCenter.cancelTransfer(move.customer.tenantId, transferId, trace);
      return seenOf(cancelled);
    });
  }
}

/** Whether the answer to a withdrawal means that it worked. */
export const isWithdrawn = ({ status }: SeenTransfer): boolean => standingOf(status) === 'cancelled';

/** An old request may still be answered. */
const followed = (standing: ReturnType<typeof transferStanding>): boolean => standing === 'open' || standing === 'old';

const seenOf = ({ id, status, createdAt }: Transfer): SeenTransfer => ({ transferId: id, status, createdAt });

/** Failures after which the same request may be sent again, once the list has been read. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'microsoft.throttled',
  'microsoft.unreachable',
  'microsoft.failed',
  'microsoft.slow',
  'microsoft.unexpected-reply',
]);
