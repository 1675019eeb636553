import assert from 'node:assert/strict';
import { type Activity, type ConversationReference, TestAdapter, type TurnContext } from 'botbuilder';
import { Notifier } from '../../bot/notifier.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { answers } from './answers.ts';
import { Chat } from './chat.ts';

interface Delivered {
  readonly conversationId: string;
  readonly activity: Partial<Activity>;
}

/** Stands in for Teams: keeps what was sent, or refuses with a status. */
class Teams {
  readonly delivered: Delivered[] = [];
  refuseWith: number | null = null;

  async continueConversationAsync(
    _appId: string,
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    if (this.refuseWith !== null) throw Object.assign(new Error('refused'), { statusCode: this.refuseWith });
    const adapter = new TestAdapter(async () => {});
    await adapter.processActivity({ type: 'event', name: 'ContinueConversation' } as Activity, logic);
    for (const activity of adapter.activeQueue) {
      this.delivered.push({ conversationId: reference.conversation?.id ?? '', activity });
    }
  }
}

describe('the notifier', () => {
  let chat: Chat;
  let teams: Teams;
  let notifier: Notifier;
  let jobs: unknown[];

  beforeEach(async () => {
    chat = await Chat.open();
    teams = new Teams();
    // The casts: only the one method is used, and it has the SDK's own signature but for its overloads.
    notifier = new Notifier({ services: chat.house.services, adapter: teams as never, appId: '' });
    jobs = [];
    const { jobs: queue } = chat.house.services;
    const sendAll = queue.sendAll.bind(queue);
    queue.sendAll = async (name, sent, options) => {
      if (name === 'deliver') jobs.push(...sent.map((job) => job.data));
      else await sendAll(name, sent, options);
    };
  });
  afterEach(() => chat.close());

  const deliverAll = async () => {
    for (const job of jobs.splice(0)) await notifier.deliver(job);
  };
  const wordsOf = (d: Delivered | undefined) => JSON.stringify(d?.activity.attachments ?? []);

  /** Contoso up to the confirmed list of originals, the first of which ends in 45 days. */
  async function contoso() {
    const sam = chat.as('Sam');
    await sam.say('move Contoso');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    await sam.say('move Contoso');
    await sam.press('Import from the tenant');
    await sam.press('The list is complete', await answers(chat, { source: 'direct-mosa', autoRenew: 'no' }));
    return sam;
  }
  const days = async (count: number) => {
    await chat.house.services.sandbox?.advance(count);
    await sweep(chat.house.services);
  };

  it('when the customer accepts, then the person who opened the move is told without asking, once', async () => {
    await contoso();
    await deliverAll();
    assert.deepEqual(
      teams.delivered.map((d) => d.conversationId),
      ['a:sam'],
    );
    assert.match(wordsOf(teams.delivered[0]), /accepted your invitation/);
    await chat.pass(1);
    await deliverAll();
    assert.equal(teams.delivered.length, 1);
  });

  it('when originals near their end, then the opener gets one message, and the channel of the team as well', async () => {
    await contoso();
    await chat.as('Ava', 'channel').say('remind here');
    await deliverAll();
    teams.delivered.splice(0);
    await days(15);
    await deliverAll();
    assert.deepEqual(teams.delivered.map((d) => d.conversationId).sort(), ['19:moves@thread.tacv2', 'a:sam']);
    await days(0);
    await deliverAll();
    assert.equal(teams.delivered.length, 2, 'and nothing is sent again');
  });

  it('when somebody has done it before it goes out, then nothing is sent', async () => {
    await contoso();
    await deliverAll();
    teams.delivered.splice(0);
    await days(15);
    const { reminders, clock } = chat.house.services;
    for (const job of jobs as { reminders: { moveId: string; key: string }[] }[]) {
      for (const { moveId, key } of job.reminders)
        await reminders.done(moveId, key, { id: 'ava', name: 'Ava' }, clock.now());
    }
    await deliverAll();
    assert.deepEqual(teams.delivered, []);
  });

  it('when the queue hands out the same job twice, then the reminder stays sent', async () => {
    await contoso();
    await deliverAll();
    await days(15);
    const [job] = jobs.splice(0);
    await notifier.deliver(job);
    await notifier.deliver(job);
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    const open = await chat.house.services.reminders.openNow({
      moveId: items[0]?.id ?? '',
      limit: 10,
      today: '2000-01-01',
    });
    assert.ok(open.length > 0);
  });

  it('when Teams is busy, then the failure goes back to the queue', async () => {
    await contoso();
    teams.refuseWith = 429;
    await assert.rejects(deliverAll());
  });

  it('when Teams refuses for good, then it is recorded with its reason and not tried again', async () => {
    await contoso();
    await deliverAll();
    await days(15);
    teams.refuseWith = 403;
    const refs = (jobs as { reminders: { moveId: string; key: string }[] }[]).flatMap((j) => j.reminders);
    await deliverAll();
    const stored = await chat.house.services.reminders.findAll(refs);
    assert.ok(stored.length > 0 && stored.every((r) => r.state === 'missed' && r.failure === 'delivery.refused'));
  });

  it('when the chat is gone, then the personal chat of the opener is used', async () => {
    await contoso();
    await chat.as('Ava', 'channel').say('remind here');
    await deliverAll();
    teams.delivered.splice(0);
    await days(15);
    await chat.house.services.conversations.remove('19:moves@thread.tacv2');
    await deliverAll();
    assert.deepEqual(
      teams.delivered.map((d) => d.conversationId),
      ['a:sam', 'a:sam'],
    );
  });

  it('when a reminder is snoozed, then it comes back after that and not before', async () => {
    const sam = await contoso();
    await deliverAll();
    await days(15);
    await deliverAll();
    await sam.say('reminders Contoso');
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    const moveId = items[0]?.id ?? '';
    const [due] = await chat.house.services.reminders.openNow({
      moveId,
      limit: 1,
      today: sam.last === null ? '' : '2000-01-01',
    });
    teams.delivered.splice(0);
    const answer = await sam.execute('reminder.snooze', { moveId, reminder: due?.key, days: 3 });
    assert.match(answer.text, /snoozed|put off|again/i);
    await days(2);
    await deliverAll();
    assert.equal(teams.delivered.length, 0);
    await days(1.1);
    await deliverAll();
    assert.equal(teams.delivered.length, 1);
    const done = await sam.execute('reminder.done', { moveId, reminder: due?.key });
    assert.match(done.text, /Sam/);
    assert.match((await chat.as('Ava').execute('reminder.done', { moveId, reminder: due?.key })).text, /Sam/);
  });
});
