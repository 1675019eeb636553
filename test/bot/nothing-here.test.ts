import assert from 'node:assert/strict';
import { Chat, type Talker } from './chat.ts';

describe('where there is nothing yet', () => {
  let chat: Chat;
  let sam: Talker;
  before(async () => {
    chat = await Chat.open();
    sam = chat.as('Sam');
  });
  after(() => chat.close());

  for (const [said, next] of [
    ['export', /no move is open\. Write "move contoso\.com"/],
    ['export Contoso', /Write "move Contoso"/],
    ['calendar Contoso', /Write "move Contoso"/],
    ['status Contoso', /Write "move Contoso"/],
    ['weekly', /Write "move contoso\.com" to start one, or "moves"/],
    ['reminders', /"moves" shows the open ones/],
    ['undelivered', /Write "reminders"/],
  ] as const) {
    it(`when no move is open and somebody says ${said}, then the answer names what to do next`, async () => {
      assert.match((await sam.say(said)).text, next);
    });
  }

  for (const said of ['weekly', 'moves']) {
    it(`when no move is open and somebody says ${said}, then the first button starts one`, async () => {
      await sam.say(said);
      await sam.press('Move a customer');
      assert.match(sam.last.text, /Which customer/);
    });
  }

  it('when a move knows no subscriptions yet, then export and calendar say so and what to do', async () => {
    await sam.say('move litware.com');
    assert.match(
      (await sam.say('export Litware')).text,
      /for Litware yet: the subscriptions are not known\. Write "move Litware"/,
    );
    assert.match(
      (await sam.say('calendar Litware')).text,
      /for Litware at the moment\. Write "why no reminder Litware"/,
    );
    assert.match((await sam.say('reminders Litware')).text, /Write "why no reminder Litware"/);
    const { moveId } = (await sam.say('status Litware')).actions.get('Open the move')?.data ?? {};
    assert.match((await sam.execute('file.export', { moveId })).text, /Write "move Litware"/);
  });
});
