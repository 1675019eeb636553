import assert from 'node:assert/strict';
import { Chat, type Talker } from './chat.ts';

describe('a button of an older card', () => {
  let chat: Chat;
  let sam: Talker;
  let old: Talker['last'];
  beforeEach(async () => {
    chat = await Chat.open();
    sam = chat.as('Sam');
    old = await sam.say('move contoso.com');
    await sam.press('Save the country', { country: 'Italy' });
  });
  afterEach(() => chat.close());

  const version = async () => (await chat.house.services.moveStore.list({ state: 'open', limit: 1 })).items[0]?.version;

  it('when it is pressed twice, then the second time shows the present card, says who went on, and changes nothing', async () => {
    const before = await version();
    await sam.press('Save the country', { country: 'Spain' }, old);
    assert.match(sam.last.text, /Step 3 of/);
    assert.match(sam.last.text, /Sam/);
    assert.equal(await version(), before);
  });

  it('when somebody else presses it, then they see the present card', async () => {
    const ava = chat.as('Ava');
    await ava.press('Save the country', { country: 'France' }, old);
    assert.match(ava.last.text, /Step 3 of/);
  });

  it('when two people press the same button at once, then one is carried out and the other sees the outcome', async () => {
    const before = await version();
    const card = sam.last;
    const [one, other] = await Promise.all([
      chat.as('Sam').press('I have sent the invitation', {}, card),
      chat.as('Ava').press('I have sent the invitation', {}, card),
    ]);
    assert.equal(await version(), (before ?? 0) + 1);
    for (const answer of [one, other]) assert.match(answer.text, /Waiting/);
  });

  it('when the client only knows Action.Submit, then the same handler answers and the card is replaced', async () => {
    const { verb, data } = sam.last.actions.get('I have sent the invitation') ?? { verb: '', data: {} };
    const answer = await sam.send({ type: 'message', value: { ...data, verb }, replyToId: 'card-1' });
    assert.match(answer.text, /Waiting/);
    assert.equal(answer.invoke, null);
  });

  it('when the move is not there any more, then that is said', async () => {
    const answer = await sam.execute('move.open', { moveId: '00000000-0000-4000-8000-00000000dead', version: 1 });
    assert.equal(answer.invoke?.statusCode, 200);
    assert.match(answer.text, /move/i);
  });
});
