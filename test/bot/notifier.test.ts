import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Notifier } from '../../bot/notifier.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { answers } from './answers.ts';
import type { Chat } from './chat.ts';
import { CHANNEL, Proactive, SAM } from './proactive.ts';
import { type Teams, wordsOf } from './teams.ts';

describe('the notifier', () => {
  let house: Proactive;
  let chat: Chat;
  let teams: Teams;
  let notifier: Notifier;

  beforeEach(async () => {
    house = await Proactive.open();
    ({ chat, teams, notifier } = house);
  });
  afterEach(() => chat.close());

  const deliverAll = () => house.deliverAll();
  const waiting = () => house.jobs.map((job) => job.data as { reminders: { moveId: string; key: string }[] });

  /** Contoso up to the confirmed list of originals, the first of which ends in 45 days. */
  async function contoso() {
    const sam = chat.as('Sam');
    await sam.say('move contoso.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    await sam.say('move contoso.com');
    await sam.press('Import from the tenant');
    await sam.press('The list is complete', await answers(chat, { source: 'direct-mosa', autoRenew: 'no' }));
    return sam;
  }
  const days = async (count: number) => {
    await chat.house.services.sandbox?.advance(count);
    await sweep(chat.house.services);
  };

  it('when the customer accepts, then the person who opened the move is told without asking, once', async () => {
    await contoso();
    await deliverAll();
    assert.deepEqual(
      teams.delivered.map((d) => d.conversationId),
      ['a:sam'],
    );
    assert.match(wordsOf(teams.delivered[0]), /accepted your invitation/);
    await chat.pass(1);
    await deliverAll();
    assert.equal(teams.delivered.length, 1);
  });

  it('when originals near their end, then the opener gets one message, and the channel of the team as well', async () => {
    await contoso();
    await chat.as('Ava', 'channel').say('remind here');
    await deliverAll();
    teams.delivered.splice(0);
    await days(15);
    await deliverAll();
    assert.deepEqual(teams.delivered.map((d) => d.conversationId).sort(), ['19:moves@thread.tacv2', 'a:sam']);
    await days(0);
    await deliverAll();
    assert.equal(teams.delivered.length, 2, 'and nothing is sent again');
  });

  it('when somebody has done it before it goes out, then nothing is sent', async () => {
    await contoso();
    await deliverAll();
    teams.delivered.splice(0);
    await days(15);
    const { reminders, clock } = chat.house.services;
    for (const job of waiting()) {
      for (const { moveId, key } of job.reminders)
        await reminders.done(moveId, key, { id: 'ava', name: 'Ava' }, clock.now());
    }
    await deliverAll();
    assert.deepEqual(teams.delivered, []);
  });

  it('when the queue hands out the same job twice, then it is sent once and stays sent', async () => {
    await chat.as('Sam').say('help');
    const { refs } = await house.move('Contoso');
    await house.pass(0);
    const [job] = house.jobs.splice(0);
    await notifier.deliver(job?.data);
    await notifier.deliver(job?.data);
    assert.deepEqual(teams.places(), ['a:sam']);
    assert.deepEqual(await house.states(refs), ['sent']);
  });

  it('when a job comes again after somebody has done it, then neither chat nor channel is told again', async () => {
    await chat.as('Sam').say('help');
    await chat.as('Ava', 'channel').say('remind here');
    const { refs } = await house.move('Contoso');
    await house.pass(0);
    const again = [...house.jobs];
    await deliverAll();
    assert.deepEqual(teams.places(), [CHANNEL, 'a:sam']);
    for (const { moveId, key } of refs)
      await house.services.reminders.done(moveId, key, SAM, house.services.clock.now());
    for (const { data } of again) await notifier.deliver(data);
    assert.deepEqual(teams.places(), []);
    assert.deepEqual(await house.states(refs), ['done']);
  });

  it('when Teams is busy, then the failure goes back to the queue', async () => {
    await contoso();
    teams.refuseWith = 429;
    await assert.rejects(deliverAll());
  });

  it('when Teams refuses for good, then it is recorded with its reason and not tried again', async () => {
    await contoso();
    await deliverAll();
    await days(15);
    teams.refuseWith = 403;
    const refs = waiting().flatMap((j) => j.reminders);
    await deliverAll();
    const stored = await chat.house.services.reminders.findAll(refs);
    assert.ok(stored.length > 0 && stored.every((r) => r.state === 'missed' && r.failure === 'delivery.refused'));
  });

  it('when the chat of a move is gone, then another personal chat of the opener is used', async () => {
    await chat.as('Sam').say('help');
    const { refs } = await house.move('Contoso', [{}], { conversationId: 'a:gone' });
    await house.pass(0);
    await deliverAll();
    assert.deepEqual(teams.places(), ['a:sam']);
    assert.deepEqual(await house.states(refs), ['sent']);
  });

  for (const [how, end] of [
    ['refuses for good', async () => void teams.refusing.set(CHANNEL, 403)],
    ['is not known any more', () => house.services.conversations.remove(CHANNEL)],
  ] as const) {
    it(`when the channel of the team ${how}, then every chat keeps its reminders and who chose it is told once`, async () => {
      await chat.as('Sam').say('help');
      await chat.as('Ava').say('help');
      await chat.as('Ava', 'channel').say('remind here');
      await end();
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      // The copy first: what it meets must not decide for the others.
      house.jobs.reverse();
      const again = [...house.jobs];
      await deliverAll();
      await deliverAll();
      assert.deepEqual(
        teams.delivered.map((d) => d.conversationId),
        ['a:sam', 'a:ava'],
      );
      assert.match(wordsOf(teams.delivered[1]), /no longer write to the channel/);
      assert.deepEqual(await house.states(refs), ['sent']);
      assert.equal(await house.services.places.remindersChannel(), null);
      teams.places();
      for (const { data } of again) await notifier.deliver(data);
      assert.deepEqual([house.jobs, teams.places()], [[], []]);
    });
  }

  it('when another channel took the reminders over meanwhile, then a lost copy leaves it alone', async () => {
    const { places } = house.services;
    await chat.as('Ava', 'channel').say('remind here');
    await house.move('Contoso');
    await house.pass(0);
    const place = await places.remindersChannel();
    assert.ok(place);
    await places.setRemindersChannel({ ...place, conversationId: '19:other' });
    await house.services.conversations.remove(CHANNEL);
    await deliverAll();
    assert.equal((await places.remindersChannel())?.conversationId, '19:other');
  });

  it('when a personal chat is lost, then the channel is told all the same', async () => {
    await chat.as('Ava', 'channel').say('remind here');
    const { refs } = await house.move('Contoso');
    await house.pass(0);
    await deliverAll();
    assert.deepEqual(teams.places(), [CHANNEL]);
    assert.deepEqual(await house.states(refs), ['missed']);
  });

  it('when the chat that news are for refuses for good, then it is forgotten and the opener is told elsewhere', async () => {
    await chat.as('Sam').say('help');
    await chat.as('Ava', 'channel').say('help');
    const { move } = await house.move('Contoso', []);
    teams.refusing.set(CHANNEL, 404);
    await notifier.deliver({ kind: 'news', conversationId: CHANNEL, moveId: move.id, code: 'provisioned' });
    assert.deepEqual(teams.places(), ['a:sam']);
    assert.equal(await house.services.conversations.get(CHANNEL), null);
  });

  it('when dates passed while nothing ran, then the chat and the channel hear of it, once', async () => {
    await chat.as('Sam').say('help');
    await chat.as('Ava', 'channel').say('remind here');
    const { refs } = await house.move('Contoso', [{ deadline: house.day(2) }]);
    await house.pass(5);
    const again = [...house.jobs];
    await deliverAll();
    assert.deepEqual(teams.delivered.map((d) => d.conversationId).sort(), [CHANNEL, 'a:sam']);
    assert.match(wordsOf(teams.delivered[0]), /away for a while.*3 days ago/);
    assert.deepEqual(await house.states(refs), ['missed']);
    teams.places();
    await house.pass(1);
    assert.deepEqual(house.jobs, []);
    for (const { data } of again.filter(({ data }) => data.copy === false)) await notifier.deliver(data);
    assert.deepEqual(teams.places(), [], 'not even when the job comes again');
  });

  it('when a job was lost with the queue, then a sweep an hour later has the reminders sent', async () => {
    await chat.as('Sam').say('help');
    const { refs } = await house.move('Contoso');
    await house.pass(0);
    house.jobs.splice(0);
    await sweep(house.services);
    assert.deepEqual(house.jobs, []);
    await sql`update reminder set taken_at = taken_at - interval '1 hour'`.execute(chat.house.store.database.db);
    await sweep(house.services);
    await deliverAll();
    assert.deepEqual(teams.places(), ['a:sam']);
    assert.deepEqual(await house.states(refs), ['sent']);
  });

  it('when very many are due at once, then one message shows the first and says how many more there are', async () => {
    await chat.as('Sam').say('help');
    for (let n = 0; n < 40; n++) await house.move(`Customer${n}`, [{ deadline: house.day(10 + n) }]);
    await house.pass(0);
    await deliverAll();
    const [digest, ...others] = teams.delivered;
    assert.deepEqual(others, []);
    const shown = new Set(wordsOf(digest).match(/Customer\d+/g));
    assert.ok(shown.size >= 10 && shown.size <= 20, `${shown.size} shown`);
    assert.ok(shown.has('Customer0'), 'the most urgent first');
    assert.match(wordsOf(digest), new RegExp(`\\b${40 - shown.size} more`));
  });

  it('when a reminder is snoozed, then it comes back after that and not before', async () => {
    const sam = await contoso();
    await deliverAll();
    await days(15);
    await deliverAll();
    await sam.say('reminders Contoso');
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    const moveId = items[0]?.id ?? '';
    const [due] = await chat.house.services.reminders.openNow({
      moveId,
      limit: 1,
      today: sam.last === null ? '' : '2000-01-01',
    });
    teams.delivered.splice(0);
    const answer = await sam.execute('reminder.snooze', { moveId, reminder: due?.key, days: 3 });
    assert.match(answer.text, /snoozed|put off|again/i);
    await days(2);
    await deliverAll();
    assert.equal(teams.delivered.length, 0);
    await days(1.1);
    await deliverAll();
    assert.equal(teams.delivered.length, 1);
    const done = await sam.execute('reminder.done', { moveId, reminder: due?.key });
    assert.match(done.text, /Sam/);
    assert.match((await chat.as('Ava').execute('reminder.done', { moveId, reminder: due?.key })).text, /Sam/);
  });
});
