import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type Activity, ConversationState, MemoryStorage } from 'botbuilder';
import { sql } from 'kysely';
import { pino } from 'pino';
import { MoveBot } from '../../bot/activity-handler.ts';
import { readConfig } from '../../bot/config.ts';
import { openHouse } from '../../bot/house.ts';
import { VERBS } from '../../cards/verbs.ts';
import { type Command, parseCommand } from '../../dialogs/command.ts';
import { Conversation } from '../../dialogs/conversation.ts';
import { taskOfMessage, VERB_TASKS } from '../../dialogs/tasks.ts';
import { Authority } from '../../services/authority.ts';
import { GraphClient } from '../../services/graph/client.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import { PARTNER_ROLES, TASKS, type Task } from '../../services/rules/permissions.ts';
import { SANDBOX_GROUPS } from '../../services/sandbox/people-routes.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { Chat, Talker } from './chat.ts';

const REFUSED = /You need another role for this|Microsoft shows none of them for you/;
const NOT_READ = /I could not find out your roles/;
const NOTHING = /Nothing was changed\./;

/** One person for each role alone, one without any, one nobody knows, and one whose roles Graph does not tell. */
const PEOPLE = [...PARTNER_ROLES, 'nobody', 'stranger', 'unreadable'] as const;

/** One way to say each command, and something that is none. */
const SAID: Readonly<Record<Command['kind'] | 'answer', string>> = {
  help: 'help',
  greeting: 'hello',
  cancel: 'cancel',
  'fast-forward': 'fast-forward never',
  'sign-in': 'sign in',
  'sign-out': 'sign out',
  moves: 'moves',
  status: 'status contoso.com',
  check: 'check contoso.com',
  reminders: 'reminders',
  answer: 'contoso',
  move: 'move fourthcoffee.com',
  'remind-here': 'remind here',
  'stop-reminding-here': 'stop reminding here',
  'alerts-here': 'alerts here',
  'stop-alerts-here': 'stop alerts here',
  settings: 'settings',
  undelivered: 'undelivered',
  weekly: 'weekly',
  'why-no-reminder': 'why no reminder contoso.com',
  export: 'export contoso.com',
  calendar: 'calendar contoso.com',
  language: 'language',
};

