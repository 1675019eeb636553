import assert from 'node:assert/strict';
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
      await sam.say("done, we've ordered it in Partner Center");
      assert.equal((await moveOf(chat)).facts.provisioning.state, 'reported', sam.last.text);
    });
  });

  describe('of a reminder that came by itself', () => {
    let house: Proactive;
    let count = 0;
    before(async () => {
      house = await Proactive.open();
      for (const { name } of [SAM, AVA]) await house.chat.as(name).say('help');
    });
    after(() => house.chat.close());

    async function reminded(deadline: string | null = null) {
      count += 1;
      const { move, refs } = await house.move(`Customer${count}`, [{ deadline }]);
      await house.pass(0.01);
      await house.deliverAll();
      house.teams.places();
      const [ref] = refs;
      assert.ok(ref);
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

    it('when another reminder was looked at since, then that one is meant', async () => {
      const earlier = await reminded();
      const later = await reminded();
      const { moveId, key } = await earlier.find();
      await earlier.sam.execute('reminder.open', { moveId, reminder: key });
      await earlier.sam.say('done');
      assert.deepEqual([(await earlier.find()).state, (await later.find()).state], ['done', 'sent']);
      await later.sam.say('open it');
    });

    it('when a step waits for the same word, then it is asked which is meant, and nothing is done', async () => {
      const she = house.chat.as('Sam');
      await she.say('move contoso.com');
      await she.say('Italy');
      const { find, move } = await reminded();
      const answer = await she.say('done');
      assert.match(answer.text, /more than one thing/);
      assert.match(answer.text, new RegExp(`${move.customer.name}`));
      assert.match(answer.text, /I have sent the invitation.*Contoso/);
      assert.equal((await find()).state, 'sent');
    });
  });
});
