import assert from 'node:assert/strict';
import { forPerson, verbsOn } from '../../cards/for-person.ts';
import { VERBS } from '../../cards/verbs.ts';
import { CardSchema, nodesOf, nodesOfType } from './card-schema.ts';
import { everyExample, reader } from './every-card.ts';

const ALL = new Set<string>(Object.values(VERBS));
const SENTENCE = 'You can look at this.';

describe('a card for somebody who may only look', () => {
  for (const example of everyExample()) {
    it(`when nothing on ${example.name} is for them, then no button and no input is left, and the card is valid`, () => {
      const drawn = example.draw(reader());
      const { card, text } = forPerson(drawn, ALL, SENTENCE);
      assert.deepEqual(nodesOfType(card, 'Action.Execute'), []);
      for (const input of nodesOfType(card, 'Input.')) assert.match(String(input.id), /^copy_/);
      const checked = CardSchema.safeParse(card);
      assert.ok(checked.success, checked.success ? '' : JSON.stringify(checked.error.issues, null, 1));
      const ids = new Set(nodesOf(card).map(({ id }) => id));
      for (const { targetElements } of nodesOfType(card, 'Action.ToggleVisibility'))
        assert.ok(Array.isArray(targetElements) && targetElements.every((id) => ids.has(id)), String(targetElements));
      assert.ok(nodesOfType(card, 'TextBlock').some((node) => node.text === 'You can look at this.'));
      assert.match(String(card.speak), /You can look at this\.$/);
      assert.equal(text, drawn.text);
    });
  }

  it('when some buttons are for them, then these stay with the inputs they send', () => {
    for (const example of everyExample()) {
      const drawn = example.draw(reader());
      const sends = nodesOfType(drawn.card, 'Action.Execute').find((a) => a.associatedInputs === 'auto');
      if (sends === undefined) continue;
      const others = new Set([...verbsOn(drawn)].filter((verb) => verb !== sends.verb));
      const { card } = forPerson(drawn, others, SENTENCE);
      assert.deepEqual([...verbsOn({ card, text: '' })], [sends.verb], example.name);
      assert.equal(nodesOfType(card, 'Input.').length, nodesOfType(drawn.card, 'Input.').length, example.name);
    }
  });
});
