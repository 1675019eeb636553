import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { anEntry, changed, effects } from '../store/builders.ts';
import { AVA, CHANNEL, cardOf, Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

const HOUR = 3_600_000;
const OPERATORS = 'a:olga';

describe('when a message cannot be delivered', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
    for (const name of ['Sam', 'Ava']) await house.chat.as(name).say('help');
    await house.chat.as('Ava', 'channel').say('remind here');
  });
  afterEach(() => house.chat.close());

  const told = () => house.teams.places();
  const dead = async () => (await house.services.outbox.figures()).dead;
  const operators = () => house.chat.as('Olga').say('alerts here');
  const news = async (conversationId: string) => {
    const { move } = await house.move('Contoso', []);
    const next = changed(move);
    const messages = [{ kind: 'news' as const, conversationId, data: { moveId: move.id, code: 'provisioned' } }];
    await house.chat.house.store.moves.save(next, 1, anEntry(next), effects({ messages }));
  };

  describe("because the team's channel is gone", () => {
    for (const [how, end] of [
      [
        'refuses for good',
        async () => house.teams.refuse({ status: 403, code: 'BotNotInConversationRoster' }, CHANNEL),
      ],
      ['is not known any more', () => house.services.conversations.remove(CHANNEL)],
    ] as const) {
      it(`and it ${how}, then who chose it is told once, and nobody gets twice what they have`, async () => {
        await end();
        const { refs } = await house.move('Contoso');
        await house.pass(0);
        await house.deliverAll();
        assert.deepEqual(told(), ['a:ava', 'a:sam']);
        assert.match(wordsOf(house.teams.in('a:ava').at(-1)), /no longer write to the channel/);
        assert.deepEqual([await house.states(refs), await house.services.places.remindersChannel()], [['sent'], null]);
        await house.move('Fabrikam');
        await house.pass(0);
        await house.deliverAll();
        assert.deepEqual([told(), await dead()], [['a:sam'], 0]);
      });
    }

    it('and only the channel was to be told, then each person gets their own in 1:1, with the reason', async () => {
      await house.settings({ places: 'channel' });
      await house.move('Contoso');
      await house.move('Fabrikam', [{}], { openedBy: AVA, conversationId: 'a:ava' });
      house.teams.refuse({ status: 404, code: 'ConversationNotFound' }, CHANNEL);
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), ['a:ava', 'a:ava', 'a:sam'], 'Ava also hears that the channel is lost');
      assert.match(wordsOf(house.teams.in('a:sam')[0]), /Contoso/);
      assert.doesNotMatch(wordsOf(house.teams.in('a:sam')[0]), /Fabrikam/);
      assert.ok(house.teams.in('a:ava').some((d) => wordsOf(d).includes('Fabrikam')));
    });

    it('and another one took the reminders over meanwhile, then that stays', async () => {
      const { places } = house.services;
      await house.move('Contoso');
      await house.pass(0);
      const place = await places.remindersChannel();
      assert.ok(place);
      await places.setRemindersChannel({ ...place, conversationId: '19:other' });
      await house.services.conversations.remove(CHANNEL);
      await house.deliverAll();
      assert.equal((await places.remindersChannel())?.conversationId, '19:other');
    });

    it('and news were to go there, then the opener hears them', async () => {
      house.teams.refuse({ status: 404 }, CHANNEL);
      await news(CHANNEL);
      await house.deliverAll();
      assert.deepEqual(told(), ['a:ava', 'a:sam'], 'Ava hears that the channel is lost');
      assert.match(wordsOf(house.teams.in('a:sam')[0]), /Contoso/);
      assert.equal(await house.services.conversations.get(CHANNEL), null);
    });
  });

  describe('because the person is gone', () => {
    const blocked = () => house.teams.refuse({ status: 403, code: 'ConversationBlockedByUser' }, 'a:sam');

    it('then the channel is told instead, and not twice where it is told anyway', async () => {
      blocked();
      await house.move('Contoso');
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), [CHANNEL]);
      await house.settings({ places: 'personal' });
      await house.move('Fabrikam');
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), [CHANNEL]);
      assert.match(wordsOf(house.teams.in(CHANNEL).at(-1)), /Fabrikam/);
      assert.equal(await dead(), 0);
    });

    it('then without a channel the operators get it, with the reason', async () => {
      await operators();
      await house.services.places.setRemindersChannel(null);
      blocked();
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(told(), [OPERATORS]);
      assert.match(wordsOf(house.teams.in(OPERATORS)[0]), /the chat or channel it was meant for cannot be reached/);
      assert.deepEqual(await house.states(refs), ['sent']);
    });

    it('then without anybody it is kept for the operators: listed with the reason, and sent again when they say so', async () => {
      await house.services.places.setRemindersChannel(null);
      blocked();
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual([told(), await dead(), await house.states(refs)], [[], 1, ['missed']]);
      const { card } = await house.chat.as('Ava').say('status');
      assert.match(JSON.stringify(card), /1 message. The person has blocked the assistant/);
      const ava = house.chat.as('Ava');
      const list = await ava.say('undelivered');
      assert.match(list.text, /1 message reached nobody.*Contoso.*blocked the assistant.*personal chat.*unblock it/s);
      house.teams.accept();
      await house.chat.as('Sam').say('help');
      assert.match(
        (await ava.press('Send again: Contoso')).text,
        /on its way again.*Every message has reached somebody/s,
      );
      assert.match((await ava.press('Send again: Contoso', {}, list)).text, /not in this list any more/);
      await house.deliverAll();
      assert.deepEqual([told(), await house.states(refs)], [['a:sam'], ['sent']]);
    });

    it('then all that are kept are sent again at once', async () => {
      await house.services.places.setRemindersChannel(null);
      blocked();
      for (const name of ['Contoso', 'Fabrikam']) {
        await house.move(name);
        await house.pass(0);
        await house.deliverAll();
      }
      house.teams.accept();
      await house.chat.as('Sam').say('help');
      const ava = house.chat.as('Ava');
      await ava.say('undelivered');
      assert.match((await ava.press('Send all 2 again')).text, /2 messages are on their way again/);
      await house.deliverAll();
      assert.deepEqual(told(), ['a:sam', 'a:sam']);
      assert.match((await ava.say('undelivered')).text, /Every message has reached somebody/);
      const { card } = await ava.execute('message.retry-all', {});
      assert.match(JSON.stringify(card), /Nothing was left to send again/);
    });

    it('then a card of theirs that changes is not drawn anew, and that is no alarm', async () => {
      await house.move('Contoso');
      await house.pass(0);
      await house.deliverAll();
      blocked();
      await house.chat.as('Ava', 'channel').press('Done', {}, cardOf(house.teams.in(CHANNEL)[0]));
      await house.deliverAll();
      assert.equal(await dead(), 0);
      assert.deepEqual(
        house.teams.updated.map((d) => d.conversationId),
        [CHANNEL],
      );
    });
  });

  describe('because Teams is busy or ill', () => {
    it('then it is tried again when Teams says so, and nothing else goes there before', async () => {
      await house.move('Contoso');
      await house.pass(0);
      house.teams.refuse({ status: 429, retryAfter: 600, times: 1 }, 'a:sam');
      await house.deliverAll(HOUR / 60);
      assert.deepEqual(told(), [CHANNEL]);
      await house.move('Fabrikam');
      await house.pass(0);
      await house.deliverAll(HOUR / 60);
      assert.deepEqual(told(), [CHANNEL], 'the other conversation is not held up');
      await house.deliverAll(HOUR);
      assert.deepEqual(told(), ['a:sam', 'a:sam']);
      assert.deepEqual(await house.waiting(), []);
    });

    it('then it comes when Teams is well again', async () => {
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      house.teams.refuse({ status: 503 });
      await house.deliverAll(6 * HOUR);
      assert.deepEqual([told(), await house.states(refs)], [[], ['sending']]);
      assert.ok(house.teams.requests.length < 60, 'it is not hammered');
      house.teams.accept();
      await house.deliverAll(2 * HOUR);
      assert.deepEqual([told(), await house.states(refs)], [[CHANNEL, 'a:sam'], ['sent']]);
    });

    it('then after a week of tries it is kept for the operators', async () => {
      const { refs } = await house.move('Contoso');
      await house.pass(0);
      const { db } = house.chat.house.store.database;
      await sql`update message set attempts = 175`.execute(db);
      house.teams.refuse({ status: 503 });
      await house.deliverAll();
      assert.deepEqual([await dead(), await house.states(refs)], [2, ['missed']]);
      assert.match((await house.chat.as('Ava').say('undelivered')).text, /Teams had a fault of its own/);
    });
  });

  describe('because the bot itself is not let in', () => {
    it('then the operators are told, once, as soon as it is let in again, and the alarm is over with it', async () => {
      await operators();
      await house.move('Contoso');
      await house.pass(0);
      house.teams.refuse({ status: 401, code: 'BotNotRegistered' });
      await house.deliverAll(HOUR / 2);
      assert.deepEqual(told(), []);
      assert.ok(house.teams.requests.length < 10, 'nobody is asked again for minutes');
      assert.deepEqual(
        (await house.services.alerts.standing()).map(({ key }) => key),
        ['sending-refused'],
      );
      house.teams.accept();
      await house.deliverAll();
      assert.deepEqual(told(), [OPERATORS, CHANNEL, 'a:sam'].sort());
      assert.match(wordsOf(house.teams.in(OPERATORS)[0]), /Teams refused the assistant.*MicrosoftAppId/s);
      assert.equal((await house.services.alerts.standing()).length, 0);
    });
  });
});
