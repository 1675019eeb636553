import assert from 'node:assert/strict';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { anEntry, aReminder, changed, effects } from '../store/builders.ts';
import { CHANNEL, cardOf, Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('the cards of a reminder in Teams', () => {
  let house: Proactive;
  let count = 0;
  before(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
    await house.chat.as('Ava').say('help');
    await house.chat.as('Ava', 'channel').say('remind here');
  });
  after(() => house.chat.close());

  /** A reminder told to Sam and in the channel, and its two cards. */
  async function told(stages: readonly Partial<PlannedReminder>[] = [{}]) {
    count += 1;
    const { move, refs } = await house.move(`Customer${count}`, stages);
    await house.pass(0);
    await house.deliverAll();
    house.teams.delivered.splice(0);
    house.teams.updated.splice(0);
    const own = () => house.teams.in('a:sam').findLast((d) => wordsOf(d).includes(move.customer.name));
    const there = () => house.teams.in(CHANNEL).findLast((d) => wordsOf(d).includes(move.customer.name));
    return { move, refs, own, there };
  }
  /** Which cards were drawn anew since the last time. */
  const redrawn = async () => {
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), [], 'nothing new is said');
    return house.teams.updated
      .splice(0)
      .map((d) => d.conversationId)
      .sort();
  };
  const sam = () => house.chat.as('Sam');

  it('when one is pressed in a personal chat, then the other ones are drawn anew, and that one by the answer', async () => {
    const { own, there } = await told();
    const answer = await sam().press('Done', {}, cardOf(own()));
    assert.match(answer.text, /Done, says Sam/);
    assert.deepEqual(await redrawn(), [CHANNEL]);
    assert.match(wordsOf(there()), /Done, says Sam/);
    assert.ok(!cardOf(there()).actions.has('Done'));
  });

  it('when one is pressed in the channel, then that one is drawn anew as well: the answer is for who pressed alone', async () => {
    const { own, there } = await told();
    await house.chat.as('Ava', 'channel').press('Done', {}, cardOf(there()));
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    for (const card of [own(), there()]) assert.match(wordsOf(card), /Done, says Ava/);
  });

  it('when it is put off, then every card says until when and by whom', async () => {
    const { own, there } = await told();
    await house.chat.as('Ava', 'channel').press('Put it off', { days: '3' }, cardOf(there()));
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    for (const card of [own(), there()]) assert.match(wordsOf(card), /Put off until .* by Ava/);
    // Else it comes back in the middle of another test.
    await sam().press('Undo', {}, cardOf(own()));
    await redrawn();
  });

  it('when it is given to somebody, then every card says so, and that person gets one of their own', async () => {
    const { own, there } = await told();
    await sam().press('Give it to this person', { person: 'ava' }, cardOf(own()));
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), ['a:ava']);
    assert.match(wordsOf(house.teams.in('a:ava').at(-1)), /Ava is on it.*because you are on it/s);
    assert.deepEqual(await redrawn(), [CHANNEL]);
    assert.match(wordsOf(there()), /Ava is on it/);
  });

  it('when an act is taken back within a minute, then every card is as it was', async () => {
    const { refs, own, there } = await told();
    await sam().press('Done', {}, cardOf(own()));
    assert.deepEqual(await redrawn(), [CHANNEL]);
    assert.ok(cardOf(there()).actions.has('Undo'), 'the other card offers it as well');
    await house.chat.as('Ava', 'channel').press('Undo', {}, cardOf(there()));
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    for (const card of [own(), there()]) assert.ok(cardOf(card).actions.has('Done'));
    assert.deepEqual(await house.states(refs), ['sent']);
  });

  it('when a later stage comes, then it is a new message and the earlier card points to it', async () => {
    const { move, own, there } = await told([{ stage: -30 }, { stage: -28, dueOn: house.day(2) }]);
    const [first, elsewhere] = [own()?.activityId, there()?.activityId];
    await house.pass(2);
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), [CHANNEL, 'a:sam']);
    assert.deepEqual(house.teams.updated.map((d) => d.activityId).sort(), [first, elsewhere].sort());
    for (const card of house.teams.updated.splice(0)) {
      assert.match(wordsOf(card), new RegExp(`${move.customer.name}.*A later reminder of this was sent`));
    }
    assert.notEqual(own()?.activityId, first);
    assert.ok(cardOf(own()).actions.has('Done'));
  });

  it('when it is done before a later stage is due, then that one is done too and never comes', async () => {
    const { refs, own } = await told([{ stage: -30 }, { stage: -28, dueOn: house.day(2) }]);
    await sam().press('Done', {}, cardOf(own()));
    assert.deepEqual(await redrawn(), [CHANNEL]);
    assert.deepEqual(await house.states(refs), ['done', 'done']);
    await house.pass(2);
    assert.deepEqual(await house.waiting(), []);
  });

  it('when the plan changes, then cards of what no longer holds say so', async () => {
    const { move, refs, own, there } = await told();
    const next = changed(move);
    const moved = aReminder({
      key: 'sub-1:original-end:2028-01-01:-30',
      dueOn: house.day(200),
      deadline: house.day(230),
    });
    await house.chat.house.store.moves.save(next, 1, anEntry(next), effects({ reminders: [moved], keep: [] }));
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    for (const card of [own(), there()]) assert.match(wordsOf(card), /No longer needed/);
    assert.deepEqual(await house.states(refs), ['cancelled']);
  });

  it('when one line of a digest is settled, then the digest says which, and the rest stays', async () => {
    count += 2;
    const [one, other] = [`Customer${count - 1}`, `Customer${count}`];
    const { refs } = await house.move(one);
    await house.move(other);
    await house.pass(0);
    await house.deliverAll();
    house.teams.places();
    const ref = refs[0];
    assert.ok(ref);
    await sam().execute('reminder.done', { moveId: ref.moveId, reminder: ref.key });
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    const digest = house.teams.in('a:sam').at(-1);
    assert.match(wordsOf(digest), new RegExp(`Still in time.*${other}.*Settled.*${one}.*done, says Sam`, 's'));
  });

  it('when several things happen before a card was drawn anew, then it is drawn once, as it stands then', async () => {
    const { there, own } = await told();
    await sam().press('Put it off', { days: '1' }, cardOf(own()));
    await sam().execute('reminder.done', { ...cardOf(own()).actions.get('Done')?.data });
    await house.deliverAll();
    assert.deepEqual(
      house.teams.updated
        .splice(0)
        .map((d) => d.conversationId)
        .sort(),
      [CHANNEL, 'a:sam'],
    );
    assert.match(wordsOf(there()), /Done, says Sam/);
  });

  it('when somebody deleted a message, then it is not drawn anew, and that is no alarm', async () => {
    const { own, there } = await told();
    house.teams.remove(there()?.activityId ?? '');
    await sam().press('Done', {}, cardOf(own()));
    assert.deepEqual(await redrawn(), []);
    assert.deepEqual(await house.waiting(), []);
    assert.equal((await house.services.outbox.figures()).dead, 0);
    assert.ok(await house.services.conversations.get(CHANNEL), 'the conversation is still there');
  });
});
