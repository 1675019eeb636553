import assert from 'node:assert/strict';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { MoveFacts, Original } from '../../services/moves/move.ts';
import { newsOf } from '../../services/moves/news.ts';
import { closedBy } from '../store/builders.ts';
import { answers } from './answers.ts';
import type { Talker } from './chat.ts';
import { Proactive, SAM } from './proactive.ts';

describe('what somebody asks about reminders', () => {
  let house: Proactive;
  let sam: Talker;
  beforeEach(async () => {
    house = await Proactive.open();
    sam = house.chat.as('Sam');
    await sam.say('help');
  });
  afterEach(() => house.chat.close());

  const inFuture = () => [{ dueOn: house.day(5) }];
  const told = async () => {
    await house.pass(0);
    await house.deliverAll();
  };

  describe('when it is the reminders of a customer', () => {
    const ask = async (customer: string) => (await sam.say(`reminders ${customer}`)).text;

    it('then the open move counts, not a closed one that fits better', async () => {
      await house.move('Contoso', [], { facts: { ...NOTHING_KNOWN, ...closedBy(SAM) } });
      await house.move('Contoso Italia', inFuture());
      assert.match(await ask('Contoso'), /Contoso Italia.*Coming up/s);
    });

    it('then of several that fit it asks which, though the full name is enough', async () => {
      await house.move('Contoso Italia', inFuture());
      await house.move('Contoso France', inFuture());
      const list = await ask('Contoso');
      assert.match(list, /Contoso Italia/);
      assert.match(list, /Contoso France/);
      assert.doesNotMatch(list, /Coming up/);
      const answer = await ask('contoso italia');
      assert.match(answer, /Coming up/);
      assert.doesNotMatch(answer, /France/);
    });

    it('then a closed move alone is answered, an unknown name as well', async () => {
      await house.move('Contoso', [], { facts: { ...NOTHING_KNOWN, ...closedBy(SAM) } });
      assert.match(await ask('Contoso'), /Nothing is due and nothing is planned/);
      assert.match(await ask('Fabrikam'), /There is no move for "Fabrikam"/);
    });

    it('then several of one kind are one line among all, and each stands by itself in the list of their move', async () => {
      const { move } = await house.move('Contoso', [{}, { subscriptionId: 'sub-2' }, { subscriptionId: 'sub-3' }]);
      await house.move('Fabrikam');
      await told();
      const all = await sam.say('reminders');
      assert.match(all.text, /3 subscriptions/);
      const own = await sam.press('Open the reminders of Contoso');
      assert.doesNotMatch(own.text, /Fabrikam|3 subscriptions/);
      assert.match(own.text, /Contoso/);
      const asked = await sam.execute('say.reminders', { moveId: move.id });
      assert.equal(asked.text, own.text);
      const gone = await sam.execute('say.reminders', { moveId: '00000000-0000-4000-8000-00000000dead' });
      assert.equal(gone.invoke?.statusCode, 200);
    });
  });

  describe('when it is what comes next', () => {
    const stages = () => [5, 10, 20].map((day) => ({ stage: day - 90, dueOn: house.day(day) }));
    const count = (text: string, word: RegExp) => [...text.matchAll(new RegExp(word, 'g'))].length;

    it('then each subscription stands once, with the day on which somebody works, however often it comes', async () => {
      await house.settings({ workingDays: [house.today.add({ days: 4 }).dayOfWeek] });
      await house.move('Contoso', [...stages(), { subscriptionId: 'sub-2', stage: -85, dueOn: house.day(5) }]);
      const all = await sam.say('reminders');
      assert.equal(count(all.text, /comes on/), 2);
      const day = house.today.add({ days: 4 }).toLocaleString('en-US', { dateStyle: 'long' });
      assert.equal(count(all.text, new RegExp(`comes on ${day}`)), 2, 'the working day before');
      // What is due on the tenth day comes with it: nobody works in between.
      assert.equal(count(all.text, /then 1 more time/), 1);
      assert.equal(count((await sam.say('reminders Contoso')).text, /then on \w+ \d+/), 1);
    });

    it('then of many the first stand there, and how many more there are', async () => {
      for (let i = 0; i < 15; i++) await house.move(`Customer${i}`, stages());
      const { text } = await sam.say('reminders');
      assert.equal(count(text, /comes on/), 12);
      assert.match(text, /and 3 more, not shown here/);
    });

    it('then of many that are due all are counted', async () => {
      for (let i = 0; i < 15; i++) await house.move(`Customer${i}`);
      await told();
      const { text } = await sam.say('reminders');
      assert.match(text, /15 reminders are due(?:.|\n)*and 3 more, not shown here/);
    });
  });

  describe('when it is why there is none', () => {
    const why = (customer: string) => sam.say(`why no reminder ${customer}`);

    it('then without a customer it asks for one, an unknown one is said, and of several it asks which', async () => {
      assert.match((await sam.say('why no reminder')).text, /add the customer: why no reminder Contoso/);
      assert.match((await why('Fabrikam')).text, /There is no move for "Fabrikam"/);
      await house.move('Contoso Italia', []);
      await house.move('Contoso France', []);
      const list = await why('Contoso');
      assert.match(list.text, /Contoso Italia/);
      assert.match(list.text, /Contoso France/);
    });

    it('then a move of which nothing is known says for each part why it is quiet', async () => {
      await house.move('Contoso', []);
      assert.match((await why('Contoso')).text, /Contoso.*At present no reminder of this is planned/s);
    });

    it('then each part says what was said about it: planned, on its way, told, put off, done', async () => {
      await sam.say('move contoso.com');
      await sam.press('Save the country', { country: 'IT' });
      await sam.press('I have sent the invitation');
      await house.chat.pass(1);
      await sam.say('move contoso.com');
      await sam.press('Import from the tenant');
      await sam.press('The list is complete', await answers(house.chat, { source: 'direct-mosa', autoRenew: 'no' }));
      const planned = (await why('contoso.com')).text;
      assert.match(planned, /Nothing is due now; it is planned/);
      assert.match(planned, /Bring|invitation|relationship/i);
      await house.deliverAll();
      // The first original ends in 45 days: its first reminder that counts comes 30 days before.
      const [next] = await house.services.reminders.upcoming({ limit: 1 });
      assert.ok(next);
      const days = house.today.until(next.nextOn).days;
      await house.pass(days);
      assert.match((await why('contoso.com')).text, /It is being sent/);
      await house.deliverAll();
      assert.match((await why('contoso.com')).text, /It was told on/);
      const [due] = await house.services.reminders.openNow({ today: house.day(0), limit: 1 });
      assert.ok(due);
      const data = { moveId: due.moveId, reminder: due.key };
      await sam.execute('reminder.snooze', { ...data, days: '3' });
      assert.match((await why('contoso.com')).text, /Sam put it off until/);
      await sam.execute('reminder.undo', data);
      await sam.execute('reminder.done', data);
      assert.match((await why('contoso.com')).text, /Sam marked it as done on/);
    });
  });

  describe('when it is everything in flight', () => {
    const late = async () => {
      await house.chat.as('Ava').say('help');
      await house.move('Contoso', [{ deadline: house.day(1) }]);
      await house.move('Fabrikam', [{ deadline: house.day(20) }], {
        openedBy: { id: 'ava', name: 'Ava' },
        conversationId: 'a:ava',
      });
      await told();
      await house.pass(3);
    };

    it('then in the personal chat it is about the own moves, in a channel about all, and it says what is late', async () => {
      await late();
      const own = await sam.say('weekly');
      assert.match(own.text, /1 of your moves is open.*Contoso/s);
      assert.doesNotMatch(own.text, /Fabrikam/);
      const all = await house.chat.as('Sam', 'channel').say('weekly digest');
      assert.match(
        all.text,
        /1 is overdue.*2 moves of the team are open.*Overdue.*Contoso.*nobody is on it.*Fabrikam/s,
      );
    });

    it('then it comes by itself once a week: to the channel, or to each person who has an open move', async () => {
      await late();
      const weekday = house.today.dayOfWeek;
      await house.deliverAll();
      house.teams.places();
      await house.settings({ weeklyOn: weekday });
      for (let n = 0; n < 2; n++) await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), ['a:ava', 'a:sam']);
      await house.chat.as('Ava', 'channel').say('remind here');
      await house.pass(7);
      await house.deliverAll();
      const weekly = house.teams.delivered.filter(({ activity }) => /^Week of/.test(activity.summary ?? ''));
      assert.deepEqual(
        weekly.map((d) => d.conversationId),
        ['19:moves@thread.tacv2'],
      );
    });

    it('then with nothing in flight nothing comes', async () => {
      await house.settings({ weeklyOn: house.today.dayOfWeek });
      await house.chat.as('Ava', 'channel').say('remind here');
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), []);
    });
  });

  describe('when it is the assistant itself', () => {
    it('then it says when it looked, what comes next and where it speaks', async () => {
      const before = await sam.say('status');
      assert.match(before.text, /just started and looks for due reminders/);
      await house.services.runs.ran(async () => ({ reminders: 0, moves: 0 }));
      await house.move('Contoso', inFuture());
      await house.chat.as('Ava', 'channel').say('remind here');
      const { text, card } = await sam.say('status');
      assert.match(text, /All is well.*Reminders are sent on time/s);
      assert.match(JSON.stringify(card), /Due next.*Contoso.*Undelivered.*none.*The person it is for, and the team/);
      for (const [button, shown] of [
        ['Undelivered', /Every message has reached somebody/],
        ['Settings', /How the team is reminded/],
      ] as const) {
        const card = await sam.say('status');
        assert.match((await sam.press(button, {}, card)).text, shown);
      }
      const back = await sam.execute('say.status', {});
      assert.match(back.text, /How the assistant is/);
    });

    it('then an alarm that stands and messages that wait are told', async () => {
      await house.services.runs.ran(async () => ({ reminders: 0, moves: 0 }));
      await house.move('Contoso');
      await house.pass(0);
      assert.match((await sam.say('status')).text, /1 message is on its way/);
      await house.chat.as('Olga').say('alerts here');
      const { alerts, clock } = house.services;
      await alerts.raise({ key: 'x', code: 'sending-refused', params: {} }, clock.now());
      assert.match((await sam.say('status')).text, /An alarm stands.*Teams did not let the assistant in/s);
    });
  });

  it('when a second channel takes the reminders over, then it says from where and who had chosen that', async () => {
    const { places } = house.services;
    const channel = house.chat.as('Ava', 'channel');
    assert.doesNotMatch((await channel.say('remind here')).text, /no longer/);
    assert.doesNotMatch((await channel.say('remind here')).text, /no longer/, 'it is the same channel');
    const before = await places.remindersChannel();
    assert.ok(before);
    await places.setRemindersChannel({ ...before, conversationId: '19:sales', name: 'Sales', setBy: SAM });
    assert.match((await channel.say('remind here')).text, /come here, and no longer to Sales, which Sam had chosen/);
    await places.setRemindersChannel({ ...before, conversationId: '19:sales', name: '', setBy: SAM });
    assert.match((await channel.say('remind here')).text, /no longer to the channel that Sam had chosen/);
  });
});

describe('news of a move', () => {
  const original = (path: Original['path'], ended: boolean) =>
    // The cast: nothing else of an original is looked at.
    ({ path, ended: ended ? { how: 'by-hand', on: '2027-03-01', by: SAM } : null }) as unknown as Original;
  const facts = (...originals: Original[]): MoveFacts => ({ ...NOTHING_KNOWN, originals });

  it('when the last original that moves has ended, then that is news, though another stays where it is', () => {
    const stays = original('leave', false);
    const [open, ended] = [original('transfer', false), original('transfer', true)];
    assert.deepEqual(newsOf(facts(open, stays), facts(ended, stays)), ['originals-ended']);
    assert.deepEqual(newsOf(facts(open, open, stays), facts(ended, open, stays)), []);
    assert.deepEqual(newsOf(facts(ended, stays), facts(ended, stays)), []);
    assert.deepEqual(newsOf(facts(stays), facts(original('leave', true))), [], 'it is none of ours');
  });
});
