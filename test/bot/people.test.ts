import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { CHANNEL, Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('the people the bot has met', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
  });
  afterEach(() => house.chat.close());

  const found = async (text: string) => (await house.chat.as('Sam').search('people', text)).map(({ title }) => title);
  const zoneOf = async (id: string) => (await house.services.conversations.get(id))?.timeZone;

  it('when somebody has spoken, then a reminder can be given to them by name or part of it, accents or none', async () => {
    for (const name of ['Zoë', 'Max', 'Ava']) await house.chat.as(name).say('help');
    assert.deepEqual(await found('zoe'), ['Zoë']);
    assert.deepEqual((await found('a')).toSorted(), ['Ava', 'Max', 'Sam']);
    assert.deepEqual(await found('nobody'), []);
    assert.deepEqual(await found('%'), []);
  });

  it('when somebody presses a button in a channel, then they are known too; a name that Teams leaves out is not kept', async () => {
    await house.chat.as('Lea', 'channel').execute('say.moves', {});
    const nameless = { id: '29:x', aadObjectId: 'x', name: '' };
    await house.chat.as('X').send({ type: 'message', text: 'help', from: nameless });
    assert.deepEqual(await found('lea'), ['Lea']);
    assert.equal(await house.services.people.find('x'), null);
  });

  it('when somebody is renamed, then the new name counts', async () => {
    const from = { id: '29:kim', aadObjectId: 'kim', name: 'Kim Old' };
    await house.chat.as('Kim').send({ type: 'message', text: 'help', from });
    await house.chat.as('Kim').send({ type: 'message', text: 'help', from: { ...from, name: 'Kim New' } });
    assert.deepEqual([await found('kim'), await found('old')], [['Kim New'], []]);
  });

  it('when the client tells the time zone of the device, then messages are told by it, wherever it stands', async () => {
    const clientInfo = (timezone: unknown) =>
      // The cast: an entity as Teams sends it, which the SDK's type does not know.
      ({ type: 'clientInfo', locale: 'en-US', timezone }) as unknown as NonNullable<Activity['entities']>[number];
    const say = (activity: Partial<Activity>) =>
      house.chat.as('Sam').send({ type: 'message', text: 'help', ...activity });
    await say({});
    assert.equal(await zoneOf('a:sam'), null);
    await say({ entities: [clientInfo('America/New_York')] });
    assert.equal(await zoneOf('a:sam'), 'America/New_York');
    await say({ localTimezone: 'Pacific/Auckland', entities: [clientInfo('America/New_York')] });
    assert.equal(await zoneOf('a:sam'), 'Pacific/Auckland');
    for (const wrong of ['Mars/Olympus', '', '+02:00']) await say({ localTimezone: wrong });
    await say({ entities: [clientInfo(7)] });
    assert.equal(await zoneOf('a:sam'), 'Pacific/Auckland', 'what makes no sense is not kept');
    await house.chat.as('Ava', 'channel').send({ type: 'message', text: 'remind here', localTimezone: 'Asia/Tokyo' });
    assert.equal(await zoneOf(CHANNEL), null, 'a channel has many readers');
    await house.settings({ timeZone: 'Europe/Rome' });
    await house.move('Contoso', [{ deadline: house.day(2) }]);
    await house.pass(0);
    await house.deliverAll();
    assert.match(wordsOf(house.teams.in('a:sam')[0]), /until [^"]*GMT\+1[23]/);
    assert.match(wordsOf(house.teams.in(CHANNEL)[0]), /until [^"]*GMT\+[12]\b/, "by the team's");
  });

  it('when somebody asks, then the days left are counted by their clock, and by that of the team where it is not told', async () => {
    await house.until('20:00');
    await house.move('Contoso', [{ deadline: house.day(4) }]);
    await house.pass(0);
    const [due] = await house.services.reminders.openNow({ today: house.day(0), limit: 1 });
    const data = { moveId: due?.moveId, reminder: due?.key };
    const open = (over: Partial<Activity>) => {
      const value = { action: { type: 'Action.Execute', verb: 'reminder.open', data } };
      return house.chat.as('Sam').send({ type: 'invoke', name: 'adaptiveCard/action', value, ...over });
    };
    assert.match((await open({})).text, /4 days left/);
    // In Auckland the next day has begun, and the last one ends at noon of the day after it.
    assert.match((await open({ localTimezone: 'Pacific/Auckland' })).text, /4 days left/);
    assert.match(
      (await open({ localTimezone: 'America/Los_Angeles' })).text,
      /4 days left.*(?:AM|PM) (?:PST|PDT|GMT-[78])/,
    );
    await house.settings({ timeZone: 'America/Los_Angeles' });
    assert.match((await open({})).text, /(?:AM|PM) (?:PST|PDT|GMT-[78])/);
  });
});

describe('fast-forward', () => {
  let house: Proactive;
  before(async () => {
    house = await Proactive.open();
  });
  after(() => house.chat.close());
  const forward = (days: number) => house.chat.as('Sam').say(`fast-forward ${days} days`);

  it('when the team works at that time, then it says which day it is', async () => {
    const day = house.day(2);
    assert.match((await forward(2)).text, /^Sam let 2 days pass\. Today is [^.]*\.$/);
    assert.equal(house.day(0), day);
  });

  it('when that day has not opened yet, then it goes on to its opening hour, so that its reminders come', async () => {
    await house.until('03:00');
    const day = house.day(1);
    assert.doesNotMatch((await forward(1)).text, /does not work now/);
    assert.equal(house.day(0), day);
    assert.equal(house.services.clock.now().toZonedDateTimeISO('UTC').hour, 8);
  });

  it('when the team does not work on that day, then it says from which day on reminders come', async () => {
    await house.until('12:00');
    const tomorrow = house.today.add({ days: 1 });
    await house.settings({ workingDays: [tomorrow.add({ days: 2 }).dayOfWeek], closes: '18:00' });
    const { text } = await forward(1);
    assert.match(text, /does not work now: reminders come from/);
    const opens = tomorrow.add({ days: 2 }).toLocaleString('en-US', { month: 'long', day: 'numeric', year: 'numeric' });
    assert.ok(text.includes(opens), text);
  });
});
