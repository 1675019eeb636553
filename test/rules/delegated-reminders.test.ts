import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MoveFacts } from '../../services/moves/move.ts';
import { needsDelegatedSupport } from '../../services/rules/delegated-access.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOriginal, day, someone } from './builders.ts';

const { relationship } = aMove().facts;
const ended = { how: 'expired', on: '2026-11-01', by: someone } as const;
const partnerSold = anOriginal({ source: 'partner-nce' });

const plan = (
  facts: Partial<MoveFacts> = {},
  support: Partial<MoveFacts['relationship']> = {},
  today = day('2026-11-20'),
) =>
  planReminders(
    aMove({ relationship: { ...relationship, delegatedUntil: '2027-01-31', ...support }, ...facts }),
    today,
  ).filter((r) => r.anchor === 'gdap-expiry');

describe('reminders: the end of delegated administration (G3)', () => {
  it('when it ends by itself, then 60, 31, 7 days and a day before', () => {
    assert.deepEqual(
      plan().map((r) => [r.key, r.dueOn, r.deadline, r.code, r.params.until]),
      [
        ['-:gdap-expiry:2027-01-31:-60', '2026-12-02', '2027-01-31', 'gdap-expiry', '2027-01-31'],
        ['-:gdap-expiry:2027-01-31:-31', '2026-12-31', '2027-01-31', 'gdap-expiry', '2027-01-31'],
        ['-:gdap-expiry:2027-01-31:-7', '2027-01-24', '2027-01-31', 'gdap-expiry', '2027-01-31'],
        ['-:gdap-expiry:2027-01-31:-1', '2027-01-30', '2027-01-31', 'gdap-expiry', '2027-01-31'],
      ],
    );
  });
  for (const [title, support] of [
    ['it extends itself or has no known end', { delegatedUntil: null }],
    ['its end is no date', { delegatedUntil: 'soon' }],
    ['it has ended', { delegatedUntil: '2026-11-19' }],
    ['there is none by now', { delegatedSupport: 'no' }],
    ['nobody can tell whether there is one', { delegatedSupport: 'unknown' }],
  ] as const) {
    it(`when ${title}, then there is nothing to remind of`, () => assert.deepEqual(plan({}, support), []));
  }
  it('when the move is closed, then there is nothing to remind of', () => {
    assert.deepEqual(plan({ closed: { value: 'done', by: someone, at: '2026-11-20T08:00:00Z' } }), []);
  });
  it('when G8 it ends, then the team is told that the subscriptions stay as they are', () => {
    const strings = readFileSync(new URL('../../cards/strings/en/rules.json', import.meta.url), 'utf8');
    assert.match(JSON.parse(strings).reminder['gdap-expiry'], /Subscriptions and licenses stay as they are/);
  });
});

describe('whether a move needs delegated administration', () => {
  const credit = { ticket: null, by: someone, at: '2026-11-10T08:00:00Z' };
  const table: [title: string, facts: Partial<MoveFacts>, needed: boolean][] = [
    ['the originals are not listed yet', {}, true],
    ['one of them still runs', { originals: [anOriginal({ ended }), partnerSold] }, true],
    ['all stay where they are', { originals: [anOriginal({ path: 'leave' }), anOriginal({ source: 'own' })] }, false],
    ['all have ended and no credit is possible', { originals: [anOriginal({ source: 'partner-nce', ended })] }, false],
    ['all have ended and a credit may be asked for', { originals: [cancelled()] }, true],
    [
      'nobody has answered about the credit',
      { originals: [cancelled()], credit: { ...credit, status: 'requested' } },
      true,
    ],
    ['the credit was granted', { originals: [cancelled()], credit: { ...credit, status: 'granted' } }, false],
    ['no credit will be asked for', { originals: [cancelled()], credit: { ...credit, status: 'not-claimed' } }, false],
    ['the billing account gives nothing back', { originals: [anOriginal({ ended })] }, false],
  ];
  for (const [title, facts, needed] of table) {
    it(`when G6 ${title}, then it is ${needed ? '' : 'not '}needed, and a reminder comes accordingly`, () => {
      assert.equal(needsDelegatedSupport(aMove(facts).facts, '2026-11-20'), needed);
      assert.equal(plan(facts).length > 0, needed);
    });
  }
  it('when money comes back for some days only, then it is needed through the last of them', () => {
    const { facts } = aMove({
      originals: [anOriginal({ source: 'direct-mca', termStart: '2026-11-18', ended: { ...ended, on: '2026-12-20' } })],
    });
    assert.equal(needsDelegatedSupport(facts, '2026-11-24'), true);
    assert.equal(needsDelegatedSupport(facts, '2026-11-25'), false);
  });

  function cancelled() {
    return anOriginal({ ended: { ...ended, how: 'cancelled' } });
  }
});
