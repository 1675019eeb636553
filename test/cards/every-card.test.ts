import assert from 'node:assert/strict';
import { whenMissing } from '../../cards/language.ts';
import { LARGEST_CARD, sizeOf } from '../../cards/room.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { DrawnCard } from '../../cards/view.ts';
import type { Move } from '../../services/moves/move.ts';
import { anOriginal } from '../builders.ts';
import { CardSchema, nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { everyExample, reader } from './every-card.ts';

const EXAMPLES = everyExample();

/** A customer with as many subscriptions as a tenant can hold, all with the longest names. */
function crowded(move: Move): Move {
  const long = (text: string) => `${text} ${'Грüße & ünïcödé **名前** '.repeat(20)}`.slice(0, 300);
  const { originals } = move.facts;
  const first = originals[0] ?? anOriginal();
  const many =
    originals.length === 0
      ? []
      : Array.from({ length: 300 }, (_, i) => ({
          ...first,
          id: `5b0d3a5e-6f9b-4c2e-8f4f-${String(i).padStart(12, '0')}`,
          name: long(`Offer ${i}`),
          target: first.target === null ? null : { ...first.target, name: long(`Target ${i}`) },
        }));
  return {
    ...move,
    customer: { ...move.customer, name: long('Customer') },
    openedBy: { ...move.openedBy, name: long('Person') },
    facts: { ...move.facts, originals: many },
  };
}

describe('every card', () => {
  let missing: string[] = [];
  beforeEach(() => {
    missing = [];
    whenMissing((what) => missing.push(what));
  });
  afterEach(() => whenMissing(() => {}));

  for (const example of EXAMPLES) {
    describe(example.name, () => {
      let drawn: DrawnCard;
      beforeEach(() => {
        drawn = example.draw(reader({ sandbox: true }));
      });

      it('when drawn, then it is a valid Adaptive Card 1.5 with words beside it', () => {
        const checked = CardSchema.safeParse(drawn.card);
        assert.ok(checked.success, checked.success ? '' : JSON.stringify(checked.error.issues, null, 1));
        assert.notEqual(drawn.text.trim(), '');
      });

      it('when drawn, then no sentence is missing and no key, code or template is shown', () => {
        assert.deepEqual(missing, []);
        for (const word of [...wordsOf(drawn.card), drawn.text]) {
          assert.doesNotMatch(word, /\{\{|\}\}|\$\{|undefined|\bnull\b|NaN|\[object/, word);
          assert.doesNotMatch(
            word,
            /\b(?:verdict|error|notice|step|status|reminder|news|button|word|deadline|digest|weekly|assistant|settings|stage|anchor|silence|undelivered|delivery)\.[a-z]/,
            word,
          );
        }
      });

      it('when drawn, then it stays below the size Teams takes', () => {
        assert.ok(sizeOf(drawn.card) < LARGEST_CARD, `${sizeOf(drawn.card)} bytes`);
      });

      it('when drawn, then it has at most six buttons and at most one that stands out', () => {
        const sets = nodesOfType(drawn.card, 'ActionSet').flatMap((set) => nodesOf(set.actions));
        const buttons = sets.filter((n) => n.type === 'Action.Execute' || n.type === 'Action.ToggleVisibility');
        assert.ok(buttons.length <= 6, buttons.map((b) => b.title).join(', '));
        assert.ok(buttons.filter((b) => b.style === 'positive').length <= 1);
      });

      it('when a client cannot run a verb, then the same button submits the same data and the verb', () => {
        const known = new Set<unknown>(Object.values(VERBS));
        for (const action of nodesOfType(drawn.card, 'Action.Execute')) {
          const { data, fallback, verb, title } = action;
          assert.ok(known.has(verb), String(verb));
          const submit = nodesOf(fallback)[0];
          assert.deepEqual(submit?.data, { ...nodesOf(data)[0], verb }, String(title));
          assert.equal(submit?.associatedInputs, action.associatedInputs);
        }
      });

      it('when a button unfolds something, then that is on the card', () => {
        const ids = new Set(nodesOf(drawn.card).map((node) => node.id));
        for (const { targetElements } of nodesOfType(drawn.card, 'Action.ToggleVisibility')) {
          assert.ok(Array.isArray(targetElements) && targetElements.every((id) => ids.has(id)), String(targetElements));
        }
      });

      it('when it is read aloud, then it begins with its heading, and every chart is told in numbers', () => {
        const speak = String(drawn.card.speak);
        const [heading] = nodesOfType(drawn.card, 'TextBlock').filter((node) => node.style === 'heading');
        assert.ok(
          heading !== undefined && speak.startsWith(String(heading.text).replaceAll('\\', '').slice(0, 20)),
          speak,
        );
        for (const chart of nodesOfType(drawn.card, 'Chart.')) {
          assert.ok(speak.includes(String(chart.title)), speak);
          for (const { x: label, y: count } of nodesOf(chart.data)) {
            if (count === 0) continue;
            assert.ok(speak.includes(`${label}: ${count}`), `${label}: ${count} is not in ${speak}`);
          }
        }
      });

      it('when it has inputs, then each has a label of its own id, and required ones say what is missing', () => {
        const inputs = nodesOfType(drawn.card, 'Input.');
        const ids = inputs.map((i) => i.id);
        assert.deepEqual(ids, [...new Set(ids)]);
        for (const i of inputs) assert.equal(i.isRequired === true, typeof i.errorMessage === 'string', String(i.id));
      });

      it('when a choice is preselected, then it is one of the choices', () => {
        for (const set of nodesOfType(drawn.card, 'Input.ChoiceSet')) {
          if (set.value === undefined || set.style === 'filtered') continue;
          const values = set.isMultiSelect === true ? String(set.value).split(',') : [set.value];
          for (const value of values) {
            assert.ok(
              nodesOf(set.choices).some((c) => c.value === value),
              `${set.id}: ${value}`,
            );
          }
        }
      });
    });
  }

  for (const [i, example] of everyExample(crowded).entries()) {
    it(`when a customer has 300 subscriptions with 300-character names, then ${example.name} is still small enough (${i})`, () => {
      const { card } = example.draw(reader({ sandbox: true, locale: 'ru-RU' }));
      assert.ok(sizeOf(card) < LARGEST_CARD, `${sizeOf(card)} bytes`);
      const checked = CardSchema.safeParse(card);
      assert.ok(checked.success, checked.success ? '' : JSON.stringify(checked.error.issues, null, 1));
    });
  }
});
