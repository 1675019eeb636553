import assert from 'node:assert/strict';
import { waitingMessages } from '../messages.ts';
import { atEnd } from '../setup.ts';
import { answers } from './answers.ts';
import { Chat, copyOf, remove, type Talker } from './chat.ts';
import { moveOf } from './ready-to-order.ts';

let walked: Promise<string> | null = null;

/** Northwind, whose two subscriptions another partner holds, at the step in which the transfer is asked for. */
async function walk(): Promise<string> {
  const chat = await Chat.open();
  const sam = chat.as('Sam');
  await sam.say('move northwindtraders.com');
  await sam.press('Save the country', { country: 'ES' });
  await sam.press('I have sent the invitation');
  await chat.pass(1);
  await sam.say('move northwindtraders.com');
  await sam.press('Import from the tenant');
  await sam.press('Complete: the rest is not known', await answers(chat, { source: 'partner-nce', autoRenew: 'no' }));
  await sam.press('Save and go on', await answers(chat, { path: 'transfer' }));
  assert.match(sam.last.text, /Provision/);
  const dir = await chat.stop();
  atEnd.push(() => remove(dir));
  return dir;
}

const TREY = { partner: 'treycloud.example', partnerName: '', customerEmail: 'admin@northwindtraders.com' };

describe('a transfer by chat', () => {
  let chat: Chat;
  let sam: Talker;

  const open = async (settings: Readonly<Record<string, string>> = {}) => {
    assert.ok(walked);
    chat = await Chat.open(await copyOf(await walked), settings);
    sam = chat.as('Sam');
    await sam.say('move northwindtraders.com');
  };
  /** Codes of all news that were written. */
  const told = async () => (await waitingMessages(chat.house.store.database)).map(({ data }) => data.code);
  before(async function () {
    this.timeout(120_000);
    walked ??= walk();
    await walked;
  });
  beforeEach(() => open());
  afterEach(() => chat.close());

  const ask = async () => {
    await sam.press(
      sam.last.actions.has('Ask for the transfer') ? 'Ask for the transfer' : 'Ask for the transfer again',
    );
    await sam.press('Ask the other partner', TREY);
  };
  const send = async () => {
    const { transfers, moves } = chat.house.services;
    const move = await moveOf(chat);
    for (const { id } of move.facts.transfers) await transfers?.send(moves, move.id, id);
  };
  const answered = async (status: string) => {
    await chat.lever('transfers', { tenantId: (await moveOf(chat)).customer.tenantId, status });
    await chat.pass(0);
    await sam.say('move northwindtraders.com');
  };

  it('when it is asked for, then the partner is looked up, the request is written down first and sent once', async () => {
    await ask();
    const [written] = (await moveOf(chat)).facts.transfers;
    assert.deepEqual([written?.sourcePartnerName, written?.transferId], ['Trey Cloud Services', null]);
    assert.equal(chat.happened().transfers.length, 0, 'nothing was sent by the button itself');
    await Promise.allSettled([send(), send()]);
    await send();
    assert.equal((await moveOf(chat)).facts.transfers[0]?.status, 'Pending');
    assert.equal(chat.happened().transfers.length, 1);
    await sam.say('move northwindtraders.com');
    assert.match(sam.last.text, /Trey Cloud Services: asked on .* by Sam, no answer yet/);
  });

  it('when the process dies before the answer is recorded, then the request is found and not sent again', async () => {
    await ask();
    await chat.lever('faults', [
      { kind: 'lost-reply', method: 'POST', path: '/transfers' },
      { kind: 'refuse', status: 403, code: 900308, method: 'GET', path: '/transfers', skip: 1 },
    ]);
    await assert.rejects(send());
    await chat.lever('faults', []);
    await send();
    assert.equal(chat.happened().transfers.length, 1);
    assert.equal((await moveOf(chat)).facts.transfers[0]?.status, 'Pending');
  });

  it('when the other partner accepts, then it is told and the subscriptions are ours', async () => {
    await ask();
    await send();
    await chat.pass(3);
    assert.ok((await told()).includes('transfer-complete'));
    const { facts } = await moveOf(chat);
    assert.equal(facts.provisioning.state, 'verified');
    assert.ok(facts.originals.every((o) => o.ended?.how === 'transferred'));
  });

  for (const [status, news, sentence] of [
    ['Reject', 'transfer-rejected', /the other partner said no/],
    ['PartiallyComplete', 'transfer-partial', /only a part was transferred/],
    ['Cancel', 'transfer-cancelled', /the request was withdrawn/],
  ] as const) {
    it(`when Partner Center says ${status}, then it is told once and it can be asked for again`, async () => {
      await ask();
      await send();
      await answered(status);
      assert.match(sam.last.text, sentence);
      await answered(status);
      assert.deepEqual(
        (await told()).filter((code) => code === news),
        [news],
      );
      await ask();
      await send();
      assert.deepEqual(
        chat.happened().transfers.map((t) => t.status),
        [status, null],
      );
    });
  }

  it('when Partner Center uses a word nobody knows, then it is shown as it is and the waiting goes on', async () => {
    await ask();
    await send();
    await answered('AwaitingSomething');
    assert.match(sam.last.text, /Partner Center says: AwaitingSomething/);
    assert.match(sam.last.text, /Waiting/);
  });

  it('when it is withdrawn, then it is cancelled at Partner Center and something else can be done', async () => {
    await ask();
    await send();
    await sam.say('move northwindtraders.com');
    await sam.press('Withdraw the transfer');
    assert.match(sam.last.text, /The transfer is withdrawn/);
    assert.equal(chat.happened().transfers[0]?.status, 'Cancel');
    assert.ok(sam.last.actions.has('Ask for the transfer again'));
    const state = await chat.house.services.moves.state((await moveOf(chat)).id);
    assert.equal(state?.lastChange?.command, 'transfer-withdrawn');
  });

  it('when nobody answers for a month, then it is said that it may have expired, which is not confirmed', async () => {
    await ask();
    await send();
    await answered('Pending');
    await chat.house.services.sandbox?.advance(31);
    await chat.pass(0);
    assert.ok((await told()).includes('transfer-old'));
    await sam.say('move northwindtraders.com');
    assert.match(sam.last.text, /about 30 days, which is not confirmed/);
    assert.ok(sam.last.actions.has('Withdraw the transfer'));
  });

  it('when Partner Center refuses it, then the reason is told and nothing waits', async () => {
    await ask();
    await chat.lever('faults', [{ kind: 'refuse', status: 400, code: 900110, method: 'POST', path: '/transfers' }]);
    await send();
    await sam.say('move northwindtraders.com');
    assert.match(sam.last.text, /could not be sent. The transfer was refused/);
    assert.ok(sam.last.actions.has('Ask for the transfer again'));
  });

  it('when something wrong is typed, then it is said beside the input, what was typed is kept and nothing is written down', async () => {
    await sam.press('Ask for the transfer');
    const form = sam.last;
    for (const [what, given, sentence] of [
      ['a domain nobody has', { partner: 'no-such-partner.example' }, /We do not know this partner/],
      ['a word', { partner: 'Trey' }, /We do not know this partner/],
      ['our own domain', { partner: 'fabrikam-partner.example' }, /This is your own company/],
      ['the customer', { partner: 'northwindtraders.com' }, /This is your own company, or the customer/],
      ['a tenant id without a name', { partner: '6a7c0b1e-2a75-4e0b-8c59-3d1e9f5b7c21' }, /other partner's name/],
      ['no e-mail address', { customerEmail: 'nobody' }, /enter an e-mail address/],
    ] as const) {
      const typed = { ...TREY, ...given };
      const { text, card } = await sam.press('Ask the other partner', typed, form);
      assert.match(text, sentence, what);
      assert.ok(JSON.stringify(card).includes(`"value":"${typed.partner}"`), `${what} is kept`);
    }
    assert.deepEqual((await moveOf(chat)).facts.transfers, []);
  });

  it('when ordering is switched off, then only doing it in Partner Center is offered', async () => {
    await chat.close();
    await open({ ORDERING: 'off' });
    assert.deepEqual(
      [sam.last.actions.has('Ask for the transfer'), sam.last.actions.has('I did it in Partner Center')],
      [false, true],
    );
    assert.match(sam.last.text, /Partner Center > Customers > Transfers > Request transfer/);
  });
});
