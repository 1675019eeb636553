import assert from 'node:assert/strict';
import type { ReminderRef } from '../../services/store/reminder-rows.ts';
import { answers } from './answers.ts';
import { Chat, type Talker } from './chat.ts';
import { AVA, Proactive, SAM } from './proactive.ts';
import { moveOf, readyToOrder, walkedOnce } from './ready-to-order.ts';

describe('writing instead of pressing a button', () => {
  let chat: Chat;
  let sam: Talker;

  describe('of the card of a step', () => {
    beforeEach(async () => {
      chat = await Chat.open();
      sam = chat.as('Sam');
      await sam.say('move contoso.com');
      await sam.say('Italy');
      assert.match(sam.last.text, /Step 3 of/);
    });
    afterEach(() => chat.close());

    for (const said of [
      'sent',
      'I have already sent it',
      'I sent the invitation to Contoso today',
      'invito inviato',
      'отправила',
      'ya lo envié',
      'já enviei',
    ]) {
      it(`when "${said}" is written, then the invitation counts as sent`, async () => {
        await sam.say(said);
        const { invited } = (await moveOf(chat)).facts.relationship;
        assert.equal(invited?.by.name, 'Sam', sam.last.text);
      });
    }

    for (const said of ['not sent yet', 'was it sent?', 'yes', 'ok', 'sent to Fabrikam', 'I will send it tomorrow']) {
      it(`when "${said}" is written, then nothing is recorded, and the answer says what to do`, async () => {
        const before = (await moveOf(chat)).version;
        assert.ok((await sam.say(said)).text.length > 20);
        assert.equal((await moveOf(chat)).version, before);
        await sam.say('sent');
        assert.ok((await moveOf(chat)).version > before, 'the card is still the one that is answered');
      });
    }

    it('when it is a wish, a plan, a question or somebody else who is quoted, then it is no report', async () => {
      const before = (await moveOf(chat)).version;
      for (const said of [
        ...['can you invite them', 'I want to invite them', 'who sent it', 'let me know when sent', 'sent tomorrow'],
        ...[
          'sent?',
          '¿enviado',
          'sent ❌',
          '> sent',
          'I have sent the invitation?',
          'va inviato domani',
          'отправим завтра',
        ],
        ...[
          'tem que ser enviado',
          'no enviado',
          'the invitation was sent by another partner',
          'Sam: sent\nAva: not yet',
        ],
      ])
        await sam.say(said);
      assert.equal((await moveOf(chat)).version, before);
    });

    it('when a yes is not what was asked for next, or comes late, then it says nothing any more', async () => {
      for (const between of ['no', 'moves', 'blah blah']) {
        await sam.say('move contoso.com');
        assert.match((await sam.say('yes')).text, /Do you mean/);
        await sam.say(between);
        await sam.say('ok');
        assert.equal((await moveOf(chat)).facts.relationship.invited, null, between);
      }
      await sam.say('move contoso.com');
      await sam.say('yes');
      await chat.house.services.sandbox?.advance(0.1);
      assert.match((await sam.say('yes')).text, /Do you mean/);
    });

    it('when a row of signs is written, then it is answered like any other nonsense', async () => {
      const began = process.cpuUsage();
      for (const sign of ['⁗', '‼', '!', '(', 'ﷺ'])
        assert.match((await sam.say(`${sign.repeat(1999)}a`)).text, /did not understand|too long/);
      const { user } = process.cpuUsage(began);
      assert.ok(user < 5_000_000, `${user} µs`);
    });

    it('when what is kept of a conversation makes no sense any more, then a message is answered like the first one', async () => {
      const { keyValues } = chat.house.store;
      const key = [...(await keyValues.read(['msteams/conversations/a:sam/'])).keys()];
      assert.deepEqual(key, ['msteams/conversations/a:sam/']);
      for (const dialogs of [
        null,
        'x',
        { dialogStack: [null] },
        { dialogStack: [{ id: 'gone', state: {} }] },
        { dialogStack: [{ id: 'country' }] },
      ]) {
        await keyValues.write({ 'msteams/conversations/a:sam/': { data: { dialogs, card: { buttons: 7 } } } });
        for (const said of ['Italy', 'help', 'cancel'])
          assert.doesNotMatch((await sam.say(said)).text, /wrong on our side/);
      }
    });

    it('when the bot asks for a customer or greets in another language, then the answer is taken for that', async () => {
      assert.match((await sam.say('calendar')).text, /customer/i);
      assert.match((await sam.say('Nobody Ltd')).text, /no move for "Nobody Ltd"/);
      assert.match((await sam.say('contoso')).text, /Contoso.ics/);
      const olga = chat.as('Olga');
      assert.match((await olga.say('привет')).text, /по-русски/);
      await olga.say('да');
      assert.match((await olga.say('moves')).text, /переносы/i);
    });

    it('when a country is asked for, then it is understood also after something else was said', async () => {
      await sam.say('move litware.com');
      await sam.say('no idea what you mean');
      assert.match((await sam.say('в Италии')).text, /Step 3 of/);
      await sam.say('move fourthcoffee.com');
      assert.match((await sam.say('USA')).text, /Stopped/);
      assert.match((await sam.say('Италия')).text, /Step 3 of/);
    });

    it('when the client writes what its editor made of it, then a question hears what was meant', async () => {
      await sam.say('move');
      assert.match((await sam.say('Tailspin&nbsp;Toys')).text, /Is it Tailspin Toys \(tailspintoys/);
      assert.match((await sam.say('<at>CSP Move Assistant</at> tailspintoys.com')).text, /Step 2 of/);
      assert.match((await sam.say('United&nbsp;States')).text, /Stopped/);
    });

    it('when a yes is written, then the button that may be meant is named', async () => {
      assert.match((await sam.say('yes')).text, /I have sent the invitation/);
      assert.equal((await moveOf(chat)).facts.relationship.invited, null);
      await sam.say('yes');
      assert.equal((await moveOf(chat)).facts.relationship.invited?.by.name, 'Sam', 'asked once is enough');
    });

    it('when the title of a button is written, then that is pressed, although its words are near to a command', async () => {
      assert.match((await sam.say('language of the texts')).text, /Italiano/);
      assert.match((await sam.say('русский')).text, /Step 3 of/);
      assert.equal((await moveOf(chat)).facts.mailLanguage?.value, 'ru');
    });

    it('when a command is written, then it is a command, and "cancel" records nothing', async () => {
      assert.match((await sam.say('moves')).text, /Open moves/);
      assert.doesNotMatch((await sam.say('cancel')).text, /sent/);
    });

    it('when somebody else was faster, then a word changes nothing and says who it was', async () => {
      const ava = chat.as('Ava');
      await ava.say('move contoso.com');
      await ava.press('I have sent the invitation');
      const { version } = await moveOf(chat);
      assert.match((await sam.say('sent')).text, /Ava/);
      assert.equal((await moveOf(chat)).version, version);
    });

    it('when a word is written in a channel, then it presses nothing of a chat', async () => {
      const before = (await moveOf(chat)).version;
      const inChannel = chat.as('Sam', 'channel');
      assert.doesNotMatch((await inChannel.say('sent')).text, /invitation/);
      await inChannel.say('status contoso.com');
      assert.doesNotMatch((await inChannel.say('open it')).text, /Step 3 of/, 'nor of a card that stands there');
      assert.equal((await moveOf(chat)).version, before);
    });

    it('when the product was started anew meanwhile, then the card is still answered', async () => {
      const dir = await chat.stop();
      chat = await Chat.open(dir);
      await chat.as('Sam').say('sent');
      assert.equal((await moveOf(chat)).facts.relationship.invited?.by.name, 'Sam');
    });
  });

  describe('of a card that sends what is chosen on it', () => {
    before(walkedOnce);
    afterEach(() => chat.close());

    it('when a path is named, then it is taken where one is asked for, and where three are, the card is to be filled in', async () => {
      chat = await Chat.open();
      sam = chat.as('Sam');
      await sam.say('move contoso.com');
      await sam.say('Italy');
      await sam.say('sent');
      await chat.pass(1);
      await sam.say('move contoso.com');
      await sam.say('import from the tenant');
      assert.match(sam.last.text, /Microsoft 365/);
      await sam.press('The list is complete', await answers(chat, { source: 'direct-mosa', autoRenew: 'no' }));
      assert.match(sam.last.text, /Step 6 of/);
      const before = (await moveOf(chat)).version;
      assert.match((await sam.say('next')).text, /Save and go on.*on the card/);
      assert.equal((await moveOf(chat)).version, before);
    });

    it('when an order waits for a yes, then only the button gives it', async () => {
      ({ chat, sam } = await readyToOrder());
      await sam.say('order it');
      assert.match(sam.last.text, /Order 32 seats now/);
      for (const said of ['yes', 'order 32 seats now', 'do it', 'да', 'sì'])
        assert.match((await sam.say(said)).text, /cannot be taken back.*button/, said);
      assert.equal((await moveOf(chat)).facts.provisioning.order, null);
      assert.match((await sam.say('not yet')).text, /Step 8 of/);
    });

    it('when it was ordered elsewhere, then "done" says so', async () => {
      ({ chat, sam } = await readyToOrder());
      assert.match((await sam.say("done, we've ordered it in Partner Center")).text, /Do you mean/);
      await sam.say('yes');
      assert.equal((await moveOf(chat)).facts.provisioning.state, 'reported', sam.last.text);
    });
  });

  describe('of a reminder that came by itself', () => {
    let house: Proactive;
    let count = 0;
    const refsSoFar: ReminderRef[] = [];
    before(async () => {
      house = await Proactive.open();
      for (const { name } of [SAM, AVA]) await house.chat.as(name).say('help');
    });
    after(() => house.chat.close());

    /** A reminder has come, and all earlier ones are settled, but for those that stay. */
    async function reminded(deadline: string | null = null, stay = false) {
      for (const open of stay ? [] : refsSoFar.splice(0))
        await house.chat.as('Sam').execute('reminder.done', { moveId: open.moveId, reminder: open.key });
      count += 1;
      const { move, refs } = await house.move(`Customer${count}`, [{ deadline }]);
      await house.pass(0.01);
      await house.deliverAll();
      house.teams.places();
      const [ref] = refs;
      assert.ok(ref);
      refsSoFar.push(ref);
      const find = async () => {
        const found = await house.services.reminders.find(ref.moveId, ref.key);
        assert.ok(found);
        return found;
      };
      return { move, find, sam: house.chat.as('Sam') };
    }

    for (const said of ['done', 'I did it', 'fatto', 'готово', 'hecho', 'feito'])
      it(`when "${said}" is written, then it is done`, async () => {
        const { find, sam: she } = await reminded();
        await she.say(said);
        assert.equal((await find()).state, 'done', she.last.text);
      });

    for (const [said, days] of [
      ['later tomorrow', 1],
      ['remind me in 3 days', 3],
      ['in 5 days', 5],
      ['напомни через 2 недели', 14],
      ['ricordamelo tra 4 giorni', 4],
      ['recuérdamelo en 6 días', 6],
      ['me lembre amanhã', 1],
    ] as const)
      it(`when "${said}" is written, then it comes again on that day`, async () => {
        const { find, sam: she } = await reminded();
        await she.say(said);
        assert.deepEqual([(await find()).state, (await find()).nextOn], ['snoozed', house.day(days)], she.last.text);
        await she.press('Undo');
      });

    it('when "later" is written, then it is asked until when, and the day that follows is the answer', async () => {
      const { find, sam: she } = await reminded();
      assert.match((await she.say('later')).text, /Which day/);
      assert.equal((await find()).state, 'sent');
      await she.say('in 2 days');
      assert.equal((await find()).nextOn, house.day(2));
    });

    it('when the day is past, too far or after its last day, then it is said or the last day counts', async () => {
      const { find, sam: she } = await reminded(house.day(9));
      assert.match((await she.say('yesterday')).text, /not ahead/);
      assert.match((await she.say('in 3 years')).text, /a year at most/);
      assert.equal((await find()).state, 'sent');
      await she.say('in 30 days');
      assert.equal((await find()).nextOn, house.day(9));
    });

    it('when "mine" is written, then it belongs to who wrote it', async () => {
      const { find, sam: she } = await reminded();
      await she.say("I'll take it");
      assert.equal((await find()).assignee?.id, 'sam');
      await she.say('done');
      assert.equal((await find()).state, 'done');
    });

    it('when several wait, then it is asked which is meant, and the name of its customer says so', async () => {
      const earlier = await reminded();
      const later = await reminded(null, true);
      const states = async () => [(await earlier.find()).state, (await later.find()).state];
      const { moveId, key } = await earlier.find();
      await earlier.sam.execute('reminder.open', { moveId, reminder: key });
      for (const said of ['done', 'in 3 days', 'mine']) {
        const { text } = await earlier.sam.say(said);
        assert.match(text, /more than one thing/);
        for (const { move } of [earlier, later]) assert.ok(text.includes(move.customer.name), text);
      }
      assert.deepEqual(await states(), ['sent', 'sent']);
      await earlier.sam.say(`done for ${earlier.move.customer.name}`);
      assert.deepEqual(await states(), ['done', 'sent']);
      await later.sam.say(`${later.move.customer.name} in 3 days`);
      assert.deepEqual(await states(), ['done', 'snoozed']);
    });

    it('when something else was said since the card of a step, then a word for the step is asked about, by its customer', async () => {
      const { sam: she } = await reminded();
      await she.say('done');
      await she.say('move fourthcoffee.com');
      await she.say('Italy');
      await reminded(null, true);
      assert.match((await she.say('sent')).text, /Do you mean "I have sent the invitation" \(Fourth Coffee\)/);
      const open = await house.services.moveStore.list({ state: 'open', limit: 50 });
      const invited = () =>
        open.items.find(({ customer }) => customer.name === 'Fourth Coffee')?.facts.relationship.invited;
      assert.equal(invited() ?? null, null);
      assert.match((await she.say('sent for Fourth Coffee')).text, /Waiting/);
    });

    it('when a step waits for the same word, then it is asked which is meant, and nothing is done', async () => {
      const { sam: she } = await reminded();
      await she.say('done');
      await she.say('move contoso.com');
      await she.say('Italy');
      const { find, move } = await reminded(null, true);
      const answer = await she.say('done');
      assert.match(answer.text, /more than one thing/);
      assert.match(answer.text, new RegExp(`${move.customer.name}`));
      assert.match(answer.text, /I have sent the invitation.*Contoso/);
      assert.equal((await find()).state, 'sent');
    });
  });
});
