import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { sql } from 'kysely';
import { lifecycleEvent } from '../../bot/lifecycle.ts';
import type { Talker } from './chat.ts';
import { AVA, CHANNEL, Proactive } from './proactive.ts';

const TEAM = '19:team@thread.tacv2';
const BOT = { id: '28:bot', name: 'CSP Move Assistant' };

/** What Teams tells, and what it is taken for. */
const EVENTS: readonly (readonly [string, object, string | null])[] = [
  ['a message', { type: 'message' }, null],
  ['a button', { type: 'invoke' }, null],
  ['an installation', { type: 'installationUpdate', action: 'add' }, 'installed'],
  ['an upgrade', { type: 'installationUpdate', action: 'add-upgrade' }, 'upgraded'],
  ['the end of the earlier version', { type: 'installationUpdate', action: 'remove-upgrade' }, 'upgraded'],
  ['a removal', { type: 'installationUpdate', action: 'remove' }, 'removed'],
  ['an unknown change of the installation', { type: 'installationUpdate', action: 'moved' }, 'noted'],
  ['the bot among new members', { type: 'conversationUpdate', membersAdded: [{ id: '29:a' }, BOT] }, 'installed'],
  ['the bot among those who left', { type: 'conversationUpdate', membersRemoved: [BOT] }, 'removed'],
  ['new members', { type: 'conversationUpdate', membersAdded: [{ id: '29:a' }] }, 'joined'],
  ['members who left', { type: 'conversationUpdate', membersRemoved: [{ id: '29:a' }] }, 'left'],
  ['a channel of another name', update('channelRenamed', { channel: { id: CHANNEL, name: 'CSP' } }), 'renamed'],
  ['a team of another name', update('teamRenamed', { team: { id: TEAM, name: 'CSP' } }), 'renamed'],
  ['a chat of another name', { type: 'conversationUpdate', topicName: 'Moves' }, 'renamed'],
  ['a deleted channel', update('channelDeleted', { channel: { id: CHANNEL } }), 'channel-gone'],
  ['a restored channel', update('channelRestored', { channel: { id: CHANNEL } }), 'channel-back'],
  ['a new channel', update('channelCreated', { channel: { id: CHANNEL } }), 'channel-back'],
  ['a deleted team', update('teamDeleted', { team: { id: TEAM } }), 'team-gone'],
  ['a team deleted for good', update('teamHardDeleted', { team: { id: TEAM } }), 'team-gone'],
  ['a restored team', update('teamRestored', { team: { id: TEAM } }), 'team-back'],
  ['an archived team', update('teamArchived', { team: { id: TEAM } }), 'noted'],
  ['a team back from the archive', update('teamUnarchived', { team: { id: TEAM } }), 'noted'],
  ["a new channel that is somebody's chat", update('channelCreated', { channel: { id: 'a:sam' } }), 'noted'],
  [
    'a channel, out of a personal chat',
    {
      ...update('channelDeleted', { channel: { id: CHANNEL } }),
      conversation: { id: 'a:sam', conversationType: 'personal' },
    },
    'noted',
  ],
  ['an event without what it is about', update('channelRenamed', {}), 'noted'],
  ['channel data of another shape', { type: 'conversationUpdate', channelData: 'x' }, 'noted'],
  ['an edited message', { type: 'messageUpdate', channelData: { eventType: 'editMessage' } }, 'edited'],
  ['a message back', { type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } }, 'noted'],
  ['a deleted message', { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }, 'noted'],
  ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, 'noted'],
  ['typing', { type: 'typing' }, 'noted'],
  ['a read receipt', { type: 'event', name: 'application/vnd.microsoft.readReceipt' }, 'noted'],
  ['the start of a meeting', { type: 'event', name: 'application/vnd.microsoft.meetingStart' }, 'noted'],
  ['the answer to a sign-in', { type: 'event', name: 'tokens/response' }, null],
  ['the end of a conversation', { type: 'endOfConversation' }, 'noted'],
  ['a type nobody knows', { type: 'somethingNew' }, 'noted'],
];

function update(eventType: string, channelData: object) {
  return { type: 'conversationUpdate', channelData: { eventType, ...channelData } };
}

