import assert from 'node:assert/strict';
import { LARGEST_CARD } from '../../cards/room.ts';
import { type Original, PURCHASE_SOURCES } from '../../services/moves/move.ts';
import { combinations } from '../rules/builders.ts';
import { type Told, told } from './end-of-term.ts';

/** A term that ends on 2027-01-31, seen a month before and a fortnight after, and on the first days of a possible renewal. */
const END = '2027-01-31';
const BEFORE = '2027-01-02';
const JUST_AFTER = '2027-02-02';
const AFTER = '2027-02-14';
const OLD = '2024-02-01';
const NEW = '2026-02-10';

/** Where the day of purchase decides which rule applies. */
const DATED: ReadonlySet<string> = new Set(['partner-nce', 'direct-mca', 'direct-unknown']);

type Case = readonly [
  title: string,
  original: Partial<Original>,
  today: string,
  status: 'current' | 'waiting',
  card: RegExp,
  letter: RegExp | null,
  reminder: RegExp,
];

const CANCELLED = /cancelled for (its last day|January 31, 2027)/;

/** The new subscription is active in all of them. */
const TABLE: readonly Case[] = [
  [
    'C1 extended term, partner',
    { source: 'partner-nce', termStart: NEW },
    BEFORE,
    'current',
    /cancelled for January 31, 2027 by the other partner, expressly\. Switching auto-renew off is not enough/,
    /cancelled at the end of its term in Partner Center, expressly/,
    CANCELLED,
  ],
  [
    'C1 extended term, direct',
    { source: 'direct-mca', termStart: NEW },
    BEFORE,
    'current',
    /by the customer's Billing administrator.*not confirmed by Microsoft for direct/,
    /do not rely on turning recurring billing off/,
    CANCELLED,
  ],
  [
    'C1 extended term, renews',
    { source: 'partner-nce', termStart: NEW, autoRenew: true },
    BEFORE,
    'current',
    /by the other partner, expressly/,
    /expressly/,
    CANCELLED,
  ],
  [
    'C1 rule unknown, partner',
    { source: 'partner-unknown' },
    BEFORE,
    'current',
    /Which rule applies to it is not known/,
    /expressly/,
    CANCELLED,
  ],
  [
    'C1 rule unknown, term start missing',
    { source: 'partner-nce', termStart: null },
    BEFORE,
    'current',
    /Which rule applies to it is not known/,
    /expressly/,
    CANCELLED,
  ],
  [
    'C4 billing account unknown',
    { source: 'direct-unknown', termStart: NEW },
    BEFORE,
    'current',
    /Which rule applies to it is not known/,
    /which agreement your account has/,
    CANCELLED,
  ],
  [
    'C15 open license',
    { source: 'open-or-other' },
    BEFORE,
    'current',
    /Have the customer confirm that it ends/,
    /is not renewed, and tell us/,
    /confirm that it ends/,
  ],
  [
    'C2 grace, partner',
    { source: 'partner-nce', termStart: OLD },
    BEFORE,
    'waiting',
    /it ends by itself on January 31, 2027\. Have the other partner/,
    /turn automatic renewal off/,
    /may now end/,
  ],
  [
    'C2 grace, direct',
    { source: 'direct-mca', termStart: OLD },
    BEFORE,
    'waiting',
    /it ends by itself.*Have the customer/,
    /turn off recurring billing/,
    /may now end/,
  ],
  [
    'C2 grace, renews',
    { source: 'partner-nce', termStart: OLD, autoRenew: true },
    BEFORE,
    'current',
    /turns automatic renewal off before/,
    /turn automatic renewal off/,
    /renewal switched off/,
  ],
  [
    'C2 grace, renewal unknown',
    { source: 'direct-mca', termStart: OLD, autoRenew: null },
    BEFORE,
    'current',
    /turns recurring billing off before/,
    /turn off recurring billing/,
    /not known whether/,
  ],
  [
    'C4 MOSA',
    { source: 'direct-mosa' },
    BEFORE,
    'waiting',
    /customer may also cancel it now: a prorated credit/,
    /you may cancel these old ones now/,
    /or the customer cancels it before: a prorated credit/,
  ],
  [
    'C4 MOSA, renews',
    { source: 'direct-mosa', autoRenew: true },
    BEFORE,
    'current',
    /customer may cancel this one now: a prorated credit/,
    /you may cancel these old ones now/,
    /cancel it now, for which a prorated credit/,
  ],
  [
    'D2 legacy',
    { source: 'partner-legacy' },
    BEFORE,
    'waiting',
    /locked out right after/,
    /turn automatic renewal off/,
    /may now end/,
  ],
  [
    'D3 Enterprise Agreement',
    { source: 'enterprise-agreement' },
    BEFORE,
    'waiting',
    /does not renew these licenses in the Enterprise Agreement/,
    /Please do not renew these licenses in your Enterprise Agreement/,
    /does not renew these licenses/,
  ],
  [
    'D3 channel renewal',
    { source: 'enterprise-agreement', path: 'channel-renewal' },
    BEFORE,
    'waiting',
    /Nothing to end/,
    /Please do not renew these licenses in your Enterprise Agreement/,
    /does not renew the enrollment/,
  ],
  [
    'T9 transfer',
    { source: 'partner-nce', termStart: NEW, path: 'transfer' },
    BEFORE,
    'current',
    /Nothing to end: the transfer takes it out/,
    null,
    /transfer is complete/,
  ],
  [
    'N1 renewed, in time',
    { source: 'partner-nce', termStart: NEW, autoRenew: true },
    JUST_AFTER,
    'current',
    /most likely renewed on February 1, 2027\. Check at the source by February 7, 2027/,
    /renewed or runs on/,
    /by February 7, 2027/,
  ],
  [
    'N1 renewed, too late',
    { source: 'partner-nce', termStart: OLD, autoRenew: true },
    AFTER,
    'current',
    /most likely renewed on February 1, 2027 and is billed/,
    /renewed or runs on/,
    /most likely renewed/,
  ],
  [
    'C4 MOSA renewed',
    { source: 'direct-mosa', autoRenew: true },
    AFTER,
    'current',
    /may cancel it as soon as the new subscription is active/,
    /renewed or still runs/,
    /most likely renewed/,
  ],
  [
    'N4 renewal unknown',
    { source: 'direct-mca', termStart: OLD, autoRenew: null },
    JUST_AFTER,
    'current',
    /not known whether it renewed on February 1, 2027\. Check at the source by February 7/,
    /renewed or still runs/,
    /not known whether it renewed/,
  ],
  [
    'C1 extended term runs',
    { source: 'partner-nce', termStart: NEW },
    AFTER,
    'current',
    /Unless it was cancelled for that day, it runs on month by month/,
    /runs on as an extended term/,
    /runs on month by month/,
  ],
  [
    'C1 rule unknown after the end',
    { source: 'partner-unknown' },
    AFTER,
    'current',
    /Whether it ended, renewed or runs on at a higher price is not known/,
    /renewed or runs on/,
    /not known whether it ended/,
  ],
  [
    'C2 grace after the end',
    { source: 'partner-nce', termStart: OLD },
    JUST_AFTER,
    'current',
    /Its term ended on January 31, 2027/,
    null,
    /^$/,
  ],
  [
    'D2 legacy after the end',
    { source: 'partner-legacy' },
    JUST_AFTER,
    'current',
    /Its term ended on January 31, 2027/,
    null,
    /^$/,
  ],
];

