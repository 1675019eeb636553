import assert from 'node:assert/strict';
import { Chat } from './chat.ts';

describe('a move that is named otherwise than it is written', () => {
  let chat: Chat;
  before(async () => {
    chat = await Chat.open();
    await chat.as('Sam').say('move northwindtraders.com');
    await chat.as('Sam').say('move contoso.com');
  });
  after(() => chat.close());

  for (const [said, customer] of [
    ['move northwind', 'Northwind Traders'],
    ['перенести контосо', 'Contoso'],
    ['статус контосо', 'Contoso'],
    ['напоминания контосо', 'Contoso'],
    ['почему нет напоминания контосо', 'Contoso'],
  ] as const) {
    it(`when "${said}" is said, then it is about ${customer}`, async () => {
      const { text } = await chat.as('Sam').say(said);
      assert.match(text, new RegExp(`^(SANDBOX[^\n]*\n)?${customer}`));
    });
  }

  it('when somebody else says half a name that only sounds so, then their own customers are none of mine', async () => {
    assert.match((await chat.as('Ava').say('статус контосо')).text, /There is no move for/);
  });
});
