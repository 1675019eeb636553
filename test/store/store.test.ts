import assert from 'node:assert/strict';
import { dueWindow } from '../../services/reminders/working-calendar.ts';
import { onBothBackends } from './backends.ts';
import { aMove, anEntry, aReminder, effects } from './builders.ts';
import { claim, DUE, TEAM } from './reminding.ts';

onBothBackends('store', (store) => {
  it('when it is asked how it is, then it is ready and gives its figures', async () => {
    const move = aMove();
    await store().moves.create(
      move,
      anEntry(move),
      effects({ reminders: [aReminder()], watch: '2027-03-01T10:00:00Z' }),
    );
    assert.equal(await store().ready(), true);
    const figures = (await store().metrics(DUE, dueWindow(DUE, TEAM))).split('\n');
    for (const line of ['csp_moves{state="open"} 1', 'csp_reminders_overdue 1', 'csp_watches_overdue 1'])
      assert.ok(figures.includes(line), `${line} is missing in\n${figures.join('\n')}`);
    await claim(store(), DUE);
    const after = await store().metrics(DUE, dueWindow(DUE, TEAM));
    assert.match(after, /^csp_reminders_overdue 0$/mu);
    assert.match(after, /^csp_reminders_open\{state="sending"\} 1$/mu);
    assert.match(after, /^csp_messages\{state="waiting"\} 1$/mu);
  });
});
