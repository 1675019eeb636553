import assert from 'node:assert/strict';
import { isCustomer, MeantData } from '../../dialogs/did-you-mean.ts';
import { Chat } from './chat.ts';

describe('understanding in the chat', () => {
  let chat: Chat;
  before(async () => {
    chat = await Chat.open();
  });
  after(() => chat.close());

  it('when a move is asked for in the middle of a sentence of any language, then it is opened', async () => {
    const anna = chat.as('Anna');
    assert.match((await anna.say('can we move contoso.com next?')).text, /Contoso/);
    assert.match((await anna.say('per favore sposta northwindtraders.com')).text, /Northwind Traders/);
    assert.match((await anna.say('пожалуйста, перенеси adatum.com')).text, /Adatum/);
    assert.match((await anna.say('por favor, mostre o status da Contoso')).text, /Contoso/);
  });

  it('when a message has two meanings, then they are asked for, and a button carries one out', async () => {
    const ben = chat.as('Ben');
    const question = await ben.say('Move Logistics status');
    assert.match(question.text, /What did you mean\?/);
    assert.deepEqual([...question.actions.keys()].slice(0, 2), [
      'Move Logistics status',
      'Where the move of Move Logistics stands',
    ]);
    const pressed = await ben.press('Where the move of Move Logistics stands');
    assert.match(pressed.text, /no move for "Move Logistics"/);
  });

  it('when the question is answered by typing, then number, words, no and anything else all do what they say', async () => {
    const cleo = chat.as('Cleo');
    await cleo.say('Move Logistics status');
    assert.match((await cleo.say('2')).text, /no move for "Move Logistics"/);
    await cleo.say('Move Logistics status');
    assert.match((await cleo.say('no')).text, /Dropped/);
    await cleo.say('помщь');
    assert.match((await cleo.say('да')).text, /What you can say|help/i);
    await cleo.say('Move Logistics status');
    assert.match((await cleo.say('something else entirely')).text, /something else entirely/);
    await cleo.say('Move Logistics status');
    assert.doesNotMatch((await cleo.say('moves')).text, /What did you mean/);
  });

  it('when a name is exactly that of a customer, then it is known as one, and a part of it is not', async () => {
    const { services } = chat.house;
    assert.equal(await isCustomer(services, 'alpine ski house'), true);
    assert.equal(await isCustomer(services, 'Alpine'), false);
    assert.equal(await isCustomer(services, ''), false);
  });

  it('when a button carries something that cannot be typed, then it is refused', () => {
    assert.equal(MeantData.safeParse({ kind: 'drop-table', value: '' }).success, false);
    assert.equal(MeantData.safeParse({ kind: 'move', value: 'x'.repeat(300) }).success, false);
    assert.deepEqual(MeantData.parse({ kind: 'fast-forward', value: '99999' }), { kind: 'fast-forward', days: null });
  });

  it('when the form of an original is open, then a date, a number, a yes and a product typed fill it in', async () => {
    const emil = chat.as('Emil');
    await emil.say('move litware.com');
    await emil.press('Save the country', { country: 'in Italia' });
    await emil.press('I have sent the invitation');
    await chat.pass(1);
    await emil.say('sposta litware.com');
    await emil.press('Add by hand');
    const value = (card: unknown, id: string) =>
      new RegExp(`"id":"${id}"[^}]*?"value":"?([^",}]+)`).exec(JSON.stringify(card))?.[1];
    assert.equal(value((await emil.say('31 dicembre 2027')).card, 'endDate'), '2027-12-31');
    assert.equal(value((await emil.say('venti licenze')).card, 'seats'), '20');
    assert.equal(value((await emil.say('non lo so')).card, 'autoRenew'), 'unknown');
    assert.match(
      (await emil.say('03/04/2027')).text,
      /can be two days: .*4 March 2027.*3 April 2027|March 4, 2027.*April 3, 2027/,
    );
    assert.match(JSON.stringify((await emil.say('Visio Plan 2')).card), /Visio/);
  });

  it('when time is to pass until a date, then the days until then do', async () => {
    const fred = chat.as('Fred');
    const before = chat.house.services.clock.now();
    const target = before
      .add({ hours: 24 * 20 })
      .toZonedDateTimeISO('UTC')
      .toPlainDate();
    await fred.say(`fast-forward to ${target.toString()}`);
    const passed = chat.house.services.clock.now().since(before).total('hours') / 24;
    assert.ok(passed > 17 && passed < 22, `${passed} days`);
  });
});