describe('the end of an original, once the new subscription is active', () => {
  for (const [title, original, today, status, card, letter, reminder] of TABLE) {
    it(`when ${title} and today is ${today}, then card, letter and reminder say so`, () => {
      const seen = told({ endDate: END, ...original }, { today, provisioned: true });
      assert.equal(seen.status, status);
      assert.match(seen.card, card);
      if (letter === null) assert.equal(seen.letters, '');
      else assert.match(seen.letters, letter);
      const next = seen.reminders.find((r) => /^(end|ended|extended)-/.test(r.code));
      assert.match(next?.text ?? '', reminder);
    });
  }

  it('when something has to be arranged, then its letter stands on the card; when not, behind "Why?"', () => {
    const visible = (original: Partial<Original>) =>
      told({ endDate: END, ...original }, { today: BEFORE, provisioned: true }).visibleLetters;
    assert.equal(visible({ source: 'partner-nce', termStart: NEW }), 1);
    assert.equal(visible({ source: 'partner-nce', termStart: OLD }), 0);
  });

  it('when the term is over, then "expired" is chosen beforehand only where it can be nothing else', () => {
    const how = (original: Partial<Original>) =>
      told({ endDate: END, ...original }, { today: AFTER, provisioned: true }).how;
    assert.equal(how({ source: 'partner-nce', termStart: OLD }), 'expired');
    for (const open of [
      { source: 'partner-nce', termStart: NEW },
      { source: 'partner-unknown' },
      { source: 'direct-mosa', autoRenew: true },
      { source: 'direct-mosa', autoRenew: null },
    ] as const) {
      assert.equal(how(open), undefined, JSON.stringify(open));
    }
  });
});

