import assert from 'node:assert/strict';
import { originalsOf } from './answers.ts';
import { Chat, type Talker } from './chat.ts';

describe('bad input', () => {
  let chat: Chat;
  let sam: Talker;
  before(async () => {
    chat = await Chat.open();
    sam = chat.as('Sam');
  });
  after(() => chat.close());

  const said: readonly (readonly [what: string, text: string])[] = [
    ['an unknown domain', 'move nowhere-at-all.example'],
    ['half a domain', 'move contoso.'],
    ['300 letters', `move ${'x'.repeat(300)}`],
    ['emoji', 'move 🚚📦'],
    ['right-to-left text', 'move שלום עולם'],
    ['markup of a mention', 'move <at>Contoso</at>'],
    ['a formula', "move '); drop table move;--"],
    ['a null character', 'move Con\u0000toso'],
    ['3,000 letters', 'y'.repeat(3000)],
  ];
  for (const [what, text] of said) {
    it(`when ${what} is typed, then the answer says what to do next`, async () => {
      const answer = await sam.say(text);
      assert.ok(answer.text.length > 20, answer.text);
      assert.doesNotMatch(answer.text, /went wrong/i);
    });
  }

  it('when a tenant id that belongs to nobody is sent, then the question comes back', async () => {
    const answer = await sam.execute('customer.choose', { customer: '11111111-2222-4333-8444-555555555555' });
    assert.match(answer.text, /Which customer/);
  });

  it('when nothing is chosen, then the question comes back', async () => {
    assert.match((await sam.execute('customer.choose', {})).text, /Which customer/);
  });

  for (const [what, verb, data] of [
    ['an unknown verb', 'no.such.verb', {}],
    ['no data', 'region.set-country', undefined],
    ['data of another shape', 'region.set-country', [1, 2, 3]],
    ['a move id that is none', 'move.open', { moveId: 'x' }],
    ['a verb of another kind', 42 as unknown as string, {}],
    ['a verb that is no word at all', { toString: 'x' } as unknown as string, {}],
    ['a verb in a list', ['say.moves'] as unknown as string, {}],
    [
      'a null character in a key',
      'reminder.done',
      { moveId: '11111111-2222-4333-8444-555555555555', reminder: 'a\u0000b' },
    ],
    [
      'half a character in a key',
      'reminder.done',
      { moveId: '11111111-2222-4333-8444-555555555555', reminder: 'a\ud800b' },
    ],
  ] as const) {
    it(`when a button sends ${what}, then it is answered with a sentence and status 200`, async () => {
      const answer = await sam.execute(verb, data);
      assert.equal(answer.invoke?.statusCode, 200);
      assert.ok(answer.text.length > 20);
      assert.doesNotMatch(answer.text, /went wrong/i);
    });
  }

  it('when control characters are sent in a form, then they are gone and what was typed stays', async () => {
    const value = { 'stage_original-end': `\u0007${'\u0001'.repeat(8000)}x\ty` };
    const answer = await sam.execute('settings.save-stages', value);
    assert.equal(answer.invoke?.statusCode, 200);
    assert.doesNotMatch(JSON.stringify(answer), /\\u0001|\\u0007/);
  });

  it('when an original is typed wrong, then every problem is named and nothing typed is lost', async () => {
    await sam.say('move litware.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    await sam.say('move litware.com');
    await sam.press('Add by hand');
    const wrong = {
      offer: 'no such offer',
      seats: '0',
      assignedSeats: '-1',
      endDate: '30.02.2027',
      termStart: '2030-01-01',
      autoRenew: 'maybe',
      source: 'moon',
    };
    await sam.press('Save', wrong);
    for (const part of ['no such offer', '30.02.2027'])
      assert.ok(sam.last.text.includes(part) || JSON.stringify(sam.last.card).includes(part), part);
    assert.equal((await originalsOf(chat)).length, 0);
    const right = {
      offer: 'SPB',
      seats: '18',
      assignedSeats: '17',
      endDate: '2027-01-20',
      autoRenew: 'no',
      source: 'direct-mca',
    };
    await sam.press('Save', right);
    assert.equal((await originalsOf(chat)).length, 1);
  });

  it('when offers are searched, then names, part numbers and slips find them, and nonsense is an empty list', async () => {
    assert.ok((await sam.search('offers', 'bussines premium')).some((r) => r.title.includes('Business Premium')));
    assert.equal((await sam.search('offers', 'ENTERPRISEPACK'))[0]?.value, '6fd2c87f-b296-42f0-b197-1e91e994b900');
    assert.deepEqual(await sam.search('nothing', 'x'), []);
    assert.deepEqual(await sam.search('people', 'a\u0000b'), []);
    assert.deepEqual(await sam.search('customers', '🚚'), []);
  });
});
