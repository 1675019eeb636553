import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type RunningPlayground, startPlayground } from '../../bot/playground.ts';
import { ChatWindow, NARROW } from './driver.ts';
import { type EchoBot, startEchoBot } from './echo-bot.ts';
import { freePort } from './free-port.ts';

describe('the chat window and its driver', () => {
  let folder: string;
  let bot: EchoBot;
  let playground: RunningPlayground;
  let chat: ChatWindow;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csp-move-chat-'));
    bot = await startEchoBot();
    const log = pino({ level: 'silent' });
    playground = await startPlayground({ botUrl: bot.url, port: await freePort(), dataDir: folder, log });
    chat = await ChatWindow.open(playground.url);
  });

  after(async () => {
    await chat?.close();
    await playground?.stop();
    await bot?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('when the page is opened then the app is installed in the personal chat, once', () => {
    assert.deepEqual(bot.installations, [chat.config.personalChat.id]);
  });

  it('when a text is typed then the answer can be read', async () => {
    const { response } = await chat.say('good morning');
    assert.equal(response?.statusCode, 200);
    assert.equal(chat.lastText(), 'echo: good morning');
    assert.ok(await chat.message('echo: good morning').isVisible());
  });

  it('when a form is filled in and sent then the returned card replaces it', async () => {
    await chat.say('card');
    await chat.fill({
      Customer: 'Fabrikam',
      Seats: 25,
      'Last day': '2026-12-24',
      Term: 'Annual',
      Billing: 'Monthly',
      'Renew by itself': true,
    });
    await chat.click('Send');
    assert.deepEqual(Object.keys(chat.lastCard()), ['type', 'version', 'body']);
    assert.equal(
      await chat.lastCardText(),
      'Received\ncustomer\nFabrikam\nseats\n25\nend\n2026-12-24\nterm\nannual\nbilling\nmonthly\nrenew\ntrue',
    );
    assert.equal(await chat.page.getByText('A small form').count(), 0);
    assert.deepEqual(await chat.unsupported(), []);
  });

  it('when a required input is empty then the client says so and the bot hears nothing', async () => {
    await chat.say('card');
    const before = chat.traffic.toBot().length;
    await chat.clickLocally('Send');
    assert.match(await chat.lastCardText(), /Name the customer\./);
    assert.equal(chat.traffic.toBot().length, before);
  });

  it('when the bot writes by itself then the message arrives', async () => {
    await bot.announce('The term ends tomorrow.');
    await chat.until('the message', () => chat.texts().includes('The term ends tomorrow.'));
    await chat.message('The term ends tomorrow.').waitFor();
  });

  it('when another person acts then the bot sees who it is', async () => {
    const { request } = await chat.mock({ type: 'message', text: 'hello' }, { as: 'Priya Nair' });
    assert.deepEqual(request?.body?.from, chat.config.users[0]);
    await chat.until('the answer', () => chat.lastText() === 'echo: hello');
  });

  it('when a channel post mentions the bot then it answers in the thread, and a card works there', async () => {
    await chat.goto('Customer moves');
    assert.equal(bot.installations.at(-1), '19:customer-moves@thread.tacv2');
    const { request } = await chat.say('in the channel');
    assert.match(String(request?.body?.text), /<at>CSP Move Assistant<\/at> in the channel/);
    assert.equal(chat.lastText(), 'echo: in the channel');
    await chat.say('card');
    await chat.fill({ Customer: 'Fabrikam' });
    await chat.click('Send');
    assert.match(await chat.lastCardText(), /^Received\ncustomer\nFabrikam/);
  });

  it('when a message in the group chat does not mention the bot then the bot never sees it', async () => {
    await chat.goto('group');
    const before = chat.traffic.toBot().length;
    await chat.sayToOthers('lunch?');
    await chat.say('and you?');
    const heard = chat.traffic.toBot().slice(before);
    assert.equal(heard.length, 1);
    assert.match(String(heard[0]?.request?.body?.text), /and you\?/);
  });

  it('when a picture is taken then it is as wide as asked', async () => {
    await chat.goto('personal');
    const file = join(folder, 'narrow.png');
    await chat.shot(file, NARROW);
    const picture = await readFile(file);
    // Width of a PNG: the first number of its header chunk.
    assert.equal(picture.readUInt32BE(16), NARROW.width);
  });
});