describe('card, letter and reminder of one original', () => {
  const cases = combinations({
    source: PURCHASE_SOURCES.filter((s) => s !== 'own' && s !== 'other-tenant'),
    termStart: [OLD, NEW, null],
    autoRenew: [true, false, null],
    today: [BEFORE, JUST_AFTER, AFTER, '2027-04-15'],
    provisioned: [true, false],
  }).filter(({ source, termStart }) => termStart === OLD || DATED.has(source));
  let drawn: readonly { readonly facts: (typeof cases)[number]; readonly seen: Told }[] = [];
  before(() => {
    drawn = cases.map((facts) => {
      const { source, termStart, autoRenew, today, provisioned } = facts;
      return { facts, seen: told({ endDate: END, source, termStart, autoRenew }, { today, provisioned }) };
    });
  });
  const each = (check: (seen: Told, facts: (typeof cases)[number], all: string) => void) => {
    for (const { facts, seen } of drawn) {
      const { today } = facts;
      const reminders = seen.reminders.filter((r) => r.stage <= 0 === END >= today).map((r) => r.text);
      try {
        check(seen, facts, [seen.card, seen.letters, ...reminders].join('\n'));
      } catch (error) {
        throw new Error(`${JSON.stringify(facts)}: ${String(error)}`, { cause: error });
      }
    }
  };
  const ruleOf = (seen: Told) => seen.assessment.originals[0]?.lifecycle.rule;

  it('when the extended term applies or the rule is unknown, then nothing claims that it ends by itself', () => {
    each((seen, { today }, all) => {
      if (ruleOf(seen) !== 'extended-term' && ruleOf(seen) !== 'unknown') return;
      assert.doesNotMatch(all, /ends by itself|may now end|Its term ended on|free of charge until/);
      if (today === BEFORE) assert.notEqual(seen.status, 'waiting');
      assert.doesNotMatch(seen.letters, /let these old ones end on the last day/);
    });
  });

  it('when grace or the legacy rule applies, then nothing warns of an extended term at a higher price', () => {
    each((seen, { autoRenew }, all) => {
      if (ruleOf(seen) !== 'grace' && ruleOf(seen) !== 'legacy') return;
      // After a renewal another rule may apply: then it is asked whether anything runs on.
      if (autoRenew !== false) return;
      assert.doesNotMatch(all, /higher price|month by month|extended term|expressly/i);
    });
  });

  it('when MOSA allows a credit and the new subscription is there, then nothing tells the customer not to cancel', () => {
    each((seen, { source, provisioned, today, autoRenew }, all) => {
      if (source !== 'direct-mosa' || !provisioned) return;
      assert.doesNotMatch(all, /do not cancel|Cancelling earlier saves nothing/i);
      if (today !== BEFORE && autoRenew === false) return;
      assert.match(seen.credit, /prorated credit/);
    });
  });

  it('when it renews or may have renewed, then nothing states an end as a fact', () => {
    each((_seen, { autoRenew }, all) => {
      if (autoRenew === false) return;
      assert.doesNotMatch(all, /(Standard|which) ends on |Its term ended on|ends by itself|The term of [^.]* is over/);
    });
  });

  it('when the new subscription is active, then nothing asks for it to be provisioned', () => {
    each((seen, { provisioned }, all) => {
      if (!provisioned) return;
      assert.doesNotMatch(
        all,
        /[Pp]rovision (the|it|now|by|before)|has to be active|should have been active|not active/,
      );
      assert.doesNotMatch(seen.path, /active, by|Provision at once/);
    });
  });

  it('when it may run on and be billed, then no outcome is presumed and reminders go on for months', () => {
    each((seen, { source, autoRenew, today, provisioned }) => {
      const billed = autoRenew !== false || ruleOf(seen) === 'extended-term' || ruleOf(seen) === 'unknown';
      if (!billed || today === BEFORE) return;
      if (provisioned) assert.equal(seen.how, undefined);
      assert.ok(
        seen.reminders.some((r) => r.dueOn > '2027-10-01'),
        `${source}`,
      );
    });
  });

  it('when users may be locked out or be billed, then no two reminders contradict each other', () => {
    each((seen) => {
      if (ruleOf(seen) !== 'extended-term') return;
      const flat = seen.reminders.filter((r) => /^(data-at-risk|grace-running)$/.test(r.code));
      assert.deepEqual(flat, []);
    });
  });

  it('when it belongs to an Enterprise Agreement, then nobody is sent to recurring billing', () => {
    each((_seen, { source }, all) => {
      if (source === 'enterprise-agreement') assert.doesNotMatch(all, /recurring billing|auto-renew being off/);
    });
  });

  it('when the way is told, then its deadline and trap are those of the card of the end', () => {
    each((seen, { autoRenew, today, provisioned }) => {
      if (provisioned || today !== BEFORE) return;
      const { lifecycle } = seen.assessment.originals[0] ?? {};
      const grace = lifecycle?.rule === 'grace' && autoRenew === false;
      const by = grace ? 'March 2, 2027' : 'January 31, 2027';
      assert.match(seen.path, new RegExp(`active, by ${by}`));
      if (lifecycle?.rule !== 'extended-term') assert.doesNotMatch(seen.path, /month by month/);
      if (autoRenew === true) return;
      assert.match(seen.card, new RegExp(`has to be active by ${by}`));
    });
  });

  it('when drawn, then the card stays small', () => {
    each((seen) => assert.ok(seen.bytes < LARGEST_CARD, `${seen.bytes}`));
  });
});

