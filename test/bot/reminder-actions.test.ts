import assert from 'node:assert/strict';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { AVA, cardOf, Proactive, SAM } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('the buttons of a reminder', () => {
  let house: Proactive;
  let count = 0;
  before(async () => {
    house = await Proactive.open();
    for (const name of ['Sam', 'Ava', 'Max', 'Maxine', 'Lea']) await house.chat.as(name).say('help');
    const kims = ['Kim', 'Kimberly'].map((name, n) => ({ id: `k${n}`, name }));
    await house.services.people.seen(kims, house.services.clock.now());
    // Lea has taken the assistant out of her chat.
    await house.services.conversations.remove('a:lea');
  });
  after(() => house.chat.close());

  /** A reminder that Sam has got, and what he can press. */
  async function sent(stages: readonly Partial<PlannedReminder>[] = [{}]) {
    count += 1;
    const { move, refs } = await house.move(`Customer${count}`, stages);
    await house.pass(0);
    await house.deliverAll();
    house.teams.places();
    const [ref] = refs;
    assert.ok(ref);
    const data = { moveId: ref.moveId, reminder: ref.key };
    const find = async () => {
      const found = await house.services.reminders.find(ref.moveId, ref.key);
      assert.ok(found);
      return found;
    };
    const press = (verb: string, inputs: Readonly<Record<string, unknown>> = {}, who = 'Sam') =>
      house.chat.as(who).execute(`reminder.${verb}`, { ...data, ...inputs });
    const card = () => cardOf(house.teams.in('a:sam').findLast((d) => wordsOf(d).includes(move.customer.name)));
    return { move, refs, data, find, press, card };
  }

  describe('when it is put off', () => {
    for (const days of ['1', '3', '7'] as const) {
      it(`then for ${days} days it comes back in the morning of that day, and not before`, async () => {
        const { find, press, card } = await sent();
        const day = house.day(Number(days));
        assert.match((await house.chat.as('Sam').press('Put it off', { days }, card())).text, /Put off until/);
        assert.deepEqual([(await find()).state, (await find()).nextOn], ['snoozed', day]);
        await house.pass(Number(days) - 0.2);
        assert.equal((await find()).state, 'snoozed', '07:12 is too early');
        await house.pass(0.2);
        await house.deliverAll();
        assert.deepEqual(house.teams.places(), ['a:sam']);
        assert.equal((await find()).state, 'sent');
        await press('done');
      });
    }

    it('then also when that is said late at night', async () => {
      const { find, press } = await sent();
      await house.until('23:30');
      const day = house.day(3);
      await press('snooze', { days: '3' });
      assert.equal((await find()).nextOn, day);
      await press('done');
      await house.until('12:00');
    });

    it('then until the next stage it comes with that one, as one message', async () => {
      const { refs, find, card } = await sent([{ stage: -30 }, { stage: -26, dueOn: house.day(4) }]);
      await house.chat.as('Sam').press('Put it off', { days: 'stage' }, card());
      assert.equal((await find()).nextOn, house.day(4));
      await house.pass(3.5);
      assert.deepEqual(await house.waiting().then((m) => m.filter(({ kind }) => kind === 'reminders')), []);
      await house.pass(0.5);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), ['a:sam']);
      assert.deepEqual(await house.states(refs), ['sent', 'sent']);
    });

    it('then never past its last day, whatever an older card offered', async () => {
      const { find, press } = await sent([{ deadline: house.day(2) }]);
      await press('snooze', { days: '7' });
      assert.equal((await find()).nextOn, house.day(2));
    });

    it('then on its last day a sentence says that this is not possible, and it stays as it is', async () => {
      const { find, press, card } = await sent([{ deadline: house.day(0) }]);
      assert.ok(card().actions.has('Done') && !card().actions.has('Put it off'), 'the card does not offer it');
      assert.match((await press('snooze', { days: '1' })).text, /cannot be put off any more/);
      assert.equal((await find()).state, 'sent');
    });

    it('then without a last day it takes the days it is told, and without a next stage as many as it offers', async () => {
      const { find, press } = await sent([{ deadline: null }]);
      await press('snooze', { days: '7' });
      assert.equal((await find()).nextOn, house.day(7));
      const other = await sent();
      await other.press('snooze', { days: 'stage' });
      assert.equal((await other.find()).nextOn, house.day(7), 'and not until its last day');
    });

    it('then the button of an older card works, which sent a number of days', async () => {
      const { move, find, press } = await sent();
      const answer = await press('snooze', { days: 1, version: move.version });
      assert.match(answer.text, /Put off until/);
      assert.equal((await find()).nextOn, house.day(1));
    });

    it('then one that is done says so instead', async () => {
      const { find, press } = await sent();
      await press('done', {}, 'Ava');
      assert.match((await press('snooze', { days: '1' })).text, /Done, says Ava/);
      assert.equal((await find()).state, 'done');
    });
  });

  describe('when it is done', () => {
    it('then the second who says so sees who was first', async () => {
      const { find, press } = await sent();
      assert.match((await press('done')).text, /Done, says Sam/);
      assert.match((await press('done', {}, 'Ava')).text, /Done, says Sam/);
      assert.deepEqual((await find()).acted?.by, SAM);
    });
  });

  describe('when it is given to somebody', () => {
    for (const [how, person, who] of [
      ['to oneself', 'me', SAM],
      ['by a choice', 'ava', AVA],
      ['by an id in other letters', 'AVA', AVA],
      ['by a typed name', ' ava ', AVA],
      ['by a part of a name', 'maxi', { id: 'maxine', name: 'Maxine' }],
    ] as const) {
      it(`then ${how} the card says who is on it`, async () => {
        const { find, card } = await sent();
        const answer = await house.chat.as('Sam').press('Give it to this person', { person }, card());
        assert.match(answer.text, new RegExp(`${who.name} is on it`));
        assert.deepEqual([(await find()).assignee, (await find()).state], [who, 'sent']);
        await house.deliverAll();
        assert.deepEqual(house.teams.places(), who.id === 'sam' ? [] : [`a:${who.id}`]);
      });
    }

    it('then by a name that begins another one it is who is called exactly that', async () => {
      const { find, press } = await sent();
      await press('assign', { person: 'kim' });
      assert.equal((await find()).assignee?.id, 'k0');
    });

    for (const [how, person, said] of [
      ['nobody was chosen', '', /Please choose who takes it/],
      ['a blank was typed', '   ', /Please choose who takes it/],
      ['nobody is called so', 'Nemo', /I do not know this person/],
      ['several are called so', 'ma', /there are several of that name/],
      ['a search is typed', '%', /I do not know this person/],
    ] as const) {
      it(`and ${how}, then that is said and nobody is on it`, async () => {
        const { find, press } = await sent();
        assert.match((await press('assign', { person })).text, said);
        assert.equal((await find()).assignee, null);
      });
    }

    it('and the input is left out, as clients do with an empty one, then that is said', async () => {
      const { press } = await sent();
      assert.match((await press('assign')).text, /Please choose who takes it/);
    });

    it('and that person has no chat with the bot, then who asks is told, and reminders come to the opener', async () => {
      const { find, press } = await sent([{ stage: -30 }, { stage: -29, dueOn: house.day(1) }]);
      assert.match((await press('assign', { person: 'lea' })).text, /Lea has no chat with me yet/);
      assert.equal((await find()).assignee?.id, 'lea');
      await house.pass(1);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), ['a:sam']);
    });

    it('and somebody has just done it, then it stays theirs', async () => {
      const { find, press } = await sent();
      await press('done', {}, 'Ava');
      assert.match((await press('assign', { person: 'me' })).text, /Done, says Ava/);
      assert.deepEqual([(await find()).acted?.by, (await find()).assignee], [AVA, null]);
    });
  });

  describe('when it is taken back', () => {
    for (const [act, inputs, state] of [
      ['done', {}, 'done'],
      ['snooze', { days: '3' }, 'snoozed'],
      ['assign', { person: 'me' }, 'sent'],
    ] as const) {
      it(`then within a minute ${act} has not happened`, async () => {
        const { find, press } = await sent();
        const before = await find();
        const answer = await press(act, inputs);
        assert.equal((await find()).state, state);
        assert.ok(answer.actions.has('Undo') || answer.text.includes('Undo'));
        const after = await press('undo');
        assert.ok(after.actions.has('Done'));
        assert.doesNotMatch(after.text, /one minute only/);
        assert.deepEqual(await find(), before);
      });
    }

    it('then after a minute it stays, and the card says why', async () => {
      const { find, press } = await sent();
      await press('done');
      await house.services.sandbox?.advance(61 / 86_400);
      const answer = await press('undo');
      assert.match(answer.text, /taken back for one minute only.*Done, says Sam/s);
      assert.ok(!answer.actions.has('Undo'));
      assert.equal((await find()).state, 'done');
    });

    it('then where nothing was done nothing happens', async () => {
      const { find, press } = await sent();
      assert.match((await press('undo')).text, /one minute only/);
      assert.equal((await find()).state, 'sent');
    });
  });

  it('when it is opened from a list, then its card comes below and the list stays', async () => {
    const { move } = await sent();
    const sam = house.chat.as('Sam');
    const list = await sam.say(`reminders ${move.customer.name}`);
    const answer = await sam.press(`Open the reminder of ${move.customer.name}`, {}, list);
    assert.deepEqual(
      [answer.invoke?.type, answer.invoke?.value],
      ['application/vnd.microsoft.activity.message', 'It stands below.'],
    );
    assert.ok(answer.actions.has('Done'), 'a message of its own');
    const { verb, data } = list.actions.get(`Open the reminder of ${move.customer.name}`) ?? { verb: '', data: {} };
    const submit = await sam.send({ type: 'message', value: { ...data, verb }, replyToId: 'list-1' });
    assert.ok(submit.actions.has('Done'), 'also where the client only knows Action.Submit');
  });

  it('when the data was not written by one of our cards, then that is said and nothing changes', async () => {
    const { data, find } = await sent();
    const before = await find();
    const sam = house.chat.as('Sam');
    const { moveId, reminder } = data;
    const unusable = [
      ...[null, 'x', 7, [], {}, { moveId }, { reminder }, { moveId: 'x', reminder }, { moveId, reminder: '' }],
      ...[
        { moveId, reminder: 'x'.repeat(301) },
        { moveId: [moveId], reminder },
        { moveId, reminder: { $ne: 1 } },
      ],
    ];
    for (const verb of ['done', 'snooze', 'assign', 'undo', 'open']) {
      for (const wrong of unusable) {
        const { invoke, text } = await sam.execute(`reminder.${verb}`, wrong);
        assert.equal(invoke?.statusCode, 200, verb);
        assert.doesNotMatch(text, /Done, says|Put off|is on it\./, `${verb} ${JSON.stringify(wrong)}`);
      }
      const gone = { ...data, reminder: 'none', days: '1', person: 'me' };
      assert.match((await sam.execute(`reminder.${verb}`, gone)).text, /reminder/i, verb);
    }
    for (const days of [0, 2, -1, 1.5, 30, 'x', '', null, {}, '1 day', '__proto__'])
      assert.doesNotMatch((await sam.execute('reminder.snooze', { ...data, days })).text, /Put off/, String(days));
    for (const person of [7, null, {}, ['ava'], 'x'.repeat(201)])
      assert.doesNotMatch((await sam.execute('reminder.assign', { ...data, person })).text, /is on it\./);
    assert.deepEqual(await find(), before);
  });
});
