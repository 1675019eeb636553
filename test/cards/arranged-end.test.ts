import assert from 'node:assert/strict';
import { stated } from '../builders.ts';
import { told } from './end-of-term.ts';

describe('what a card says once a fact is known', () => {
  const extended = { source: 'direct-mca', termStart: '2026-03-01', endDate: '2027-02-28', autoRenew: null } as const;
  const endArranged = stated(true as const);
  const on = (endArrangedNow: typeof endArranged | null, today = '2026-11-20') =>
    told({ ...extended, endArranged: endArrangedNow }, { today, provisioned: true });

  it('when the end of an original is arranged, then its card waits, and neither it nor a reminder asks for it again', () => {
    const before = on(null);
    assert.equal(before.status, 'current');
    assert.match(before.card, /Have it cancelled for/);
    const after = on(endArranged);
    assert.equal(after.status, 'waiting');
    assert.match(after.card, /arranged at the source that it ends on February 28, 2027/);
    assert.doesNotMatch(after.card, /Have it cancelled for|not known whether it renews/);
    const ahead = after.reminders.filter((r) => r.stage <= 0 && r.code !== 'cancellation-window');
    assert.deepEqual([...new Set(ahead.map((r) => r.code))], ['end-ready-arranged']);
  });
  it('when that day has passed, then it is asked whether it came to pass', () => {
    const over = on(endArranged, '2027-03-05');
    assert.equal(over.status, 'current');
    assert.match(over.card, /not known whether it renewed/);
  });
  it('when the new subscription is there, then its end and its last day to cancel stand behind "Why?"', () => {
    assert.match(on(null).provision, /can be cancelled, or its seats reduced, until/);
  });
});
