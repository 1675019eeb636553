import assert from 'node:assert/strict';
import { drawCheck } from '../../cards/check.ts';
import { sizeOf } from '../../cards/room.ts';
import { assess } from '../../services/moves/assess.ts';
import type { MoveFacts, Original } from '../../services/moves/move.ts';
import { outlookOf } from '../../services/moves/outlook.ts';
import { RULES } from '../moves/walk.ts';
import { aMove, anOriginal, day, sku } from '../rules/builders.ts';

const READER = { locale: 'en', today: '2026-11-20', sandbox: true };

function check(facts: Partial<MoveFacts>, known = true) {
  const move = aMove({ transfers: [], ...facts });
  const assessment = assess(move, day('2026-11-20'), RULES);
  const { relationship, credit } = assessment;
  const outlook = outlookOf(move.facts, assessment);
  const drawn = drawCheck(
    { customer: { ...move.customer }, outlook, relationship, credit, originalsKnown: known, open: null },
    READER,
  );
  const [, word = '', ...rest] = drawn.text.split('\n');
  return { drawn, weight: outlook.weight, verdict: word, rest, all: JSON.stringify(drawn.card) };
}

const premium = (overrides: Partial<Original> = {}): Original =>
  anOriginal({ path: null, endDate: '2027-03-31', ...overrides });
const project = (id: string, endDate: string): Original =>
  premium({
    id,
    skuId: sku('PROJECTPREMIUM').skuId,
    name: 'Project Online Premium',
    endDate,
    seats: 5,
    assignedSeats: 5,
  });

describe('the answer to check', () => {
  it('when everything is in order, then it says so, with the first date', () => {
    const { weight, verdict } = check({ originals: [premium()] });
    assert.equal(verdict.split(':')[0], 'Good to go', weight);
    assert.match(verdict, /the first date/);
  });

  it('when subscriptions need a decision, then the reason says how many, why, and when, in one sentence', () => {
    const { verdict } = check({ originals: [premium(), project('a', '2026-12-10'), project('b', '2027-01-10')] });
    assert.match(
      verdict,
      /^A decision is needed: 2 subscriptions need a decision: .*Project Online Premium.*; the first date is .*\d{4}\.$/,
    );
    assert.equal((verdict.match(/\. /g) ?? []).length, 0, verdict);
  });

  it('when the agreement is not accepted, then that is the reason, and nothing else is asked of anybody', () => {
    const { verdict, all } = check({
      originals: [project('a', '2026-12-10')],
      agreement: { status: 'not-accepted', acceptedOn: null, source: 'partner-center' },
    });
    assert.equal(verdict, 'Not possible now: The customer has not accepted the Microsoft Customer Agreement.');
    assert.match(all, /Ask the customer's Global administrator to accept it/);
  });

  it('when the customer is in another market, then nobody is told to send an invitation', () => {
    const { verdict, all } = check({
      tenantCountry: 'US',
      relationship: { ...aMove().facts.relationship, status: 'none' },
    });
    assert.equal(
      verdict,
      'Not possible now: The tenant is in the United States, your account in Italy: two different CSP markets.',
    );
    assert.doesNotMatch(all, /send the invitation/i);
  });

  it('when the subscriptions cannot be seen, then it never says good to go', () => {
    assert.match(
      check({ originals: [] }, false).verdict,
      /^Something is missing: The customer's subscriptions cannot be seen/,
    );
  });

  it('when a subscription is told, then way, offer and date are on its line, and the heaviest line comes first', () => {
    const { all } = check({ originals: [premium(), project('a', '2026-12-10')] });
    assert.ok(
      all.indexOf('Project Online Premium · 5 seats') < all.indexOf('Microsoft 365 Business Premium · 25 seats'),
    );
    assert.match(all, /Microsoft 365 Business Premium · 25 seats · buy Microsoft 365 Business Premium/);
    assert.match(all, /Act by (January 9, 2027|December 10, 2026)\./);
  });

  it('when somebody asks why, then the plans that are lost are told with their data, and every source with its date', () => {
    const { all } = check({ originals: [project('a', '2026-12-10')] });
    assert.match(all, /learn\.microsoft\.com[^"]*· checked against/);
    assert.doesNotMatch(all, /January 1, 2024/);
  });

  it('when there are 300 subscriptions, then at most eight are told, the rest is counted, and the card is small', () => {
    const originals = Array.from({ length: 300 }, (_, i) => project(`o${i}`, '2026-12-10'));
    const { drawn, all } = check({ originals });
    assert.ok(sizeOf(drawn.card) < 25_000, String(sizeOf(drawn.card)));
    const lines = all.match(/Project Online Premium · 5 seats/g)?.length ?? 0;
    assert.ok(lines >= 1 && lines <= 9, String(lines));
    assert.match(all, /and 29\d more, not shown here/);
    assert.match(all, /300 subscriptions need a decision/);
  });
});
