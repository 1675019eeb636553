import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { givenUp } from '../../bot/given-up.ts';
import { startWorkers } from '../../bot/workers.ts';
import { AppError } from '../../services/errors.ts';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { MoveFacts, Original } from '../../services/moves/move.ts';
import { newsOf } from '../../services/moves/news.ts';
import type { Ordering } from '../../services/moves/ordering.ts';
import { anOrder } from '../builders.ts';
import { closedBy } from '../store/builders.ts';
import { Proactive, SAM } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('reminders', () => {
  let house: Proactive;

  beforeEach(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
  });
  afterEach(() => house.chat.close());

  describe('when a reminder is put off', () => {
    /** A reminder that Sam has got at noon, with its last day so many days ahead. */
    async function sent(daysLeft: number | null) {
      const deadline = daysLeft === null ? null : house.day(daysLeft);
      const { refs } = await house.move('Contoso', [{ deadline }]);
      await house.pass(0);
      await house.deliverAll();
      const [ref] = refs;
      assert.ok(ref);
      const find = () => house.services.reminders.find(ref.moveId, ref.key);
      const snooze = (days: number) =>
        house.chat.as('Sam').execute('reminder.snooze', { moveId: ref.moveId, reminder: ref.key, days });
      return { find, snooze };
    }

    it('then it comes back in the morning of that day, also when that is said late at night', async () => {
      const { find, snooze } = await sent(30);
      await house.until('23:30');
      const day = house.day(3);
      await snooze(3);
      assert.equal((await find())?.snoozedUntil, `${day}T08:00:00.000Z`);
      await house.pass(2.3);
      assert.deepEqual(house.jobs, [], 'not before');
      await house.pass(0.1);
      assert.equal(house.jobs.length, 1);
    });

    it('then never past its last day', async () => {
      const { find, snooze } = await sent(2);
      const last = house.day(2);
      await snooze(7);
      assert.equal((await find())?.snoozedUntil, `${last}T08:00:00.000Z`);
      await house.pass(2);
      assert.equal((await find())?.state, 'sending', 'it comes once more');
    });

    it('then on its last day a sentence says that this is no longer possible, and it stays as it is', async () => {
      const { find, snooze } = await sent(0);
      assert.match((await snooze(1)).text, /cannot be put off any more/);
      assert.equal((await find())?.state, 'sent');
      const card = wordsOf(house.teams.delivered.at(-1));
      assert.match(card, /reminder\.done/);
      assert.doesNotMatch(card, /reminder\.snooze/, 'the card does not offer it');
    });

    it('then one that somebody has done says so instead', async () => {
      const { find, snooze } = await sent(0);
      const reminder = await find();
      assert.ok(reminder);
      await house.services.reminders.done(reminder.moveId, reminder.key, SAM, house.services.clock.now());
      assert.match((await snooze(1)).text, /Done, says Sam/);
    });

    it('then without a last day it takes the days it is told', async () => {
      const { find, snooze } = await sent(null);
      const day = house.day(7);
      await snooze(7);
      assert.equal((await find())?.snoozedUntil, `${day}T08:00:00.000Z`);
    });
  });

  describe('when somebody asks for the reminders of a customer', () => {
    const inFuture = () => [{ dueOn: house.day(5) }];
    const ask = async (customer: string) => (await house.chat.as('Sam').say(`reminders ${customer}`)).text;

    it('then the open move counts, not a closed one that fits better', async () => {
      await house.move('Contoso', [], { facts: { ...NOTHING_KNOWN, ...closedBy(SAM) } });
      await house.move('Contoso Italia', inFuture());
      assert.match(await ask('Contoso'), /Contoso Italia.*Coming up/s);
    });

    it('then of several that fit it asks which', async () => {
      await house.move('Contoso Italia', inFuture());
      await house.move('Contoso France', inFuture());
      const list = await ask('Contoso');
      assert.match(list, /Contoso Italia/);
      assert.match(list, /Contoso France/);
      assert.doesNotMatch(list, /Coming up/);
    });

    it('then the full name is enough, though others begin with it', async () => {
      await house.move('Contoso', inFuture());
      await house.move('Contoso France', inFuture());
      const answer = await ask('contoso');
      assert.match(answer, /Coming up/);
      assert.doesNotMatch(answer, /France/);
    });

    it('then a closed move alone is answered, an unknown name as well', async () => {
      await house.move('Contoso', [], { facts: { ...NOTHING_KNOWN, ...closedBy(SAM) } });
      assert.match(await ask('Contoso'), /Nothing is due and nothing is planned/);
      assert.match(await ask('Fabrikam'), /There is no move for "Fabrikam"/);
    });
  });

  it('when a second channel takes the reminders over, then it says from where and who had chosen that', async () => {
    const { places } = house.services;
    const channel = house.chat.as('Ava', 'channel');
    assert.doesNotMatch((await channel.say('remind here')).text, /no longer/);
    assert.doesNotMatch((await channel.say('remind here')).text, /no longer/, 'it is the same channel');
    const before = await places.remindersChannel();
    assert.ok(before);
    await places.setRemindersChannel({ ...before, conversationId: '19:sales', name: 'Sales', setBy: SAM });
    assert.match((await channel.say('remind here')).text, /come here, and no longer to Sales, which Sam had chosen/);
    await places.setRemindersChannel({ ...before, conversationId: '19:sales', name: '', setBy: SAM });
    assert.match((await channel.say('remind here')).text, /no longer to the channel that Sam had chosen/);
  });

  describe('when a job was given up', () => {
    const reason = { message: 'Teams is down' };

    function ordered(): MoveFacts {
      const by = { value: true as const, by: SAM, at: '2027-03-01T09:00:00.000Z' };
      const order = anOrder({ cartId: 'c' });
      return {
        ...NOTHING_KNOWN,
        provisioning: { ...NOTHING_KNOWN.provisioning, state: 'ordered', requested: by, order },
      };
    }

    it('then an order says in its move that its outcome is unknown, and the chat is told', async () => {
      const { move } = await house.move('Contoso', [], { facts: ordered() });
      const told = Promise.withResolvers<void>();
      house.onJob = told.resolve;
      const { services } = house;
      await services.jobs.send('order', { moveId: move.id });
      await sql`update pgboss.job set retry_limit = 0 where name = 'order'`.execute(house.chat.house.store.database.db);
      // The cast: the worker calls nothing but `place`.
      const ordering = {
        place: () => Promise.reject(new AppError('microsoft.order-in-progress')),
      } as Partial<Ordering> as Ordering;
      await startWorkers({ ...services, ordering }, house.notifier);
      await told.promise;
      const after = await services.moveStore.load(move.id);
      assert.equal(after?.facts.provisioning.order?.failure, 'microsoft.order-outcome-unknown');
      assert.deepEqual(
        house.jobs.map(({ data }) => [data.kind, data.conversationId, data.code]),
        [['news', 'a:sam', 'order-failed']],
      );
    });

    it('then an order that went through after all stays so', async () => {
      const facts = ordered();
      const { order } = facts.provisioning;
      assert.ok(order);
      const provisioning = { ...facts.provisioning, order: { ...order, orderIds: ['o-1'] } };
      const { move } = await house.move('Contoso', [], { facts: { ...facts, provisioning } });
      await givenUp(house.services, { name: 'order', data: { moveId: move.id }, reason });
      assert.equal((await house.services.moveStore.load(move.id))?.version, move.version);
      await givenUp(house.services, { name: 'order', data: { move: 7 }, reason });
    });

    it('then a letter about an earlier order leaves the present one alone', async () => {
      const { move } = await house.move('Contoso', [], { facts: ordered() });
      const version = async () => (await house.services.moveStore.load(move.id))?.version;
      const { requestId } = ordered().provisioning.order ?? {};
      const late = { moveId: move.id, requestId: 'an earlier one' };
      await givenUp(house.services, { name: 'order', data: late, reason });
      assert.equal(await version(), move.version);
      await givenUp(house.services, { name: 'order', data: { moveId: move.id, requestId }, reason });
      assert.equal(await version(), move.version + 1);
    });

    it('then news are sent again later, for a day at most', async () => {
      const { move } = await house.move('Contoso', []);
      let data: unknown = { kind: 'news', conversationId: 'a:sam', moveId: move.id, code: 'provisioned' };
      let seconds = 0;
      for (let round = 0; round < 4; round++) {
        await givenUp(house.services, { name: 'deliver', data, reason });
        const [job, ...others] = house.jobs.splice(0);
        assert.ok(job && others.length === 0);
        assert.ok(Number(job.startAfter) >= 3600, 'not at once');
        seconds += Number(job.startAfter);
        data = job.data;
      }
      await givenUp(house.services, { name: 'deliver', data, reason });
      assert.deepEqual(house.jobs, []);
      assert.ok(seconds > 20 * 3600 && seconds <= 24 * 3600);
      await house.notifier.deliver(data);
      assert.deepEqual(house.teams.places(), ['a:sam'], 'what is sent again is understood');
    });

    it('then reminders are due again in an hour, and their copy for the channel changes nothing about them', async () => {
      await house.chat.as('Ava', 'channel').say('remind here');
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      const [personal, copy] = house.jobs.splice(0);
      await givenUp(house.services, { name: 'deliver', data: copy?.data, reason });
      assert.deepEqual(await house.states(refs), ['sending']);
      assert.equal(house.jobs.splice(0)[0]?.data.copy, true, 'it is sent again later');
      await givenUp(house.services, { name: 'deliver', data: personal?.data, reason });
      assert.deepEqual(await house.states(refs), ['planned']);
      await house.pass(0.9 / 24);
      assert.deepEqual(house.jobs, []);
      await house.pass(0.2 / 24);
      assert.equal(house.jobs.length, 1);
    });

    it('then what passed meanwhile is told later, and what nobody can read is dropped', async () => {
      const { move, refs } = await house.move('Contoso', [{ deadline: house.day(1) }]);
      await house.pass(3);
      const [job] = house.jobs.splice(0);
      await givenUp(house.services, { name: 'deliver', data: job?.data, reason });
      const [again] = house.jobs.splice(0);
      assert.deepEqual(again?.data.missed, refs);
      await givenUp(house.services, { name: 'deliver', data: { kind: 'poem', moveId: move.id }, reason });
      assert.deepEqual(house.jobs, []);
    });
  });
});

describe('news of a move', () => {
  const original = (path: Original['path'], ended: boolean) =>
    // The cast: nothing else of an original is looked at.
    ({ path, ended: ended ? { how: 'by-hand', on: '2027-03-01', by: SAM } : null }) as unknown as Original;
  const facts = (...originals: Original[]): MoveFacts => ({ ...NOTHING_KNOWN, originals });

  it('when the last original that moves has ended, then that is news, though another stays where it is', () => {
    const stays = original('leave', false);
    const [open, ended] = [original('transfer', false), original('transfer', true)];
    assert.deepEqual(newsOf(facts(open, stays), facts(ended, stays)), ['originals-ended']);
    assert.deepEqual(newsOf(facts(open, open, stays), facts(ended, open, stays)), []);
    assert.deepEqual(newsOf(facts(ended, stays), facts(ended, stays)), []);
    assert.deepEqual(newsOf(facts(stays), facts(original('leave', true))), [], 'it is none of ours');
  });
});
