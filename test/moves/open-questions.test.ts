import assert from 'node:assert/strict';
import { assess } from '../../services/moves/assess.ts';
import type { Move, MoveFacts, Original, StepId } from '../../services/moves/move.ts';
import { deriveSteps } from '../../services/moves/steps.ts';
import { aMove, anOriginal, aTarget, day, someone } from '../rules/builders.ts';
import { ORIGINAL, RULES, Walk } from './walk.ts';

const by = { by: someone, at: '2026-11-01T00:00:00Z' };
const said = { value: true, ...by } as const;

const at = (step: StepId, original: Partial<Original>, facts: Partial<MoveFacts> = {}) => {
  const move: Move = aMove({ transfers: [], originals: [anOriginal(original)], originalsConfirmed: said, ...facts });
  return deriveSteps(move, assess(move, day('2026-11-20'), RULES)).find((s) => s.id === step)?.status;
};
const unknown = { originalsUnknown: said };

describe('facts that cannot be true, or are not known', () => {
  for (const [what, original] of [
    ['the term ends before it begins', { endDate: '2025-01-01', termStart: '2026-01-01' }],
    ['the end date is no date', { endDate: 'soon' }],
    ['the beginning is no date', { termStart: '2026-13-01' }],
    ['more seats are in use than there are', { seats: 18, assignedSeats: 30 }],
    ['the seats are impossible', { seats: -5, assignedSeats: 0 }],
  ] as const) {
    it(`when ${what}, then the list holds, and no word of anybody lets it pass`, () => {
      assert.equal(at('originals', original), 'current');
      assert.equal(at('originals', original, unknown), 'current');
    });
  }

  for (const [what, original] of [
    ['whether it renews', { autoRenew: null }],
    ['when the term began', { source: 'partner-nce', termStart: null }],
    ['which kind of partner subscription it is', { source: 'partner-unknown' }],
    ['how many seats are in use', { assignedSeats: null }],
  ] as const) {
    it(`when it is not known ${what}, then the list holds until somebody says so by name`, () => {
      assert.equal(at('originals', original), 'current');
      assert.equal(at('originals', original, unknown), 'done');
    });
  }

  it('when seats in use are unknown or impossible, then no order is prepared on them', () => {
    const target = aTarget({ catalogSku: 'CFQ7TTC0LCHC:0001', seats: 25 });
    const goesOn = (original: Partial<Original>, facts = {}) =>
      at('equivalence', { target, ...original }, facts) === 'done';
    assert.ok(goesOn({}));
    assert.ok(!goesOn({ assignedSeats: null }));
    assert.ok(goesOn({ assignedSeats: null }, unknown));
    assert.ok(!goesOn({ seats: 5, assignedSeats: 9 }, unknown));
    assert.ok(!goesOn({ seats: -5, assignedSeats: null }, unknown));
    assert.ok(!goesOn({ target: { ...target, seats: Number.NaN } }, unknown));
  });

  it('when the chosen way is closed or never was one, then the path holds', () => {
    const partner = { source: 'partner-nce', path: 'transfer' } as const;
    assert.equal(at('path', partner), 'done');
    assert.equal(at('path', { ...partner, endDate: '2026-11-01' }), 'current');
    assert.equal(at('path', { source: 'direct-mosa', path: 'transfer' }), 'current');
  });

  it('when something was ordered already, then a date that passes does not open the list again', () => {
    const provisioning = { ...aMove().facts.provisioning, state: 'reported' as const };
    assert.equal(at('originals', { autoRenew: true, endDate: '2026-11-01' }), 'current');
    assert.equal(at('originals', { autoRenew: true, endDate: '2026-11-01' }, { provisioning }), 'done');
  });

  it('when nothing of an original is moved, then what is not known of it does not matter', () => {
    assert.equal(at('originals', { source: 'own', autoRenew: null, assignedSeats: null }), 'done');
  });

  it('when the list is confirmed, then what is open is answered or said not to be known, with a name', () => {
    const walk = new Walk({
      tenantCountry: 'ES',
      relationship: { ...aMove().facts.relationship },
      agreement: aMove().facts.agreement,
      eligibility: aMove().facts.eligibility,
    }).do({ kind: 'save-original', original: { ...ORIGINAL, autoRenew: null } });
    assert.equal(walk.refused({ kind: 'confirm-originals', completions: [] }), 'originals.still-open');
    walk.do({ kind: 'confirm-originals', completions: [], unknown: true });
    assert.deepEqual([walk.at, walk.move.facts.originalsUnknown?.by.name], ['path current', 'Sam Seller']);
    walk.do({ kind: 'save-original', original: { ...ORIGINAL, assignedSeats: 99 } });
    assert.equal(walk.move.facts.originalsUnknown, null, 'another list is asked about anew');
    const wrong = { kind: 'confirm-originals', completions: [], unknown: true } as const;
    assert.equal(walk.refused(wrong), 'originals.contradictory');
  });
});

