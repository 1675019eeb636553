import type { Move } from '../services/moves/move.ts';
import type { PartnerCenterClient } from '../services/partner-center/client.ts';
import type { CatalogOffer } from '../services/rules/judgement.ts';

/**
 * Plays the person who buys in Partner Center, or asks the other partner for a transfer, for the sandbox: otherwise
 * "I did it in Partner Center" would be true nowhere, and the move would wait for ever.
 */
export async function provisionByHand(
  partnerCenter: PartnerCenterClient,
  catalogue: () => Promise<readonly CatalogOffer[]>,
  otherPartner: { readonly tenantId: string; readonly name: string },
  move: Move,
): Promise<void> {
  const { customer, facts, id } = move;
  const offers = await catalogue();
  const lines = [];
  for (const { path, target, skuId, seats } of facts.originals) {
    if (path !== 'buy-and-let-end' && path !== 'channel-renewal') continue;
    const wanted = path === 'buy-and-let-end' && target !== null ? target : { skuId, seats };
    const offer = offers.find((o) => o.skuId === wanted.skuId);
    const [productId = '', catalogSkuId = ''] = offer?.catalogSku.split(':') ?? [];
    const [availability] = await partnerCenter.availabilities(
      { tenantId: customer.tenantId },
      { productId, skuId: catalogSkuId },
    );
    const term = availability?.terms.find((t) => t.termDuration === 'P1Y') ?? availability?.terms[0];
    if (availability === undefined || term === undefined) continue;
    lines.push({ catalogItemId: availability.catalogItemId, quantity: wanted.seats, ...term });
  }
  if (lines.length > 0) {
    const cart = await partnerCenter.createCart(customer.tenantId, lines, { correlationId: id });
    const once = { id: cart.id, requestId: id, sentBefore: false, lines: [], otherOrders: [] };
    await partnerCenter.checkoutCart(customer.tenantId, once, { correlationId: id });
  }
  if (facts.originals.some((o) => o.path === 'transfer')) {
    await partnerCenter.createTransfer(customer.tenantId, {
      sourcePartnerTenantId: otherPartner.tenantId,
      sourcePartnerName: otherPartner.name,
      customerEmail: `admin@${customer.domain}`,
    });
  }
}
