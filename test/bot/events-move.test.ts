import assert from 'node:assert/strict';
import { ActivityHandler } from 'botbuilder';
import { pino } from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { readConfig } from '../../bot/config.ts';
import { eventsUrl } from '../../bot/partner-center-events.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { checkMove } from '../../services/moves/check-move.ts';
import { delegationChanged } from '../../services/moves/delegation-changed.ts';
import { tenantOf } from '../sandbox/start.ts';
import { Chat } from './chat.ts';
import { Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

const log = pino({ level: 'silent' });

/** The whole product with HTTP and jobs, but no sweep: nothing is polled. */
describe('a move and the events of Partner Center', () => {
  let chat: Chat;
  let server: RunningServer;
  let house: Proactive;

  beforeEach(async () => {
    chat = await Chat.open();
    const { services, events } = chat.house;
    house = Proactive.over(chat);
    const health = { ready: async () => true, metrics: async () => '' };
    const parts = {
      adapter: createAdapter(null, log, async () => {}),
      bot: new ActivityHandler(),
      health,
      log,
      events,
    };
    server = await startServer({ host: '127.0.0.1', port: 0 }, { ...parts, sandbox: true });
    const { jobs } = services;
    await jobs.work('check-move', { concurrency: 4 }, ({ moveId }) => checkMove(services, moveId));
    await jobs.work('delegation-changed', {}, ({ relationshipId }) => delegationChanged(services, relationshipId));
    await events.daily(eventsUrl(readConfig({}), server.port))();
  });
  afterEach(async () => {
    await server.close();
    await chat.close();
  });

  const lever = async (name: string, body: unknown) => {
    const url = `${chat.house.services.sandbox?.url}/sandbox/${name}`;
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(reply.status, 200, name);
  };
  const openMove = async () => {
    const [move] = (await chat.house.services.moveStore.list({ state: 'open', limit: 5 })).items;
    assert.ok(move);
    return move;
  };
  /** Waits for the next message that the bot sends by itself. */
  const told = async () => {
    const before = house.teams.delivered.length;
    while (house.teams.delivered.length === before) {
      await new Promise((resolve) => setImmediate(resolve));
      await house.deliverAll();
    }
    return wordsOf(house.teams.delivered.at(-1));
  };
  /** Everything that is under way ends; what was told meanwhile. */
  const inTheEnd = async () => {
    await chat.house.services.jobs.stop();
    await house.deliverAll();
    return house.teams.delivered;
  };

  it('when the customer accepts, then the move goes on and the team is told once, without any polling', async () => {
    const sam = chat.as('Sam');
    await sam.say('move contoso.com');
    await sam.press('Save the country', { country: 'Italy' });
    await sam.press('I have sent the invitation');
    await lever('events', { copies: 3 });
    await chat.house.services.sandbox?.advance(1);
    assert.match(await told(), /accepted your invitation/);
    const move = await openMove();
    assert.equal(move.facts.relationship.status, 'reseller');
    // The poll, and the same event sent again, find nothing new.
    await Promise.all([checkMove(chat.house.services, move.id), lever('events', { replay: true })]);
    const messages = (await inTheEnd())
      .map((d) => wordsOf(d))
      .filter((words) => /accepted your invitation/.test(words));
    assert.equal(messages.length, 1);
    await sam.say('move contoso.com');
    assert.match(sam.last.text, /Step 5 of/);
  });

  it('when delegated access ends, then the relationship is asked for its customer, and the team is told', async () => {
    await chat.as('Sam').say('move contoso.com');
    assert.equal((await openMove()).facts.relationship.delegatedSupport, 'yes');
    await lever('delegations', { tenantId: tenantOf('contoso'), access: 'none' });
    assert.match(await told(), /the access has ended/);
    await lever('delegations', { tenantId: tenantOf('contoso'), access: 'read-and-support' });
    assert.match(await told(), /turn to Microsoft's support/);
    assert.equal((await inTheEnd()).length, 2);
  });

  it('when an event is changed on its way, then nothing happens', async () => {
    const sam = chat.as('Sam');
    await sam.say('move contoso.com');
    await sam.press('Save the country', { country: 'Italy' });
    await sam.press('I have sent the invitation');
    const taken: unknown[] = [];
    const { partnerEvents } = chat.house.store;
    const take = partnerEvents.take.bind(partnerEvents);
    partnerEvents.take = async (event, now) => {
      taken.push(event);
      return take(event, now);
    };
    for (const tamper of ['body', 'signature', 'certificate-url']) {
      await lever('events', { tamper });
      await lever('delegations', {
        tenantId: tenantOf('contoso'),
        access: tamper === 'signature' ? 'read-and-support' : 'none',
      });
    }
    await lever('events', {});
    await chat.house.services.sandbox?.advance(1);
    await told();
    assert.ok(taken.length >= 1, 'what comes after them is taken in');
    assert.ok(taken.every((event) => (event as { tenantId: string | null }).tenantId !== null));
  });
});
