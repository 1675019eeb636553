import assert from 'node:assert/strict';
import { takeOver } from '../../bot/former-deliveries.ts';
import { startWorkers } from '../../bot/workers.ts';
import { Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('what an older version was about to say', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
  });
  afterEach(() => house.chat.close());

  it('when its job is taken up, then it is said', async () => {
    const { move } = await house.move('Contoso', []);
    const { jobs } = house.services;
    const said = Promise.withResolvers<void>();
    const outbox = Object.assign(Object.create(house.services.outbox), {
      say: async (messages: Parameters<typeof house.services.outbox.say>[0]) => {
        await house.services.outbox.say(messages);
        said.resolve();
      },
    });
    await jobs.send('deliver', { kind: 'news', conversationId: 'a:sam', moveId: move.id, code: 'provisioned' });
    await startWorkers({ ...house.services, outbox });
    await said.promise;
    await jobs.stop();
    await house.deliverAll();
    assert.deepEqual(
      house.teams.delivered.map((d) => d.conversationId),
      ['a:sam'],
    );
    assert.match(wordsOf(house.teams.delivered[0]), /Contoso/);
  });

  it('when it is an alarm or a lost channel, then that is said in the same words as ever', async () => {
    const alert = { kind: 'alert', code: 'sign-in-missing', params: {} };
    for (const job of [alert, { kind: 'channel-lost', place: 'Moves' }])
      await takeOver(house.services, { ...job, conversationId: 'a:sam' });
    await house.deliverAll();
    const said = house.teams.delivered.map(wordsOf);
    assert.ok(said.some((words) => /no longer write to Moves/.test(words)));
    assert.equal(said.length, 2);
  });

  it('when it is reminders, then they are left to the next run, which tells them once', async () => {
    const { refs } = await house.move('Contoso');
    const job = { kind: 'reminders', conversationId: 'a:sam', copy: false, reminders: refs, missed: [] };
    await takeOver(house.services, job);
    assert.deepEqual(await house.waiting(), []);
    await house.pass(0);
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), ['a:sam']);
  });

  it('when nobody can read it, then it is left, and the queue goes on', async () => {
    for (const job of [
      null,
      7,
      {},
      { kind: 'poem' },
      { kind: 'news', conversationId: 'a:sam', moveId: 'x', code: 'x' },
    ])
      await takeOver(house.services, job);
    assert.deepEqual(await house.waiting(), []);
  });
});
