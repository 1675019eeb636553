import assert from 'node:assert/strict';
import { lineId } from '../../services/reminders/line-id.ts';
import type { Answer } from './chat.ts';
import { AVA, CHANNEL, cardOf, Proactive, SAM } from './proactive.ts';
import { wordsOf } from './teams.ts';

const DONE = 'Done';
const TAKE = 'I take them';

describe('several reminders of a message answered at once', () => {
  let house: Proactive;
  let count = 0;
  before(async () => {
    house = await Proactive.open();
    for (const name of ['Sam', 'Ava']) await house.chat.as(name).say('help');
    await house.chat.as('Ava', 'channel').say('remind here');
  });
  after(() => house.chat.close());

  /** A digest of three customers in Sam's chat and in the channel. */
  async function digest() {
    const moves = [];
    for (let i = 0; i < 3; i++) {
      count += 1;
      moves.push(await house.move(`Customer${count}`, [{ stage: -30 }, { stage: -14, dueOn: house.day(10) }]));
    }
    await house.pass(0);
    await house.deliverAll();
    house.teams.delivered.splice(0);
    house.teams.updated.splice(0);
    const name = `Customer${count}`;
    const card = (place: string) => cardOf(house.teams.in(place).findLast((d) => wordsOf(d).includes(name)));
    const refs = moves.flatMap(({ refs: [ref] }) => (ref === undefined ? [] : [ref]));
    const found = async () => Promise.all(refs.map(({ moveId, key }) => house.services.reminders.find(moveId, key)));
    const states = async () => (await found()).map((reminder) => reminder?.state);
    const assignees = async () => (await found()).map((reminder) => reminder?.assignee?.id ?? null);
    return { refs, card, found, states, assignees };
  }
  /** What is offered: all at once, then each. */
  const offered = ({ card }: Answer): readonly string[] => {
    const choices: string[] = [];
    JSON.stringify(card, (_, node) => {
      if (node?.id === 'chosen') choices.push(...node.choices.map(({ value }: { value: string }) => value));
      return node;
    });
    return choices;
  };
  const sam = () => house.chat.as('Sam');
  const ava = () => house.chat.as('Ava', 'channel');
  const redrawn = async () => {
    await house.deliverAll();
    return house.teams.updated
      .splice(0)
      .map((d) => d.conversationId)
      .sort();
  };

  it('when some are ticked as done, then these are, the card says so, and the other cards are drawn anew', async () => {
    const { card, states } = await digest();
    const [, first, , third] = offered(card('a:sam'));
    const answer = await sam().press(DONE, { chosen: `${first},${third}` }, card('a:sam'));
    assert.deepEqual((await states()).toSorted(), ['done', 'done', 'sent']);
    assert.match(answer.text, /2 reminders are marked as done/);
    assert.match(answer.text, /done, says Sam/);
    assert.deepEqual(await redrawn(), [CHANNEL]);
    assert.match(wordsOf(house.teams.in(CHANNEL).at(-1)), /done, says Sam/);
  });

  it('when somebody takes all of them in the channel, then they are on all, and every card says so', async () => {
    const { card, assignees } = await digest();
    const [all] = offered(card(CHANNEL));
    const answer = await ava().press(TAKE, { chosen: String(all) }, card(CHANNEL));
    assert.deepEqual(await assignees(), [AVA.id, AVA.id, AVA.id]);
    assert.match(answer.text, /3 reminders are yours/);
    assert.deepEqual(await redrawn(), [CHANNEL, 'a:sam']);
    const again = await ava().press(TAKE, { chosen: String(all) }, card(CHANNEL));
    assert.match(again.text, /3 reminders are yours/);
    assert.deepEqual(await redrawn(), [], 'pressed again, nothing happens');
  });

  it('when somebody was first with one, then it says who and when, and the others are done', async () => {
    const { refs, card, found } = await digest();
    const [all] = offered(card('a:sam'));
    const old = card('a:sam');
    const [ref] = refs;
    await ava().execute('reminder.done', { moveId: ref?.moveId, reminder: ref?.key });
    const answer = await sam().press(DONE, { chosen: String(all) }, old);
    assert.match(answer.text, /2 reminders are marked as done/);
    assert.match(answer.text, /Settled before you chose/);
    assert.match(answer.text, /done, says Ava \(\d+ \w+ \d{4}\)|done, says Ava \(\w+ \d+, \d{4}\)/);
    assert.deepEqual(
      (await found()).map((reminder) => reminder?.acted?.by.id),
      [AVA.id, SAM.id, SAM.id],
    );
    const none = await sam().press(DONE, { chosen: String(all) }, old);
    assert.match(none.text, /Nothing was left to mark as done/);
    await redrawn();
  });

  it('when stages of one date came due together, then only the last of them can be chosen, and it counts once', async () => {
    count += 1;
    const dates = [
      { stage: -30, dueOn: house.day(-16) },
      { stage: -14, dueOn: house.day(0) },
    ];
    const { refs } = await house.move(`Customer${count}`, dates);
    await house.move(`Other${count}`);
    await house.pass(0);
    await house.deliverAll();
    const name = `Customer${count}`;
    const card = cardOf(house.teams.in('a:sam').findLast((d) => wordsOf(d).includes(name)));
    const found = await house.services.reminders.findAll(refs);
    const ids = found.toSorted((a, b) => a.stage - b.stage).map(lineId);
    const [earlier, last] = ids;
    const before = await house.states(refs);
    const none = await sam().press(DONE, { chosen: String(earlier) }, card);
    assert.equal(none.text, 'Choose at least one line, please.');
    assert.deepEqual(await house.states(refs), before);
    const both = await sam().press(DONE, { chosen: `${earlier},${last}` }, card);
    assert.match(both.text, /1 reminder is marked as done/);
    assert.doesNotMatch(both.text, /Settled before you chose/);
    await redrawn();
  });

  it('when nothing was ticked, then that is said and nothing changes', async () => {
    const { card, states } = await digest();
    for (const inputs of [{}, { chosen: '' }, { chosen: ' , ' }])
      assert.match((await sam().press(DONE, inputs, card('a:sam'))).text, /Choose at least one line/);
    assert.deepEqual(await states(), ['sent', 'sent', 'sent']);
  });

  it('when what comes was not written by that card, then nothing outside of its message is touched', async () => {
    const one = await digest();
    const other = await digest();
    const [theirs] = offered(other.card('a:sam'));
    const { data } = one.card('a:sam').actions.get(DONE) ?? { data: {} };
    const press = (given: unknown, who = sam()) => who.execute('reminders.done', given);
    assert.match((await press({ ...data, chosen: theirs })).text, /Choose at least one line/);
    const [first] = other.refs;
    assert.match((await press({ ...data, chosen: first?.key })).text, /Choose at least one line/);
    const [mine] = offered(one.card('a:sam'));
    // The message stands in Sam's chat, and nobody else was told of it there.
    await press({ ...data, chosen: mine }, house.chat.as('Ava'));
    for (const wrong of [
      null,
      {},
      { chosen: mine },
      { ...data, message: 'none', chosen: mine },
      { ...data, chosen: [mine] },
    ])
      await press(wrong);
    await press({ ...data, chosen: 'x'.repeat(10_001) });
    for (const { states } of [one, other]) assert.deepEqual(await states(), ['sent', 'sent', 'sent']);
    await press({ ...data, chosen: `${mine},${theirs}` });
    assert.deepEqual(await one.states(), ['done', 'done', 'done']);
    assert.deepEqual(await other.states(), ['sent', 'sent', 'sent']);
  });
});
