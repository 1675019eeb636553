import assert from 'node:assert/strict';
import { onBothBackends } from './backends.ts';
import { aMove, anEntry, aReminder, effects, instant } from './builders.ts';

onBothBackends('store', (store) => {
  it('when it is asked how it is, then it is ready and gives its figures', async () => {
    const move = aMove();
    await store().moves.create(
      move,
      anEntry(move),
      effects({ reminders: [aReminder()], watch: '2027-03-01T10:00:00Z' }),
    );
    assert.equal(await store().ready(), true);
    const figures = (await store().metrics(instant('2027-03-10T08:00:00Z'))).split('\n');
    for (const line of ['csp_moves{state="open"} 1', 'csp_reminders_overdue 1', 'csp_watches_overdue 1'])
      assert.ok(figures.includes(line), `${line} is missing in\n${figures.join('\n')}`);
    await store().reminders.claimDue(instant('2027-03-10T08:00:00Z'), 10);
    assert.match(await store().metrics(instant('2027-03-10T08:00:00Z')), /csp_reminders_open\{state="sending"\} 1\n/u);
  });
});