describe('what happens around a conversation', () => {
  for (const [what, activity, kind] of EVENTS) {
    it(`when Teams tells of ${what}, then it is taken for ${kind ?? 'something to answer'}`, () => {
      const whole = { recipient: BOT, conversation: { id: 'a:1' }, ...activity };
      // The cast: the payloads hold what Teams sends, the SDK's type wants every field.
      assert.equal(lifecycleEvent(whole as unknown as Activity)?.kind ?? null, kind);
    });
  }

  describe('with the product behind it', () => {
    let house: Proactive;
    let sam: Talker;
    let channel: Talker;
    before(async () => {
      house = await Proactive.open();
    });
    after(() => house.chat.close());
    beforeEach(async () => {
      house.teams.delivered.length = 0;
      sam = house.chat.as('Sam');
      channel = house.chat.as('Ava', 'channel');
      await house.chat.as('Ava').say('help');
      await channel.send({ type: 'message', text: 'remind here', channelData: data() });
    });

    const data = (more: object = {}) => ({
      team: { id: TEAM, name: 'CSP' },
      channel: { id: CHANNEL, name: 'Moves' },
      ...more,
    });
    const tell = (eventType: string, more: object = {}) =>
      channel.send({
        type: 'conversationUpdate',
        conversation: { id: TEAM, conversationType: 'channel' } as never,
        channelData: data({ eventType, ...more }),
      });
    const install = (who: Talker, action: string) => who.send({ type: 'installationUpdate', action });
    const place = () => house.services.places.remindersChannel();
    const minutes = (n: number) => house.services.sandbox?.advance(n / 1440);

    for (const [what, activity, kind] of EVENTS) {
      if (kind !== 'noted' && kind !== 'edited') continue;
      it(`when Teams tells of ${what}, then nothing is said and nothing fails`, async () => {
        const { text, card, invoke } = await sam.send(activity);
        assert.deepEqual([text, card, invoke], ['', null, null]);
      });
    }

    it('when the app is installed, then it introduces itself once, however often Teams says so; and again after it was removed', async () => {
      const zoe = house.chat.as('Zoe');
      const added = { type: 'conversationUpdate', membersAdded: [BOT] };
      assert.notEqual((await install(zoe, 'add')).card, null);
      assert.equal((await zoe.send(added)).card, null);
      assert.equal((await install(zoe, 'add')).card, null);
      assert.equal((await install(zoe, 'add-upgrade')).card, null);
      await install(zoe, 'remove');
      assert.equal(await house.services.conversations.get('a:zoe'), null);
      assert.notEqual((await zoe.send(added)).card, null);
      await minutes(2);
      assert.notEqual((await install(zoe, 'add')).card, null, 'a removal that nobody told of');
    });

    it('when two instances hear of one installation at the same time, then one of them greets', async () => {
      const { conversations, clock } = house.services;
      await install(house.chat.as('Max'), 'remove-upgrade');
      const greeted = await Promise.all([
        conversations.greets('a:max', clock.now()),
        conversations.greets('a:max', clock.now()),
      ]);
      assert.deepEqual(greeted.sort(), [false, true]);
    });

    it('when somebody joins a channel, then nobody is greeted', async () => {
      assert.equal(
        (await channel.send({ type: 'conversationUpdate', membersAdded: [{ id: '29:new', name: 'New' }] })).card,
        null,
      );
    });

    it('when the channel of the reminders is renamed, then the settings call it so', async () => {
      assert.equal((await place())?.name, 'Moves');
      await tell('channelRenamed', { channel: { id: CHANNEL, name: 'Customer moves' } });
      assert.equal((await place())?.name, 'Customer moves');
    });

    it('when the channel of the reminders is deleted, then who chose it is told; restored, it can be reached again', async () => {
      await tell('channelDeleted');
      assert.equal(await place(), null);
      assert.equal(await house.services.conversations.get(CHANNEL), null);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), ['a:ava']);
      await tell('channelRestored');
      assert.equal((await house.services.conversations.get(CHANNEL))?.id, CHANNEL);
    });

    it('when the app is taken out of the team and comes back, then the reminders go on in the same channel', async () => {
      await tell('', {});
      const general = { conversation: { id: TEAM, conversationType: 'channel' } as never, channelData: data() };
      await channel.send({ type: 'installationUpdate', action: 'remove', ...general });
      assert.equal(await house.services.conversations.get(CHANNEL), null);
      const back = await channel.send({ type: 'installationUpdate', action: 'add', ...general });
      assert.notEqual(back.card, null);
      assert.equal((await house.services.conversations.get(CHANNEL))?.id, CHANNEL);
      assert.equal((await place())?.conversationId, CHANNEL);
      await house.move('Contoso');
      await house.pass(0);
      await house.deliverAll();
      assert.ok(house.teams.places().includes(CHANNEL));
    });

    it('when the team is deleted, then its channels are forgotten and who chose one for the reminders is told', async () => {
      await tell('teamDeleted');
      assert.equal(await place(), null);
      assert.equal(await house.services.conversations.get(CHANNEL), null);
      await tell('teamRestored');
      assert.equal((await house.services.conversations.get(TEAM))?.id, TEAM);
    });

    it('when somebody leaves the team, then nothing is given to them, until they are seen again', async () => {
      const { people } = house.services;
      await channel.send({
        type: 'conversationUpdate',
        membersRemoved: [{ id: '29:sam', aadObjectId: 'SAM' } as never],
        channelData: data(),
      });
      await sam.send({ type: 'typing' });
      assert.equal(await people.find('sam'), null);
      assert.deepEqual(await people.search('sam', 5), []);
      await sam.say('help');
      assert.equal((await people.find('sam'))?.name, 'Sam');
    });

    it('when somebody leaves the team, then its cards are not drawn anew for them any more', async () => {
      const { conversations } = house.services;
      const seen = ['ava', 'sam'].map((id) => ({ id, name: id, teamsId: `29:${id}` }));
      await house.services.people.seen(seen, house.services.clock.now());
      await conversations.setMembers(CHANNEL, ['ava', 'sam'], 100);
      assert.equal((await conversations.viewers(CHANNEL, [], 60))?.length, 2);
      await channel.send({
        type: 'conversationUpdate',
        conversation: { id: TEAM, conversationType: 'channel' } as never,
        membersRemoved: [{ id: '29:sam', aadObjectId: 'SAM' } as never],
        channelData: data(),
      });
      assert.deepEqual(await conversations.viewers(CHANNEL, [], 60), ['29:ava']);
    });

    it("when somebody leaves who was put on a reminder, then it goes to who opened the move, and counts as nobody's", async () => {
      await house.settings({ places: 'personal' });
      const { move } = await house.move('Woodgrove');
      const { db } = house.chat.house.store.database;
      await house.chat.as('Ava').say('help');
      await sam.say('help');
      await sql`
        insert into assignment (move_id, thread, person_id, person_name)
        select distinct move_id, thread, 'ava', 'Ava' from reminder where move_id = ${move.id}`.execute(db);
      await house.services.people.left(['ava'], house.services.clock.now());
      await house.deliverAll();
      house.teams.delivered.length = 0;
      await house.pass(0);
      await house.deliverAll();
      assert.deepEqual(house.teams.places(), ['a:sam']);
      const today = house.today.toString();
      const { items } = await house.services.inFlight.unassigned({ conversationId: null }, { today, limit: 50 });
      assert.ok(items.some(({ moveId }) => moveId === move.id));
    });

    it('when somebody leaves another chat, then they are still of the team', async () => {
      await sam.say('help');
      const other = { id: '19:other@thread.v2', conversationType: 'groupChat' } as never;
      await channel.send({
        type: 'conversationUpdate',
        membersRemoved: [{ id: '29:sam', aadObjectId: 'sam' } as never],
        conversation: other,
      });
      assert.equal((await house.services.people.find('sam'))?.name, 'Sam');
    });

    it('when the app is installed again, then what could not be delivered is tried once more', async () => {
      await house.services.places.setRemindersChannel(null);
      await sam.say('help');
      house.teams.refuse({ status: 403, code: 'ConversationBlockedByUser' }, 'a:sam');
      await house.move('Fabrikam');
      await house.pass(0);
      await house.deliverAll();
      assert.equal((await house.services.outbox.figures()).dead, 1);
      house.teams.accept();
      await minutes(2);
      await install(sam, 'add');
      await house.deliverAll();
      assert.ok(house.teams.places().includes('a:sam'));
      assert.equal((await house.services.outbox.figures()).dead, 0);
    });

    it('when a command is edited, then nothing is done, and the person is told why', async () => {
      const edit = { type: 'messageUpdate', channelData: { eventType: 'editMessage' } };
      assert.match((await sam.send({ ...edit, text: 'move fabrikam.com' })).text, /only on new messages/);
      assert.equal((await sam.send({ ...edit, text: 'thank you' })).text, '');
      assert.equal((await sam.send({ ...edit, text: `move fabrikam.com${'!'.repeat(3000)}` })).text, '', 'too long');
      assert.equal((await channel.send({ ...edit, text: 'stop reminding here' })).text, '');
      assert.notEqual(await place(), null);
    });

    it('when an invoke comes that nobody offered, then it is refused by its own code and nothing else happens', async () => {
      for (const name of ['task/fetch', 'composeExtension/query', 'something/new']) {
        const { text } = await sam.send({ type: 'invoke', name, value: {} });
        assert.equal(text, '', name);
      }
    });

    for (const [what, clumsy] of [
      ['nobody among new members', { membersAdded: [null] }],
      ['new members in a word', { membersAdded: 'x' }],
      ['nobody among those who left', { membersRemoved: [null, {}] }],
      ['a topic that is a thing', { topicName: { a: 'b' } }],
      ['a topic that is a number', { topicName: 7 }],
      ['a topic with a null character', { topicName: 'Mo\u0000ves' }],
    ] as const) {
      it(`when Teams tells of ${what}, then nothing is said and nothing fails`, async () => {
        // The cast: the SDK's type knows no activity of this shape.
        const update = { type: 'conversationUpdate', ...clumsy } as unknown as Partial<Activity>;
        assert.equal((await channel.send(update)).text, '');
      });
    }

    it('when a message brings attachments of another shape, then its text is answered', async () => {
      for (const attachments of [[null], 'x', [{ contentType: null }], [7]]) {
        const message = { type: 'message', text: 'help', attachments, replyToId: 7 };
        // The cast: the SDK's type knows no message of this shape.
        assert.match((await sam.send(message as unknown as Partial<Activity>)).text, /What I can do|move/i);
      }
    });

    it('when a meeting chat mentions the bot, then it answers as in a group chat', async () => {
      const meeting = { id: '19:meeting_x@thread.v2', isGroup: true } as never;
      await channel.send({
        type: 'message',
        text: 'help',
        conversation: meeting,
        channelData: { meeting: { id: 'x' } },
      });
      assert.equal((await house.services.conversations.get('19:meeting_x@thread.v2'))?.scope, 'groupChat');
      assert.equal((await house.services.conversations.ofUser(AVA.id))?.id, 'a:ava');
    });

    it('when a move is begun or opened before the whole team, then the way into the personal chat is shown, and nothing changes', async () => {
      const { move } = await house.move('Margie');
      const asked = await channel.say('move Margie');
      assert.match(asked.text, /Continue in a personal chat.*write: move Margie/s);
      const pressed = await channel.execute('move.open', { moveId: move.id, version: 1 });
      assert.match(pressed.text, new RegExp(`write: move ${move.customer.domain}`));
      assert.match(
        (await channel.execute('move.close', { moveId: move.id, version: 1, outcome: 'stopped' })).text,
        /personal chat/,
      );
      for (const [verb, step] of [
        ['mail.language', 'relationship'],
        ['mail.set-language', 'relationship'],
      ] as const) {
        const sent = await channel.execute(verb, { moveId: move.id, version: 1, step, language: 'it' });
        assert.match(sent.text, /personal chat/);
      }
      assert.equal((await house.services.moveStore.load(move.id))?.facts.closed, null);
    });
  });
});