describe('a decision about the market', () => {
  const decided = (facts: Partial<MoveFacts>) =>
    at('region', {}, { regionDecision: { value: 'same-market', ...by }, tenantCountrySource: 'person', ...facts });

  it('when a country is not in the table, then the decision counts', () => {
    assert.equal(decided({ tenantCountry: 'RU' }), 'done');
  });
  for (const facts of [
    { tenantCountry: null },
    { tenantCountry: 'AN' },
    { tenantCountry: 'Atlantis' },
    { partnerCountry: null },
    { tenantCloud: 'moon' },
  ]) {
    it(`when ${JSON.stringify(facts)}, then a decision made about something else does not cover it`, () => {
      assert.equal(decided(facts), 'current');
    });
  }
  it('when there is nothing to decide about, then a decision is refused', () => {
    const decide = { kind: 'decide-region', decision: 'same-market' } as const;
    assert.equal(new Walk({ tenantCountry: 'AN' }).refused(decide), 'region.nothing-to-decide');
    assert.equal(new Walk({ tenantCountry: 'RU' }).do(decide).at, 'relationship current');
  });
  it('when either country changes, then the decision is forgotten', () => {
    for (const snapshot of [{ partnerCountry: 'US' }, { tenantCountry: 'BY' }]) {
      const walk = new Walk({ tenantCountry: 'RU' }).do({ kind: 'decide-region', decision: 'same-market' });
      assert.equal(walk.do({ kind: 'refresh', snapshot }).move.facts.regionDecision, null);
    }
  });
});

describe('what the snapshot tells about the tenant', () => {
  it('when the tenant is in a national cloud, then I10 stops the move', () => {
    const walk = new Walk({ tenantCountry: 'ES' }).do({
      kind: 'refresh',
      snapshot: { tenantCloud: 'microsoftonline.us' },
    });
    assert.deepEqual([walk.at, walk.current.verdicts[0]?.code], ['region stopped', 'region.national-cloud']);
  });
  it('when the tenant holds more subscriptions than are listed, then R9 and L4 count them all', () => {
    const live = Array.from({ length: 290 }, (_, i) => ({ id: `s${i}`, status: 'Enabled' }));
    const tenantSubscriptions = [...live, { id: 'gone', status: 'Deleted' }];
    const walk = new Walk({ tenantCountry: 'ES' }).do({ kind: 'refresh', snapshot: { tenantSubscriptions } });
    assert.equal(walk.move.facts.tenantSubscriptions, 290);
    const originals = Array.from({ length: 20 }, (_, i) => anOriginal({ id: `o${i}`, assignedSeats: 1, seats: 1 }));
    const { seats } = assess({ ...walk.move, facts: { ...walk.move.facts, originals } }, day('2026-11-20'), RULES);
    assert.ok(
      seats.some((v) => v.code === 'seats.tenant-limit-doubling'),
      seats.map((v) => v.code).join(),
    );
  });
});
