import assert from 'node:assert/strict';
import { buttonOf, inputsOf, textsOf, togglesOf, versionOf } from './card-data.ts';
import type { ChatWindow } from './driver.ts';
import { onStage } from './on-stage.ts';
import { press, returnedCard, returnedSentence } from './press.ts';
import type { Stage } from './stage.ts';
import { says } from './titles.ts';

const CHANNEL = 'Customer moves';

const DOMAINS = {
  'Coho Winery': 'cohowinery.com',
  Proseware: 'proseware.com',
  'Tailspin Toys': 'tailspintoys.com',
} as const;

describe('reminders, losses and wrong input', () => {
  let stage: Stage;
  let chat: ChatWindow;

  const opened = onStage();
  before(() => {
    stage = opened();
    chat = stage.chat;
  });

  const wrong: readonly [what: string, typed: string, answer: string | RegExp][] = [
    ['an unknown domain', 'move nobody-has-this.example', 'No customer and no tenant was found for'],
    ['half a domain', 'move contoso.c', 'customers could be meant by "contoso.c"'],
    ['300 characters', `move ${'x'.repeat(300)}`, says('error.input.too-long', { most: 120 })],
    ['an emoji', '🚀🚀', /I did not understand|No customer/],
    ['text from right to left', 'move שלום עולם', /No customer and no tenant was found for "שלום עולם"/],
    ['mention markup', 'move <at>Contoso</at> **bold** [x](http://x)', 'Is it Contoso (contoso.com)?'],
    ['no number of days', 'fast-forward many days', says('error.input.days')],
  ];
  for (const [what, typed, answer] of wrong)
    it(`when somebody types ${what} then one clear sentence answers`, async () => {
      await chat.say(typed);
      await stage.reads(answer);
      await stage.isReady();
    });

  it('when a card is sent back with values no card of ours holds then one clear sentence answers', async () => {
    await chat.say('move litware.com');
    await chat.fill({ [says('input.country')]: 'Atlantis' });
    await chat.click(says('button.save-country'));
    await stage.reads(says('error.input.country'));
    await stage.picture('c01-no-country');

    const made = await chat.mock(press('customer.choose', { customer: '11111111-1111-4111-8111-111111111111' }));
    assert.match(JSON.stringify(returnedCard(made)), /No customer fits/);
    const unknown = await chat.mock(press('no.such.verb', {}));
    assert.equal(returnedSentence(unknown), says('error.action.unknown'));
    const empty = await chat.mock(press('move.open', {}));
    assert.equal(returnedSentence(empty), says('error.action.malformed'));
    const gone = await chat.mock(press('move.open', { moveId: '11111111-1111-4111-8111-111111111111', version: 1 }));
    assert.match(JSON.stringify(returnedCard(gone)), /not there any more/);
    await stage.isReady();
  });

  it('when an original is typed with impossible numbers and dates then each is named beside its input', async () => {
    await chat.say('move litware.com');
    await chat.fill({ [says('input.country')]: 'Italy' });
    await chat.click(says('button.save-country'));
    await chat.click(says('button.invited'));
    await chat.say('fast-forward 1 day');
    await stage.arrives(says('news.relationship-accepted', { customer: 'Litware' }));
    await chat.click(says('button.open-move'));
    await chat.click(says('button.add-original'));
    await stage.picture('c02-original-form');
    const { verb, data } = buttonOf(chat.lastCard(), says('button.save'));
    const save = async (typed: object) =>
      JSON.stringify(returnedCard(await chat.mock(press(verb, { ...data, ...typed }))));
    const good = { offer: 'O365_BUSINESS_PREMIUM', seats: '18' };
    assert.match(await save({ ...good, seats: '0' }), /At least 1 is needed/);
    assert.match(await save({ ...good, seats: '1000000' }), /More than 100,000 seats are taken for a slip/);
    assert.match(await save({ ...good, seats: 'a few' }), /Please enter a whole number of seats/);
    assert.match(await save({ ...good, endDate: '2027-02-30' }), /is not in the calendar/);
    assert.match(await save({ ...good, endDate: '03/04/2027' }), /can be .* or .*\. Please write it like/);
    assert.match(await save({ ...good, offer: 'Word 97' }), /No offer fits/);
    // Typed into the chat, a product name answers the form's question.
    await chat.say('Business Standard');
    await stage.picture('c03-original-searched');
    await chat.fill({ [says('original.seats')]: 18 });
    await stage.isReady();
  });

  it('when the bot is sent what is no activity then it answers 400, and 413 when it is too large', async () => {
    const post = async (body: string) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${stage.product.url}/api/messages`, { method: 'POST', headers, body })).status;
    };
    assert.equal(await post('{'), 400);
    assert.equal(await post('[]'), 400);
    assert.equal(await post('{"type":"message"}'), 400);
    assert.equal(await post(JSON.stringify({ type: 'message', text: 'x'.repeat(1024 * 1024) })), 413);
    await stage.isReady();
  });

  it('when a channel is made the place for reminders then it says so', async () => {
    await chat.goto(CHANNEL);
    await chat.say('remind here');
    await stage.reads(says('say.reminding-here'));
    await chat.say('move Contoso');
    await stage.shows(says('hand-over.title'), says('hand-over.how-here', { message: 'move Contoso' }));
    await chat.goto('personal');
  });

  it('when an invitation stays unanswered then the chat and the channel are reminded', async () => {
    await invite('Coho Winery');
    const before = chat.sent().length;
    await chat.say('fast-forward 3 days');
    await stage.arrives(says('reminder.invitation-unanswered.title', { customer: 'Coho Winery' }));
    await stage.picture('d01-reminder');
    await stage.forReadme('reminder');
    await chat.until('both cards', () => cardsSince(before) === 2);
  });

  it('when a reminder is put off then it comes again that day, and leads to its move', async () => {
    await chat.clickLocally(says('button.later-or-else'));
    await chat.click(says('button.snooze'));
    await stage.shows(/Put off until .* by Sam Seller/);
    await stage.picture('d02-put-off');
    const before = chat.sent().length;
    await chat.say('fast-forward 1 day');
    await chat.until('both cards', () => cardsSince(before) === 2, 90_000);
    await chat.settled();
    await chat.click(says('button.open-move'));
    await stage.shows('Coho Winery', says('step.relationship.title'), says('status.waiting'));
  });

  it('when a reminder is done in the channel then everybody sees who did it, also who presses later', async () => {
    await chat.goto(CHANNEL);
    const before = chat.sent().length;
    await chat.say('fast-forward 3 days');
    await chat.until('both cards', () => cardsSince(before) === 2, 90_000);
    await chat.settled();
    await stage.picture('d03-reminder-in-channel');
    const { verb, data } = buttonOf(chat.lastCard(), says('button.done'));
    await chat.click(says('button.done'));
    await stage.shows(/Done, says Sam Seller/);
    await stage.picture('d04-done');
    const again = returnedCard(await chat.mock(press(verb, data), { as: 'Priya Nair' }));
    assert.match(JSON.stringify(again), /Done, says Sam Seller/);
    await chat.until('the card in the personal chat to say so', () => redrawnSays(/Done, says Sam Seller/));
    const undone = returnedCard(await chat.mock(press('reminder.undo', data)));
    assert.doesNotMatch(JSON.stringify(undone), /Done, says/);
    await chat.goto('personal');
  });

  it('when several are due at once then they come as one digest', async () => {
    await invite('Proseware');
    await chat.say('fast-forward 7 days');
    await stage.arrives(says('digest.title', { count: 2 }));
    await stage.shows('Coho Winery', 'Proseware');
    await stage.picture('d05-digest');
    await chat.say('reminders');
    await stage.shows('Coho Winery', 'Proseware');
    await stage.picture('d06-reminders');
    await chat.say('moves');
    await stage.picture('d07-moves');
    await stage.forReadme('moves');
  });

  it('when offers are discontinued then the loss has to be accepted by name', async () => {
    // An empty page again: with every card of the day on it the client becomes slow.
    await chat.reload();
    await invite('Tailspin Toys');
    await chat.say('fast-forward 1 day');
    await stage.arrives(says('news.relationship-accepted', { customer: 'Tailspin Toys' }));
    await chat.click(says('button.open-move'));
    await chat.click(says('button.import'));
    await stage.picture('e01-imported');
    const asked = inputsOf(chat.lastCard(), 'source_').length;
    await chat.fillEach(says('original.source'), Array(asked).fill(says('source.direct-mosa')));
    await chat.fillEach(says('original.renews'), Array(asked).fill(says('word.no')));
    await chat.click(says('button.confirm-list'));
    await stage.picture('e02-path');
    await chat.click(says('button.choose-paths'));
    await stage.picture('e03-equivalence');
    await chat.click(says('button.choose-targets'));
    await stage.shows(says('input.accept-label'));
    await stage.picture('e04-loss');
    await stage.forReadme('loss');
    const version = versionOf(chat.lastCard());
    await chat.click(says('button.choose-targets'));
    await stage.shows(says('step.equivalence.title'), says('notice.accept-needed'));
    assert.equal(versionOf(chat.lastCard()), version);
    for (const title of togglesOf(chat.lastCard())) await chat.fill({ [title]: true });
    await chat.click(says('button.choose-targets'));
    await stage.shows(says('step.provision.title'));
    await chat.clickLocally(says('button.steps'));
    await stage.picture('e05-provision');
    assert.equal(versionOf(chat.lastCard()), version + 1);
  });

  it('when the new offers are active then the licences are reassigned before the old ones end', async () => {
    await chat.click(says('button.order'));
    await chat.click(says('button.order-now', { count: 18 }));
    await chat.say('fast-forward 1 day');
    await stage.arrives(says('news.provisioned', { customer: 'Tailspin Toys' }));
    await chat.say('move Tailspin Toys');
    await stage.shows(says('step.licences.title'));
    await stage.picture('e06-licences');
    const { data } = buttonOf(chat.lastCard(), says('button.licences-done'));
    const decided = returnedCard(await chat.mock(press('move.step', { ...data, step: 'equivalence' })));
    assert.match(textsOf(decided).join('\n'), /The loss was accepted by Sam Seller on /);
    await chat.click(says('button.licences-done'));
    await stage.shows(says('step.end-originals.title'));
    await stage.picture('e07-end');
    await chat.say('fast-forward 6 days');
    await chat.say('move Tailspin Toys');
    await chat.click(says('button.has-ended'));
    await chat.click(says('button.has-ended'));
    await stage.shows(says('step.credit.title'));
    await chat.fill({ [says('input.outcome')]: says('outcome.not-claimed') });
    await chat.click(says('button.credit-outcome'));
    await stage.shows(says('step.done.title'));
    await stage.picture('e08-done');
    await chat.click(says('button.close-move'));
    await stage.shows(says('closed.done.word'));
  });

  it('when the cards are drawn for a phone then nothing is cut off', () => {
    assert.deepEqual([...stage.faults], []);
  });

  const redrawnSays = (wanted: RegExp): boolean => wanted.test(JSON.stringify(chat.redrawn().at(-1)?.attachments));

  /** How many messages with a card the bot has sent since there were `before` messages. */
  const cardsSince = (before: number): number =>
    chat
      .sent()
      .slice(before)
      .filter(({ attachments }) => attachments !== undefined && attachments.length > 0).length;

  /** A move up to the invitation that was sent. */
  async function invite(customer: keyof typeof DOMAINS): Promise<void> {
    await chat.say(`move ${DOMAINS[customer]}`);
    await chat.fill({ [says('input.country')]: 'Italy' });
    await chat.click(says('button.save-country'));
    await chat.click(says('button.invited'));
    await stage.shows(customer, says('status.waiting'));
  }
});
