import assert from 'node:assert/strict';
import { ACTIONS } from '../../bot/actions/index.ts';
import { VERBS } from '../../cards/verbs.ts';
import { nodesOf, nodesOfType } from '../cards/card-schema.ts';
import { everyExample, reader } from '../cards/every-card.ts';
import { Chat } from './chat.ts';

describe('a button in a client without Universal Actions', () => {
  for (const example of everyExample()) {
    it(`when a button of ${example.name} is submitted, then the same action gets the same data`, () => {
      for (const { verb, data, fallback, title } of nodesOfType(example.draw(reader()).card, 'Action.Execute')) {
        const [submit] = nodesOf(fallback);
        const { verb: named, ...sent } = Object(submit?.data);
        assert.equal(submit?.type, 'Action.Submit', String(title));
        assert.equal(submit?.title, title);
        assert.deepEqual([named, sent], [verb, data], String(title));
        assert.ok(ACTIONS.has(String(named)), String(named));
      }
    });
  }

  it('when each action is looked up, then every verb but the one that only looks has one', () => {
    const without = Object.values(VERBS).filter((verb) => !ACTIONS.has(verb));
    assert.deepEqual(without, [VERBS.view]);
  });

  it('when a button is pressed and when it is submitted, then what is shown is the same', async () => {
    const chat = await Chat.open();
    const sam = chat.as('Sam');
    const { actions } = await sam.say('move contoso.com');
    for (const { verb, data } of actions.values()) {
      if (verb === VERBS.setCountry) continue;
      const pressed = await sam.execute(verb, data, 'card-1');
      const submitted = await sam.send({ type: 'message', value: { ...data, verb }, replyToId: 'card-1' });
      assert.deepEqual(submitted.card, pressed.card, verb);
    }
    await chat.close();
  });
});