describe('what the cards say of transfers, agreements and credits', () => {
  const at = (original: Partial<Original>, provisioned = false) =>
    told({ endDate: END, ...original }, { today: BEFORE, provisioned });

  it('when T8, T10 or T11 is not confirmed, then the way says so, and "Why?" at the source', () => {
    const { path } = at({ source: 'partner-nce', path: 'transfer' });
    assert.match(path, /\?\n[^\n]*nothing is paid twice \(not confirmed by Microsoft\)/);
    assert.match(path, /\?\nSeats, term and end date should stay the same[^\n]*\(not confirmed by Microsoft\)/);
    for (const rule of ['Billing is split', 'A transfer changes neither', 'What a transfer does not carry']) {
      assert.match(path, new RegExp(`${rule}[^\n]*not confirmed by a Microsoft page`));
    }
  });

  it('when C6 it is renewed into CSP, then what nobody could read is a question', () => {
    const { path } = at({ source: 'enterprise-agreement', path: 'channel-renewal' });
    assert.match(path, /\?\nOffers that are no longer sold can come along\. Whether[^\n]*not confirmed by Microsoft/);
    assert.doesNotMatch(path, /Only partners who sell in new commerce/);
  });

  it('when T2 a transfer is provisioned, then only an Admin agent is named', () => {
    assert.match(
      at({ source: 'partner-nce', path: 'transfer' }).provision,
      /In Partner Center, by Microsoft's guidance: Admin agent\./,
    );
    assert.match(at({ source: 'partner-nce' }).provision, /In Partner Center, by Microsoft's guidance: Admin agent, /);
  });

  it('when C4 a credit is possible, then the customer is told to cancel first, and support what to check', () => {
    const { credit } = at({ source: 'direct-mosa' }, true);
    assert.match(
      credit,
      /before the end of the term on January 31, 2027[^\n]*Until when support takes the request is not known/,
    );
    assert.match(credit, /2\. Cancel the old ones/);
    assert.match(credit, /once the customer has cancelled them/);
    assert.doesNotMatch(credit, /can be asked for now/);
  });

  it('when N1 the days of the billing account are over, then no text asks for a credit', () => {
    const { credit } = at({ source: 'direct-mca', termStart: NEW }, true);
    assert.match(credit, /No credit is to be expected any more/);
    assert.doesNotMatch(credit, /Cancel the old ones|Please check whether a credit/);
  });
});
