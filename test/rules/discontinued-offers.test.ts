import assert from 'node:assert/strict';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { facts, sku } from './builders.ts';

describe('discontinued offers and their replacements (E3)', () => {
  const { offers } = FACT_FILES.discontinuedOffers();

  it('when an offer is listed, then each of its SKUs is known and finds its entry again', () => {
    assert.ok(offers.length > 20);
    for (const { id, skus } of offers) {
      for (const skuId of skus) {
        assert.ok(facts.find(skuId) !== null, `${id}: ${skuId}`);
        assert.ok(
          facts.discontinued(skuId).some((entry) => entry.id === id),
          id,
        );
      }
    }
  });

  it('when an offer that is no longer sold is replaced, then the verdict rests on the list and asks for a name', () => {
    const { kind, verdict, needsConfirmation } = judgeEquivalence(
      facts,
      sku('ENTERPRISEWITHSCAL').skuId,
      sku('STANDARDPACK').skuId,
    );
    assert.equal(kind, 'discontinued');
    assert.ok(verdict.severity === 'ask' || verdict.severity === 'stop', verdict.severity);
    assert.ok(verdict.sources.includes('E3'));
    assert.ok(needsConfirmation);
  });

  it('when only others say that an offer has gone, then the verdict carries their word and is not confirmed', () => {
    const judged = offers.filter((o) => o.status !== 'renamed' && o.status !== 'replaced' && o.skus.length > 0);
    assert.ok(judged.filter(({ confirmed }) => !confirmed).length > 8 && judged.some(({ confirmed }) => confirmed));
    for (const { id, offer, docUrl, lastVerified, confirmed, skus } of judged) {
      for (const skuId of skus) {
        const { sources, facts: rows = [] } = judgeEquivalence(facts, skuId, skuId).verdict;
        const row = rows.find(({ title }) => title === offer);
        assert.deepEqual(row, { rule: 'E3', title: offer, docUrl, lastVerified, confirmed }, id);
        assert.ok(sources.includes('E3'), id);
      }
    }
  });

  it('when an offer is replaced, then the entry about it is named, and about the target when that has gone', () => {
    const [gone, kept] = [sku('ENTERPRISEWITHSCAL'), sku('STANDARDPACK')];
    const named = (original: string, target: string) =>
      (judgeEquivalence(facts, original, target).verdict.facts ?? []).map(({ title }) => title);
    assert.deepEqual(named(gone.skuId, kept.skuId), ['Office 365 Enterprise E4 (commercial and government)']);
    assert.deepEqual(named(sku('DESKLESSPACK').skuId, gone.skuId), named(gone.skuId, kept.skuId));
  });

  it('when data would be lost, then how long it stays has the source of its class (E4)', () => {
    const { verdict } = judgeEquivalence(facts, sku('EXCHANGESTANDARD').skuId, sku('WACONEDRIVESTANDARD').skuId);
    assert.equal(verdict.code, 'equivalence.loses-high');
    assert.deepEqual(
      verdict.facts?.map(({ rule, confirmed }) => [rule, confirmed]),
      [['E4', false]],
    );
  });

  it('when an offer is not listed, then nothing is said about an end of its sale', () => {
    const listed = new Set(offers.flatMap(({ skus }) => skus));
    const others = facts.skus.filter(({ skuId }) => !listed.has(skuId));
    assert.ok(others.length > 100);
    for (const { skuId, partNumber } of others) {
      assert.deepEqual(facts.discontinued(skuId), [], partNumber);
    }
  });
});