describe('who may do what in the chat', () => {
  let chat: Chat;
  let moveId: string;
  let data: Readonly<Record<string, unknown>>;
  before(async () => {
    chat = await Chat.open();
    const sam = chat.as('Sam');
    await sam.say('move contoso.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    moveId = items[0]?.id ?? '';
    const [reminder] = await chat.house.services.reminders.upcoming({ moveId, limit: 1 });
    assert.ok(reminder !== undefined, 'an invitation that waits has a reminder');
    await chat.as('Sam', 'channel').say('remind here');
    // What any button may carry; a person must not be able to write their own identity into it.
    const me = { id: 'sam', aadObjectId: 'sam', name: 'Sam' };
    data = {
      ...{
        moveId,
        version: items[0]?.version,
        reminder: reminder.key,
        days: 1,
        person: 'me',
        step: 'region',
        outcome: 'stopped',
      },
      ...{ customer: items[0]?.customer.tenantId, country: 'US', decision: 'same-market', on: '2026-11-19' },
      ...{ opens: '10:00', closes: '11:00', timeZone: 'Europe/Rome', 'stage_credit-open': '9', message: 'm-1' },
      ...{ aadObjectId: 'sam', person: me, from: me, roles: ['admin-agent'] },
    };
    for (const role of PARTNER_ROLES) await give(chat, role, [role]);
    await give(chat, 'nobody', []);
    await give(chat, 'stranger', null);
    await fail(chat, { kind: 'refuse', status: 403, path: '/users/unreadable/', times: 100_000 });
  });
  after(() => chat.close());

  it('when somebody without a role chooses the language of a channel, then it stays; their own they may choose', async () => {
    const shared = chat.as('nobody', 'channel');
    const before = await everything(chat);
    for (const answer of [
      await shared.say('language Italian'),
      await shared.execute(VERBS.setLanguage, { language: 'it' }),
      await shared.execute(VERBS.meant, { kind: 'language', value: 'Italian' }),
    ])
      assert.match(answer.text, REFUSED);
    assert.equal(await everything(chat), before);
    const { conversations } = chat.house.services;
    assert.equal((await conversations.get('19:moves@thread.tacv2'))?.language, null);
    assert.equal((await chat.as('helpdesk-agent', 'channel').say('language English')).card?.lang, 'en');
    assert.equal((await chat.as('nobody').execute(VERBS.setLanguage, { language: 'it' })).card?.lang, 'it');
    await chat.as('nobody').execute(VERBS.setLanguage, { language: 'teams' });
  });

  for (const person of PEOPLE) {
    it(`when ${person} presses buttons they may not press, then each is refused and nothing at all changes`, async () => {
      const talker = chat.as(person);
      const before = await everything(chat);
      for (const verb of verbsOf(person, false)) {
        const { invoke, text, card } = await talker.execute(verb, data);
        assert.match(text, person === 'unreadable' ? NOT_READ : REFUSED, verb);
        assert.match(text, NOTHING, verb);
        assert.deepEqual(
          [invoke?.statusCode, invoke?.type, card],
          [200, MESSAGE, null],
          `${verb}: the card has to stay`,
        );
      }
      assert.equal(await everything(chat), before);
    });

    it(`when ${person} says what they may not say, then it is refused with a card and nothing changes`, async () => {
      const before = await everything(chat);
      for (const scope of ['personal', 'channel'] as const) {
        const talker = chat.as(person, scope);
        for (const [command, text] of commandsOf(person, false)) {
          const answer = await talker.say(text);
          assert.match(answer.text, person === 'unreadable' ? NOT_READ : REFUSED, command);
          assert.ok(answer.card !== null && NOTHING.test(answer.text), command);
        }
      }
      assert.equal(await everything(chat), before);
    });

    it(`when ${person} does what they may do, then it is answered`, async () => {
      // Of an older version, so that a button is answered and not carried out.
      const old = { ...data, version: 1, reminder: 'none', customer: undefined };
      for (const verb of verbsOf(person, true)) {
        const { text } = await chat.as(person).execute(verb, old);
        assert.doesNotMatch(text, new RegExp(`${REFUSED.source}|${NOT_READ.source}`), verb);
        assert.ok(text.length > 10, verb);
      }
      for (const [command, said] of commandsOf(person, true)) {
        const { text } = await chat.as(person).say(said);
        assert.doesNotMatch(text, new RegExp(`${REFUSED.source}|${NOT_READ.source}`), command);
      }
    });
  }

  it('when the help desk looks at how the team is reminded and at what reached nobody, then it sees both and changes neither', async () => {
    const desk = chat.as('helpdesk-agent');
    for (const [say, verb, shown] of [
      ['settings', VERBS.settingsShow, /How the team is reminded/],
      ['undelivered', VERBS.undelivered, /Undelivered messages/],
    ] as const) {
      assert.match((await desk.say(say)).text, shown);
      assert.match((await desk.execute(verb, {})).text, shown);
    }
    assert.match((await desk.execute(VERBS.settingsStages, {})).text, /When reminders come/);
    const before = await everything(chat);
    for (const verb of [VERBS.settingsSave, VERBS.settingsSaveStages, VERBS.messageRetry, VERBS.messageRetryAll])
      assert.match((await desk.execute(verb, data)).text, REFUSED, verb);
    assert.equal(await everything(chat), before);
  });

  it('when a meaning is chosen that the person may not ask for, then it is refused as the command typed would be', async () => {
    const before = await everything(chat);
    for (const [kind, value] of [
      ['move', 'fourthcoffee.com'],
      ['remind-here', ''],
    ] as const) {
      const desk = await chat.as('helpdesk-agent').execute(VERBS.meant, { kind, value });
      assert.match(desk.text, REFUSED, kind);
    }
    assert.match((await chat.as('nobody').execute(VERBS.meant, { kind: 'moves', value: '' })).text, REFUSED);
    assert.equal(await everything(chat), before);
  });

  it('when somebody may not look, then the search box of a card finds nothing for them', async () => {
    for (const [person, found] of [
      ['helpdesk-agent', true],
      ['unreadable', true],
      ['nobody', false],
      ['stranger', false],
    ] as const) {
      assert.equal((await chat.as(person).search('customers', 'alpine')).length > 0, found, person);
    }
  });

  it('when the button is an older submit, then the answer is a message and the card is not replaced', async () => {
    const before = await everything(chat);
    const value = { ...data, verb: VERBS.stopMove };
    const answer = await chat.as('nobody', 'channel').send({ type: 'message', value, replyToId: 'card-1' });
    assert.equal(answer.card, null);
    assert.match(answer.text, REFUSED);
    assert.equal(await everything(chat), before);
  });

  it('when it is refused, then it is said what it was, who may, whom to ask and how long it takes', async () => {
    const { text } = await chat.as('helpdesk-agent').execute(VERBS.invited, data);
    assert.match(
      text,
      /To invite the customer you need one of these roles in Partner Center: Admin agent or Sales agent/,
    );
    assert.match(text, /Global administrator or User administrator.*Account settings > User management.*hour/s);
  });

  it('when a move is begun before the whole team, then no question is left open there for others to answer', async () => {
    const sam = chat.as('Sam', 'channel');
    const nobody = chat.as('nobody', 'channel');
    assert.match((await sam.execute(VERBS.startMove, {})).text, /personal chat/);
    assert.match((await nobody.execute(VERBS.startMove, {})).text, REFUSED);
    assert.match((await sam.say('no such customer anywhere')).text, /did not understand/);
  });

  it('when a role is lost between two presses, then it counts until the five minutes are over', async () => {
    const late = chat.as('late');
    await give(chat, 'late', ['sales-agent']);
    const old = { ...data, version: 1 };
    assert.doesNotMatch((await late.execute(VERBS.invited, old)).text, REFUSED);
    await give(chat, 'late', ['helpdesk-agent']);
    assert.doesNotMatch((await late.execute(VERBS.invited, old)).text, REFUSED);
    await chat.house.services.sandbox?.advance(5.1 / 1440);
    const before = await everything(chat);
    assert.match((await late.execute(VERBS.invited, data)).text, REFUSED);
    assert.equal(await everything(chat), before);
  });

  it('when a role is taken away while a card stands there, then its buttons cannot be written either', async () => {
    const leaver = chat.as('leaver');
    await give(chat, 'leaver', ['admin-agent']);
    await leaver.say('move litware.com');
    assert.match((await leaver.say('Italy')).text, /Step 3 of/);
    await give(chat, 'leaver', []);
    await chat.house.services.sandbox?.advance(5.1 / 1440);
    const before = await everything(chat);
    for (const said of ['sent', 'check again', 'yes']) assert.match((await leaver.say(said)).text, REFUSED, said);
    assert.equal(await everything(chat), before);
  });

  it('when an order is confirmed, then what was read before does not count', async () => {
    const buyer = chat.as('buyer');
    await give(chat, 'buyer', ['sales-agent']);
    const old = { ...data, version: 1 };
    assert.doesNotMatch((await buyer.execute(VERBS.orderPreview, old)).text, REFUSED);
    await give(chat, 'buyer', []);
    assert.doesNotMatch((await buyer.execute(VERBS.orderPreview, old)).text, REFUSED, 'still known');
    const before = await everything(chat);
    assert.match((await buyer.execute(VERBS.orderConfirmed, data)).text, REFUSED);
    assert.match((await buyer.execute(VERBS.orderPreview, old)).text, REFUSED, 'and known from then on');
    assert.equal(await everything(chat), before);
  });

  it('when Graph cannot be read at that moment, then an order is refused although the role was known', async () => {
    const buyer = chat.as('buyer2');
    await give(chat, 'buyer2', ['admin-agent']);
    assert.doesNotMatch((await buyer.execute(VERBS.orderPreview, { ...data, version: 1 })).text, REFUSED);
    await fail(chat, { kind: 'refuse', status: 403, path: '/users/buyer2/', times: 100 });
    const before = await everything(chat);
    assert.match((await buyer.execute(VERBS.orderConfirmed, data)).text, /does not let the assistant read/);
    assert.equal(await everything(chat), before);
  });

  it('when somebody asks for help or leaves a question, then Microsoft is not asked', async () => {
    let asked = 0;
    const partnerRoles = async () => {
      asked += 1;
      return { held: new Set<never>(), unread: null };
    };
    const anybody = talkerWith({ partnerRoles }, null);
    for (const text of ['help', 'hello', 'cancel']) await anybody.say(text);
    await anybody.execute(VERBS.help, {});
    assert.equal(asked, 0);
    await anybody.say('moves');
    await anybody.execute(VERBS.moves, {});
    assert.equal(asked, 1);
  });

  describe('with a tenant of its own', () => {
    const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
    /** In Teams people are object ids of Entra. */
    const [SALES, DESK, PATIENT, SAM] = [
      'aaaaaaaa-0000-4000-8000-0000000000a1',
      'aaaaaaaa-0000-4000-8000-0000000000a2',
      'aaaaaaaa-0000-4000-8000-0000000000a3',
      'aaaaaaaa-0000-4000-8000-0000000000a4',
    ];
    const inTeams = (over: Partial<Activity>): Partial<Activity> => ({
      ...over,
      channelData: { tenant: { id: TENANT } },
    });

    it('when somebody of the tenant holds the role, then it is done, and otherwise not, whatever the card data says', async () => {
      await give(chat, SALES, ['sales-agent']);
      await give(chat, DESK, ['helpdesk-agent']);
      const graph = graphOf(chat);
      for (const [person, refused] of [
        [SALES, false],
        [DESK, true],
      ] as const) {
        const value = { action: { type: 'Action.Execute', verb: VERBS.invited, data: { ...data, version: 1 } } };
        const talker = talkerWith(graph, TENANT, person);
        const { text } = await talker.send(inTeams({ type: 'invoke', name: 'adaptiveCard/action', value }));
        assert.equal(REFUSED.test(text), refused, `${person}: ${text}`);
      }
    });

    it('when Teams does not say who it is, then nobody is answered, even one whose card says so', async () => {
      const value = { ...data, verb: VERBS.moves };
      const from = { id: 'sam', name: 'Sam' };
      const answer = await talkerWith(graphOf(chat), TENANT).send(inTeams({ type: 'message', value, from }));
      assert.match(answer.text, /only people of the organization/);
      assert.equal(answer.card, null);
    });

    it('when Graph is slow, then looking goes on, a change is refused, and nobody waits for ever', async () => {
      await fail(chat, { kind: 'no-answer', path: `/users/${PATIENT}/`, times: 100 });
      const slow = talkerWith(graphOf(chat), TENANT, PATIENT, () => AbortSignal.timeout(30));
      assert.match((await slow.send(inTeams({ type: 'message', text: 'moves' }))).text, /Contoso/);
      const before = await everything(chat);
      const { text } = await slow.send(inTeams({ type: 'message', text: 'remind here' }));
      assert.match(text, /did not answer in time/);
      assert.equal(await everything(chat), before);
    });

    it('when no group is pinned, then everything that changes is refused with what the operator has to set', async () => {
      const warned: unknown[] = [];
      const log = pino({ level: 'warn' }, { write: (line: string) => warned.push(JSON.parse(line)) });
      const { sandbox } = chat.house.services;
      const dir = await (await Chat.open()).stop();
      const url = sandbox?.url ?? '';
      const config = readConfig({
        ...{ MicrosoftAppType: 'SingleTenant', MicrosoftAppId: TENANT, MicrosoftAppPassword: 'x' },
        ...{ MicrosoftAppTenantId: TENANT, DATA_DIR: dir, GRAPH_URL: url, LOGIN_URL: url, PARTNER_CENTER_URL: url },
      });
      const house = await openHouse(config, log);
      try {
        assert.match(JSON.stringify(warned), /No group is pinned.*ADMIN_AGENTS_GROUP/);
        const sam = new Talker(house, SAM, 'personal');
        const refused = await sam.send(inTeams({ type: 'message', text: 'move contoso.com' }));
        assert.match(refused.text, /Whoever runs it sets ADMIN_AGENTS_GROUP/);
        assert.match(refused.text, NOTHING);
        assert.doesNotMatch((await sam.send(inTeams({ type: 'message', text: 'moves' }))).text, NOT_READ);
      } finally {
        await house.close();
        rmSync(dir, { recursive: true, force: true });
      }
    });
  });

  /** Somebody who talks to a bot on the same database, whose roles are read elsewhere. */
  function talkerWith(
    source: ConstructorParameters<typeof Authority>[0]['source'],
    tenantId: string | null,
    name = 'Somebody',
    limit?: () => AbortSignal,
  ): Talker {
    const { clock } = chat.house.services;
    const groups = SANDBOX_GROUPS;
    const authority = new Authority({ source, groups, clock, ...(limit === undefined ? {} : { limit }) });
    const services = { ...chat.house.services, authority };
    const state = new ConversationState(new MemoryStorage());
    const conversation = new Conversation(services, state);
    return new Talker(
      { ...chat.house, bot: new MoveBot({ services, conversation, state, tenantId }) },
      name,
      'personal',
    );
  }
});

const MESSAGE = 'application/vnd.microsoft.activity.message';

/** Whether the table of permissions lets one of the people do a task. */
function may(person: (typeof PEOPLE)[number], task: Task): boolean {
  const { roles } = TASKS[task];
  if (roles === null) return true;
  if (person === 'unreadable') return task === 'look';
  return roles.some((role) => role === person);
}

function verbsOf(person: (typeof PEOPLE)[number], allowed: boolean): readonly string[] {
  return Object.entries(VERB_TASKS).flatMap(([verb, task]) => (may(person, task) === allowed ? [verb] : []));
}

function commandsOf(person: (typeof PEOPLE)[number], allowed: boolean): readonly (readonly [string, string])[] {
  return Object.entries(SAID).filter(
    ([, text]) => may(person, taskOfMessage(parseCommand(text), undefined, 'personal')) === allowed,
  );
}

function graphOf(chat: Chat): GraphClient {
  const url = chat.house.services.sandbox?.url ?? '';
  const tokens = sandboxTokenSource({ loginUrl: url, tenantId: SANDBOX_PARTNER.tenantId });
  return new GraphClient({ baseUrl: url, loginUrl: url, tokens });
}

/** Pulls a lever of the sandbox as a curious engineer would. */
async function pull(chat: Chat, lever: string, wish: unknown): Promise<void> {
  const reply = await fetch(`${chat.house.services.sandbox?.url}/sandbox/${lever}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  assert.equal(reply.status, 200, await reply.text());
}

const give = (chat: Chat, id: string, roles: readonly string[] | null) => pull(chat, 'people', { id, roles });
const fail = (chat: Chat, fault: unknown) => pull(chat, 'faults', [fault]);

/** All that is remembered but conversations and their open questions. */
async function everything(chat: Chat): Promise<string> {
  const { db } = chat.house.store.database;
  const rows = await Promise.all([
    db.selectFrom('move').selectAll().orderBy('id').execute(),
    db.selectFrom('move_history').selectAll().orderBy('move_id').orderBy('version').execute(),
    db.selectFrom('reminder').selectAll().orderBy('move_id').orderBy('key').execute(),
    db.selectFrom('watch').selectAll().orderBy('move_id').execute(),
    db.selectFrom('place').selectAll().execute(),
    db.selectFrom('setting').selectAll().execute(),
    db.selectFrom('assignment').selectAll().execute(),
    db.selectFrom('reminder_event').selectAll().orderBy('id').execute(),
    db.selectFrom('message').selectAll().orderBy('seq').execute(),
    sql`select name, data from pgboss.job where name !~ '^__' order by created_on, id`.execute(db),
  ]);
  return JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
