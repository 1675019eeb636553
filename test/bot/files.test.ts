import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { MOST_READ } from '../../bot/said.ts';
import { answerFile, offerFile } from '../../dialogs/files.ts';
import { replyActivity } from '../../dialogs/reply-activity.ts';
import type { Turn } from '../../dialogs/turn.ts';
import { workbook } from '../files/workbook.ts';
import { type Answer, Chat, type Talker } from './chat.ts';
import { Storage } from './storage.ts';

const CSV =
  'Product name;Licences;Expiration date\r\nMicrosoft 365 Business Premium;25;2027-03-31\r\nOffice 365 E3;10;2027-04-30\r\n';

describe('files in the chat', () => {
  let chat: Chat;
  let sam: Talker;
  let moveId: string;
  let early: Answer;
  const storage = new Storage();
  before(async () => {
    await storage.start();
    chat = await Chat.open();
    sam = chat.as('Sam');
    await sam.say('move litware.com');
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    moveId = items[0]?.id ?? '';
    early = await send(CSV);
    await sam.say('move litware.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    const zoe = chat.as('Zoe');
    for (const domain of ['alpineskihouse.com', 'margiestravel.com']) {
      await zoe.say(`move ${domain}`);
      if (zoe.last.actions.has('Save the country')) await zoe.press('Save the country', { country: 'IT' });
    }
  });
  after(async () => {
    await chat.close();
    await storage.stop();
  });

  const load = () => chat.house.services.moveStore.load(moveId);
  const lines = async () => ((await load())?.facts.originals ?? []).map((o) => [o.name, o.seats, o.endDate]);
  const file = (url: string, name = 'products.csv') => ({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: 'https://contoso-my.sharepoint.com/personal/sam/products.csv',
    name,
    content: { downloadUrl: url, uniqueId: '1', fileType: 'csv' },
  });
  const send = (body: string | Uint8Array, who: Talker = sam, more: object[] = []) => {
    storage.files.set('/file', { body });
    const attachments = [{ contentType: 'text/html', content: '<p></p>' }, file(`${storage.url}/file`), ...more];
    return who.send({ type: 'message', text: '', attachments } as never);
  };
  const clear = async () => {
    for (const { id } of (await load())?.facts.originals ?? []) {
      const move = await load();
      await sam.execute('originals.remove', { moveId, version: move?.version, originalId: id });
    }
  };
  const linkOf = ({ card }: Answer) => /"url":"(http:[^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';
  const fetched = async (answer: Answer) =>
    Buffer.from(await (await fetch(linkOf(answer))).arrayBuffer()).toString('utf8');

  beforeEach(clear);

  it('when a file comes before the move has got so far, then it waits, and its button takes it over', async () => {
    assert.match(early.text, /steps to finish before it takes a list/);
    assert.match((await sam.press('Take over the list', {}, early)).text, /2 subscriptions were taken over/);
  });

  it('when a CSV file is sent, then its subscriptions are in the move; sent again, nothing is doubled', async () => {
    const answer = await send(CSV);
    assert.match(answer.text, /2 subscriptions were taken over from your file/);
    assert.deepEqual(await lines(), [
      ['Microsoft 365 Business Premium', 25, '2027-03-31'],
      ['Office 365 E3', 10, '2027-04-30'],
    ]);
    assert.match((await send(CSV)).text, /in the list already just like that/);
    assert.match((await send(CSV.replace(';25;', ';30;'))).text, /taken over/);
    assert.deepEqual(
      (await lines()).map(([, seats]) => seats),
      [30, 10],
    );
  });

  it('when an Excel workbook is sent, then the same', async () => {
    await send(
      workbook([
        ['Nome prodotto', 'Licenze', 'Data di scadenza'],
        ['Office 365 E3', 10, { serial: 46507 }],
      ]),
    );
    assert.deepEqual(await lines(), [['Office 365 E3', 10, '2027-04-30']]);
  });

  it('when the lines are pasted, then the same', async () => {
    await sam.say('Produto\tLicenças\tData de vencimento\nOffice 365 E3\t10\t30/04/2027');
    assert.deepEqual(await lines(), [['Office 365 E3', 10, '2027-04-30']]);
  });

  it('when more lines are pasted than are read of a message, then that is said, and not the half of them is taken', async () => {
    const { text } = await sam.say(`Product\tLicenses\tNote\nOffice 365 E3\t10\t${'x'.repeat(MOST_READ)}`);
    assert.match(text, /too long/);
    assert.deepEqual(await lines(), []);
  });

  it('when a date can be two days, then it is asked, and the answer takes the list over', async () => {
    const asked = await send('Product,Licenses,Expires\nOffice 365 E3,10,03/04/2027\n');
    assert.match(asked.text, /Which day does 03\/04\/2027 mean/);
    assert.deepEqual(await lines(), []);
    const taken = await sam.press('Take over the list', { order: 'day-first' });
    assert.match(taken.text, /1 subscription was taken over/);
    assert.deepEqual(await lines(), [['Office 365 E3', 10, '2027-04-03']]);
    assert.match((await sam.press('Take over the list', { order: 'day-first' }, asked)).text, /not here any more/);
  });

  it('when somebody else presses the button of a file, then nothing is taken, and it stays with who sent it', async () => {
    const asked = await send('Product,Licenses,Expires\nOffice 365 E3,10,03/04/2027\n');
    const table = asked.actions.get('Take over the list')?.data;
    const answer = { ...table, moveId, order: 'day-first' };
    for (const other of [chat.as('Zoe'), chat.as('Sam', 'channel')])
      assert.match((await other.execute('file.import', answer)).text, /not here any more|personal chat/);
    assert.deepEqual(await lines(), []);
    assert.match((await sam.press('Take over the list', { order: 'day-first' }, asked)).text, /taken over/);
  });

  it('when rows are wrong, then each is named and nothing is taken', async () => {
    const answer = await send('Product,Licenses\nOffice 365 E3,10\nOffice 365 E1,many\n');
    assert.match(answer.text, /was not taken over.*3.*Licenses.*"many" is not a number/s);
    assert.deepEqual(await lines(), []);
  });

  it('when several customers are worked on in this chat, then it is asked whose the list is', async () => {
    const zoe = chat.as('Zoe');
    const asked = await send(CSV, zoe);
    assert.match(asked.text, /Which customer's subscriptions/);
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 9 });
    const chosen = items.find(({ customer }) => customer.domain === 'alpineskihouse.com');
    await zoe.press('Take over the list', { moveId: chosen?.id });
    assert.equal((await chat.house.services.moveStore.load(chosen?.id ?? ''))?.facts.originals.length, 2);
  });

  it('when something else is sent, then it is said what can be read, and nothing changes', async () => {
    const picture = { contentType: 'image/png', contentUrl: 'https://smba.example/1' };
    assert.match(
      (await sam.send({ type: 'message', text: '', attachments: [picture] } as never)).text,
      /I can read lists/,
    );
    assert.match((await send(CSV, sam, [file(`${storage.url}/file`)])).text, /one file at a time/);
    assert.match((await send('Dear all,\nhello\n')).text, /no table of subscriptions/);
    const elsewhere = { type: 'message', text: '', attachments: [file('https://evil.example/x')] } as never;
    assert.match((await sam.send(elsewhere)).text, /where Teams keeps files/);
    storage.files.delete('/gone');
    assert.match(
      (await sam.send({ type: 'message', attachments: [file(`${storage.url}/gone`)] } as never)).text,
      /did not give me the file/,
    );
    assert.deepEqual(await lines(), []);
  });

  it('when it is sent before the whole team, or by somebody without the role, then nothing is taken', async () => {
    assert.match((await send(CSV, chat.as('Ava', 'channel'))).text, /in a personal chat only/);
    await chat.lever('people', { id: 'max', roles: [] });
    assert.match((await send(CSV, chat.as('Max'))).text, /another role/);
    assert.deepEqual(await lines(), []);
  });

  it('when a move is exported, then a link gives it as a table in the language of the reader', async () => {
    await send(CSV);
    const text = await fetched(await sam.say('export Litware'));
    const rows: string[][] = parse(text, { bom: true });
    assert.deepEqual(rows[0]?.slice(0, 3), ['Customer', 'Domain', 'Product name']);
    assert.deepEqual(rows[2]?.slice(2, 8), ['Office 365 E3', 'ENTERPRISEPACK', rows[2]?.[4], '10', '', '2027-04-30']);
    await sam.say('status Litware');
    assert.equal(await fetched(await sam.press('Export for Excel')), text);
  });

  it('when what was exported is sent back, then nothing is doubled', async () => {
    await send(CSV);
    await send(await fetched(await sam.say('export Litware')));
    assert.equal((await lines()).length, 2);
  });

  it('when all moves are exported, then each is a line', async () => {
    await sam.say('moves');
    const rows: string[][] = parse(await fetched(await sam.press('Export for Excel')), { bom: true });
    assert.ok(rows.some(([, domain]) => domain === 'litware.com'));
  });

  it('when the deadlines of a move are asked for, then they come as a calendar', async () => {
    await send(CSV);
    const text = await fetched(await sam.say('calendar Litware'));
    assert.match(text, /DTSTART;VALUE=DATE:20270331/);
    assert.equal(text.match(/BEGIN:VEVENT/g)?.length, 2);
    assert.match((await sam.say('calendar')).text, /Of which customer/);
  });

  it('when a link is old or made up, then it gives nothing', async () => {
    const url = chat.house.services.sandbox?.url ?? '';
    assert.equal((await fetch(`${url}/sandbox/files/3f0b1c7e-0000-4000-8000-000000000001/a.csv`)).status, 404);
  });

  it('when it is Teams, then the person is asked first, and a channel is shown the way into 1:1', async () => {
    await send(CSV);
    const turn: Turn = {
      person: { id: 'sam', name: 'Sam' },
      reader: { locale: 'en', today: '2026-11-20', sandbox: false },
      conversationId: 'a:sam',
      scope: 'personal',
      placeName: '',
      cardId: null,
    };
    const services = { ...chat.house.services, sandbox: null };
    const reply = await offerFile(services, turn, { file: 'export', moveId });
    const [card] = replyActivity(reply, turn.reader).attachments ?? [];
    assert.ok(card !== undefined && 'name' in card && 'acceptContext' in card.content);
    assert.equal(card.contentType, 'application/vnd.microsoft.teams.card.file.consent');
    assert.match(card.name, /^Litware.*\.csv$/);
    assert.deepEqual(card.content.acceptContext, { file: 'export', moveId });
    assert.ok(card.content.sizeInBytes > 100);
    const inChannel = await answerFile(services, { ...turn, scope: 'team' }, 'export', 'Litware');
    assert.match(JSON.stringify(inChannel), /personal chat only/);
  });

  describe('and the person is asked whether they want one', () => {
    const consent = (action: string, context: unknown, path = '/upload', who = sam) =>
      who.send({
        type: 'invoke',
        name: 'fileConsent/invoke',
        replyToId: 'card-1',
        value: {
          type: 'fileUpload',
          action,
          context,
          uploadInfo: {
            uploadUrl: `${storage.url}${path}`,
            contentUrl: `${storage.url}/content`,
            name: 'a.csv',
            uniqueId: 'u1',
            fileType: 'csv',
          },
        },
      });

    it('when they say yes, then it is put into their OneDrive and shown', async () => {
      await send(CSV);
      storage.uploads.length = 0;
      const { card } = await consent('accept', { file: 'export', moveId });
      assert.match(storage.uploads[0]?.bytes.toString('utf8') ?? '', /Office 365 E3/);
      assert.deepEqual(card, { uniqueId: 'u1', fileType: 'csv' });
    });

    it('when they say no, then nothing is sent', async () => {
      storage.uploads.length = 0;
      assert.match((await consent('decline', { file: 'export', moveId })).text, /nothing was sent/);
      assert.equal(storage.uploads.length, 0);
    });

    it('when the storage refuses, or what comes back is not ours, then it is said', async () => {
      await send(CSV);
      storage.files.set('/full', { status: 507 });
      assert.match(
        (await consent('accept', { file: 'export', moveId }, '/full')).text,
        /could not be put into your OneDrive/,
      );
      assert.match((await consent('accept', { file: 'other' })).text, /\w/);
      storage.uploads.length = 0;
      await chat.lever('people', { id: 'mia', roles: [] });
      assert.match(
        (await consent('accept', { file: 'export', moveId }, '/upload', chat.as('Mia'))).text,
        /another role/,
      );
      assert.equal(storage.uploads.length, 0);
    });
  });
});
