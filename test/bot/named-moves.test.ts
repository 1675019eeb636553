import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import { aMove, anEntry, ben, changed, closedBy, effects } from '../store/builders.ts';
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

describe('a customer whose name could be a command', () => {
  let chat: Chat;
  before(async () => {
    chat = await Chat.open();
  });
  after(() => chat.close());

  it('when there is a move of that name, then it is told where it stands, and nothing is asked', async () => {
    const sam = chat.as('Sam');
    assert.match((await sam.say('Move Logistics status')).text, /What did you mean\?/);
    const move = aMove({ name: 'Move Logistics Status', domain: 'logistics.example' });
    await chat.house.services.moveStore.create(move, anEntry(move), effects());
    const { text } = await chat.as('Ava').say('Move Logistics status');
    assert.match(text, /Move Logistics Status/);
    assert.doesNotMatch(text, /What did you mean/);
  });
});

describe('several moves of one name', () => {
  let chat: Chat;
  const create = async (move: Move) => {
    await chat.house.services.moveStore.create(move, anEntry(move), effects());
    return move;
  };
  const close = async (move: Move) => {
    const closed = changed(move, closedBy(ben));
    await chat.house.services.moveStore.save(closed, move.version, anEntry(closed), effects());
  };
  before(async () => {
    chat = await Chat.open();
    const sam = chat.as('Sam');
    await sam.say('move contoso.com');
    await create(aMove({ name: 'CONTOSO', domain: 'contoso.example' }));
    for (let i = 0; i < 25; i++) await create(aMove({ name: `Contoso ${i}`, domain: `c${i}.example` }));
    await close(await create(aMove({ name: 'Fabrikam', domain: 'fabrikam.example' })));
    await close(await create(aMove({ name: 'Fabrikam Italia', domain: 'fabrikam.it' })));
  });
  after(() => chat.close());

  for (const command of ['status', 'reminders', 'export', 'calendar', 'why no reminder']) {
    it(`when "${command}" is said of a name that two customers bear, then both are offered with their domains, and nobody else`, async () => {
      const { text, actions } = await chat.as('Sam').say(`${command} contoso`);
      assert.match(text, /2 moves fit "contoso"\. Choose one, or write its domain/);
      assert.match(text, /contoso\.com · /);
      assert.match(text, /contoso\.example · /);
      assert.deepEqual(
        [...actions].filter(([, { verb }]) => verb === 'move.open').map(([title]) => title),
        ['Open the move of CONTOSO (contoso.example)', 'Open the move of Contoso (contoso.com)'],
      );
    });

    it(`when "${command}" is said of a whole name where all that fit are closed, then it is about that one`, async () => {
      const { text } = await chat.as('Sam').say(`${command} fabrikam`);
      assert.match(text, /Fabrikam/);
      assert.doesNotMatch(text, /Italia|Which move/);
    });
  }

  it('when one of them is named by its domain, then it is meant', async () => {
    const { text } = await chat.as('Sam').say('status contoso.com');
    assert.match(text, /^(SANDBOX[^\n]*\n)?Contoso\n/);
  });

  it('when a move is to be begun or gone on with, then both are offered with their domains, and the domain opens the right one', async () => {
    const sam = chat.as('Sam');
    const { text } = await sam.say('move contoso');
    assert.match(text, /2 customers could be meant by "contoso"/);
    assert.match(text, /CONTOSO \(contoso\.example\)/);
    assert.match(text, /Contoso \(contoso\.com\)/);
    assert.doesNotMatch(text, /Contoso 1/);
    assert.match((await sam.say('contoso.example')).text, /CONTOSO/);
  });
});
