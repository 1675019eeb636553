import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { sweep } from '../../services/reminders/sweep.ts';
import type { ReminderRef } from '../../services/store/reminder-rows.ts';
import { AVA, CHANNEL, cardOf, Proactive, SAM } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('reminders that are due', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
    await house.chat.as('Ava').say('help');
  });
  afterEach(() => house.chat.close());

  const channel = () => house.chat.as('Ava', 'channel').say('remind here');
  const told = () => house.teams.places();
  const done = (refs: readonly ReminderRef[]) => {
    const { reminderActs, clock } = house.services;
    const acting = { by: AVA, now: clock.now(), pressed: null };
    return Promise.all(refs.map((ref) => reminderActs.act(ref, { kind: 'done' }, acting)));
  };

  describe('when they are sent', () => {
    for (const [places, withChannel, without] of [
      ['both', [CHANNEL, 'a:sam'], ['a:sam']],
      ['channel', [CHANNEL], ['a:sam']],
      ['personal', ['a:sam'], ['a:sam']],
    ] as const) {
      it(`then with the setting "${places}" there is one message for each place, once`, async () => {
        await house.settings({ places });
        const { refs } = await house.move('Contoso');
        await house.pass(0);
        await house.deliverAll();
        assert.deepEqual(told(), without, 'without a channel');
        assert.deepEqual(await house.states(refs), ['sent']);
        await channel();
        const more = await house.move('Fabrikam');
        await house.pass(0);
        await house.deliverAll();
        assert.deepEqual(told(), withChannel, 'with one');
        assert.deepEqual(await house.states(more.refs), ['sent']);
        await house.pass(0.1);
        assert.deepEqual(await house.waiting(), [], 'and nothing is sent again');
      });
    }

    it('then who is on a reminder gets its next stage, and not who opened the move', async () => {
      const stages = [{ stage: -30 }, { stage: -28, dueOn: house.day(2) }];
      const { refs } = await house.move('Contoso', stages);
      await house.pass(0);
      await house.deliverAll();
      const { reminderActs, clock } = house.services;
      const acting = { by: SAM, now: clock.now(), pressed: null };
      for (const ref of refs.slice(0, 1)) await reminderActs.act(ref, { kind: 'assigned', to: AVA }, acting);
      await house.deliverAll();
      told();
      await house.pass(2);
      await house.deliverAll();
      assert.deepEqual(told(), ['a:ava']);
      assert.match(wordsOf(house.teams.in('a:ava').at(-1)), /came to this chat because you are on it/);
    });

    it('then the card says who is to act, until when, and why it stands there', async () => {
      await channel();
      await house.move('Contoso', [{ deadline: house.day(3) }]);
      await house.pass(0);
      await house.deliverAll();
      const [there, own] = [house.teams.in(CHANNEL)[0], house.teams.in('a:sam')[0]];
      for (const card of [there, own])
        assert.match(wordsOf(card), /Contoso.*3 days left.*Nobody is on it yet. Sam opened/s);
      assert.match(wordsOf(there), /reminders go to this channel/);
      assert.match(wordsOf(own), /because you opened the move and nobody else is on it/);
      assert.deepEqual(
        ['Open the move', 'Done', 'Put it off', 'Give it to this person'].filter((b) => !cardOf(own).actions.has(b)),
        [],
      );
    });

    it('then a chat that was opened anew is found when the one of the move is gone', async () => {
      const { refs } = await house.move('Contoso', [{}], { conversationId: 'a:gone' });
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), ['a:sam']);
      assert.deepEqual(await house.states(refs), ['sent']);
    });
  });

  describe('when something happens between the run and the sending', () => {
    it('then what somebody has done is told nowhere', async () => {
      await channel();
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await done(refs);
      await house.deliverAll();
      assert.deepEqual([told(), await house.states(refs)], [[], ['done']]);
    });

    it('then of two in one message only the other is told', async () => {
      const { refs } = await house.move('Contoso');
      await house.move('Fabrikam');
      await house.pass(0);
      await done(refs);
      await house.deliverAll();
      const [card, ...more] = house.teams.delivered;
      assert.equal(more.length, 0);
      assert.match(wordsOf(card), /Fabrikam/);
      assert.doesNotMatch(wordsOf(card), /Contoso/);
    });

    it('then the second place is told although the first has told it already', async () => {
      await channel();
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      house.teams.refuse({ status: 502 }, CHANNEL);
      await house.deliverAll(60_000);
      assert.deepEqual([told(), await house.states(refs)], [['a:sam'], ['sent']]);
      house.teams.accept();
      await house.deliverAll();
      assert.deepEqual(told(), [CHANNEL]);
    });

    it('then it is not told in the second place after somebody has done it in the first', async () => {
      await channel();
      await house.move('Contoso');
      await house.pass(0);
      house.teams.refuse({ status: 502 }, CHANNEL);
      await house.deliverAll(60_000);
      await house.chat.as('Sam').press('Done', {}, cardOf(house.teams.in('a:sam')[0]));
      told();
      house.teams.accept();
      await house.deliverAll();
      assert.deepEqual(told(), []);
    });

    it('then a message that still waits takes in what comes due meanwhile', async () => {
      await house.move('Contoso');
      await house.pass(0);
      await house.move('Fabrikam');
      await house.pass(0);
      await house.deliverAll();
      const [digest, ...more] = house.teams.delivered;
      assert.equal(more.length, 0);
      assert.match(wordsOf(digest), /2 reminders/);
    });

    it('then an instance that dies before it writes that Teams took it makes it come once more, and no oftener', async () => {
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await house.dieAfterSending();
      assert.deepEqual([told(), await house.states(refs)], [['a:sam'], ['sending']]);
      await house.deliverAll();
      assert.deepEqual([told(), await house.states(refs)], [['a:sam'], ['sent']]);
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), []);
    });

    it('then an instance that dies does not tell again what was done meanwhile', async () => {
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await house.dieAfterSending();
      told();
      await done(refs);
      await house.deliverAll();
      assert.deepEqual([told(), await house.states(refs)], [[], ['done']]);
    });

    it('then a message that is lost with a restored database is written again', async () => {
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await sql`delete from message`.execute(house.chat.house.store.database.db);
      await sweep(house.services);
      await house.deliverAll();
      assert.deepEqual([told(), await house.states(refs)], [['a:sam'], ['sent']]);
    });
  });

  describe('when several are due at once', () => {
    it('then they are one message, the most urgent first, and each line opens its reminder', async () => {
      await house.move('Later', [{ deadline: house.day(20) }]);
      await house.move('Soon', [{ deadline: house.day(2) }]);
      await house.move('Never', [{ deadline: null }]);
      await house.pass(0);
      await house.deliverAll();
      const [digest, ...more] = house.teams.delivered;
      assert.equal(more.length, 0);
      assert.match(wordsOf(digest), /Soon.*Later.*Never/s);
      const opened = await house.chat.as('Sam').press('Open the reminder of Soon', {}, cardOf(digest));
      assert.match(opened.text, /2 days left/);
    });

    it('then of two stages of one date only the later is shown, and both are told', async () => {
      const { refs } = await house.move('Contoso', [{ stage: -30, dueOn: house.day(-2) }, { stage: -14 }]);
      await house.pass(0);
      await house.deliverAll();
      const [card, ...more] = house.teams.delivered;
      assert.equal(more.length, 0);
      assert.doesNotMatch(wordsOf(card), /2 reminders/);
      assert.deepEqual(await house.states(refs), ['sent', 'sent']);
      const [first, second] = refs;
      assert.ok(first);
      assert.equal(cardOf(card).actions.get('Done')?.data.reminder, second?.key);
      assert.equal((await house.services.reminders.find(first.moveId, first.key))?.followed, true);
    });

    it('then very many show the first and say how many more there are', async () => {
      for (let n = 0; n < 40; n++) await house.move(`Customer${n}`, [{ deadline: house.day(10 + n) }]);
      await house.pass(0);
      await house.deliverAll();
      const [digest, ...more] = house.teams.delivered;
      assert.deepEqual(more, []);
      const shown = new Set(wordsOf(digest).match(/Customer\d+/g));
      assert.ok(shown.size >= 10 && shown.size < 40, `${shown.size} shown`);
      assert.ok(shown.has('Customer0') && shown.has('Customer9'), 'the most urgent');
      assert.match(wordsOf(digest), new RegExp(`\\b${40 - shown.size} more`));
    });

    it('then what passed while nothing ran is told as too late, above the others, once', async () => {
      await channel();
      const late = await house.move('Contoso', [{ deadline: house.day(2) }]);
      const inTime = await house.move('Fabrikam');
      await house.pass(5);
      await house.deliverAll();
      assert.deepEqual(told(), [CHANNEL, 'a:sam']);
      const [digest] = house.teams.in('a:sam');
      assert.match(wordsOf(digest), /away for a while.*Too late to be told in time.*Contoso.*Still in time.*Fabrikam/s);
      assert.deepEqual(await house.states([...late.refs, ...inTime.refs]), ['missed', 'sent']);
      await house.pass(1);
      await house.deliverAll();
      assert.deepEqual(told(), []);
    });
  });
});
