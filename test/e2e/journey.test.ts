import assert from 'node:assert/strict';
import { buttonOf, inputsOf, textsOf, versionOf } from './card-data.ts';
import type { ChatWindow } from './driver.ts';
import { onStage } from './on-stage.ts';
import { press, returnedCard, submit } from './press.ts';
import type { Stage } from './stage.ts';
import { says } from './titles.ts';

/** Start to ready, in seconds: what the README promises to a newcomer. */
const READY_WITHIN_S = 30;

describe('a customer moved from the first question to the end', () => {
  let stage: Stage;
  let chat: ChatWindow;
  /** The card that asks for Contoso's country: an old card as soon as the answer is given. */
  let regionCard: Record<string, unknown>;
  let invitationCard: Record<string, unknown>;

  const opened = onStage();
  before(() => {
    stage = opened();
    chat = stage.chat;
  });

  it('when it is started with an empty folder then it is ready within 30 s and says hello', async () => {
    console.log(`      ready after ${stage.product.secondsToReady.toFixed(1)} s`);
    assert.ok(stage.product.secondsToReady < READY_WITHIN_S);
    assert.equal((await fetch(`${stage.product.url}/readyz`)).status, 200);
    assert.match(stage.product.output, /Open http:\/\/127\.0\.0\.1:\d+ and type: move contoso\.com/);
    await stage.shows(says('welcome.title'));
    await stage.picture('a01-welcome');
  });

  it('when somebody asks for help or for a move then the answer is a card', async () => {
    await chat.say('help');
    await stage.shows(says('help.title'));
    await stage.picture('a02-help');
    await chat.say('check Contoso');
    await stage.shows('contoso.com');
    await stage.picture('a03-check');
    await chat.say('move');
    await stage.shows(says('customer.title'));
    await stage.picture('a04-choose-customer');
  });

  it('when the tenant is in another market then the move stops with the reason', async () => {
    // The domain is an answer to the question of the card.
    await chat.say('wideworldimporters.com');
    await chat.fill({ [says('input.country')]: 'US' });
    await chat.click(says('button.save-country'));
    await stage.shows(says('status.stopped'), /Italy.*United States/s, /Microsoft refuses/);
    await stage.picture('a05-region-stopped');
    await stage.forReadme('stopped');
    await chat.clickLocally(says('button.why'));
    await stage.picture('a06-region-why');
  });

  it('when the tenant is in our market then the invitation is ready to be copied', async () => {
    await chat.say('move Contoso');
    await stage.shows(says('error.customer.is-it', { typed: 'Contoso', name: 'Contoso', domain: 'contoso.com' }));
    await stage.picture('a07-is-it');
    await chat.click(says('button.start'));
    regionCard = chat.lastCard();
    await stage.picture('b01-region');
    await chat.fill({ [says('input.country')]: 'Italy' });
    await chat.click(says('button.save-country'));
    invitationCard = chat.lastCard();
    await stage.shows(says('step.relationship.title'), says('copy.link'));
    assert.match(JSON.stringify(invitationCard), /invType=ResellerRelationship/);
    await stage.picture('b02-invitation');
    await chat.clickLocally(says('button.steps'));
    await stage.picture('b03-all-steps');
  });

  it('when a button of an old card is pressed by somebody else then nothing is done and one sentence says why', async () => {
    const version = versionOf(invitationCard);
    const { verb, data } = buttonOf(regionCard, says('button.save-country'));
    for (const as of ['Sam Seller', 'Priya Nair']) {
      const card = returnedCard(await chat.mock(press(verb, { ...data, country: 'US' }), { as }));
      assert.equal(versionOf(card), version);
      const text = JSON.stringify(card);
      assert.match(text, /This move has gone on since this card was sent: Sam Seller set the tenant's country\./);
      assert.match(text, /Relationship/);
    }
  });

  it('when an old client sends the same as a message then the answer is the same', async () => {
    const { verb, data } = buttonOf(regionCard, says('button.save-country'));
    await chat.mock(submit(verb, { ...data, country: 'US' }));
    await stage.shows('This move has gone on', says('step.relationship.title'));
    assert.equal(versionOf(chat.lastCard()), versionOf(invitationCard));
    await stage.picture('b04-gone-on');
  });

  it('when two people press the same button at the same moment then it counts once', async () => {
    const version = versionOf(invitationCard);
    const { verb, data } = buttonOf(invitationCard, says('button.invited'));
    const pressed = [press(verb, data), press(verb, data)];
    const answers = await chat.mockTogether(pressed, ['Sam Seller', 'Priya Nair']);
    const cards = answers.map(returnedCard);
    assert.deepEqual(cards.map(versionOf), [version + 1, version + 1]);
    const late = cards.filter((card) => /This move has gone on|done already/.test(JSON.stringify(card)));
    assert.equal(late.length, 1);
    await chat.say('status Contoso');
    await stage.shows(says('did.invited'));
    assert.equal(versionOf(chat.lastCard()), version + 1);
    await stage.picture('b05-status');
  });

  it('when the customer accepts then the chat is told without asking', async () => {
    await chat.say('move Contoso');
    await stage.picture('b06-waiting');
    await chat.say('fast-forward 1 day');
    await stage.arrives(says('news.relationship-accepted', { customer: 'Contoso' }));
    await stage.picture('b07-accepted');
    await chat.click(says('button.open-move'));
    await stage.shows(says('step.originals.title'));
    await stage.picture('b08-originals');
  });

  it('when the originals are imported then what the tenant does not tell is asked for', async () => {
    await chat.click(says('button.import'));
    await stage.shows('Microsoft 365 Business Premium', 'Power BI Pro', 'Visio Plan 2');
    await stage.picture('b09-imported');
    await chat.click(says('button.confirm-list'));
    await stage.shows('Please say where Microsoft 365 Business Premium was bought.');
    await stage.picture('b10-source-missing');
    await chat.fillEach(says('original.source'), [says('source.direct-mosa')]);
    await chat.click(says('button.save-answers'));
    await stage.shows(says('source.direct-mosa'));
  });

  it('when the product is killed in the middle then the conversation goes on where it was', async () => {
    const shown = chat.lastCard();
    const version = versionOf(shown);
    const before = stage.product.pid;
    await stage.product.restart();
    assert.notEqual(stage.product.pid, before);
    // Teams keeps what was said; the Playground forgets it when it ends, so the page is loaded anew and the card pressed as it was.
    await chat.reconnect();
    await chat.reload();
    await chat.say('status Contoso');
    await stage.shows('Contoso', says('did.complete-originals'));
    const { verb, data } = buttonOf(shown, says('button.confirm-unknown'));
    const answers = Object.fromEntries([
      ...inputsOf(shown, 'source_').map((id) => [id, 'direct-mosa']),
      ...inputsOf(shown, 'autoRenew_').map((id) => [id, 'no']),
    ]);
    const card = returnedCard(await chat.mock(press(verb, { ...data, ...answers })));
    assert.equal(versionOf(card), version + 1);
    await chat.say('move Contoso');
    await stage.shows(says('step.path.title'));
    await stage.picture('b11-path');
  });

  it('when the offers stay the same then nothing has to be reassigned', async () => {
    await chat.click(says('button.choose-paths'));
    await stage.shows(says('equivalence.same'), 'Nothing to reassign');
    await stage.picture('b12-equivalence');
    await chat.click(says('button.choose-targets'));
    await stage.shows(says('step.provision.title'), 'Microsoft 365 Business Premium');
    await stage.picture('b13-provision');
  });

  it('when it is ordered then a confirmation names seats, term and money first', async () => {
    await chat.click(says('button.order'));
    await stage.shows(says('order.word'), /\b32 seats\b/, '1 year', /€\s?\d.* a month/);
    await stage.picture('b14-order-confirmation');
    await stage.forReadme('order');
    const confirmation = chat.lastCard();
    await chat.click(says('button.order-now', { count: 32 }));
    await stage.shows(says('notice.ordered'));
    await stage.picture('b15-ordered');
    const version = versionOf(chat.lastCard());
    const { verb, data } = buttonOf(confirmation, says('button.order-now', { count: 32 }));
    const late = [press(verb, data), press(verb, data)];
    for (const exchange of await chat.mockTogether(late, ['Sam Seller', 'Priya Nair']))
      assert.match(JSON.stringify(returnedCard(exchange)), /This move has gone on since this card was sent/);
    await chat.say('status Contoso');
    assert.ok(versionOf(chat.lastCard()) - version <= 2, 'only the order itself went on: cart, then checkout');
  });

  it('when the new subscriptions are active then the chat is told without asking', async () => {
    await chat.say('fast-forward 1 day');
    await stage.arrives(says('news.provisioned', { customer: 'Contoso' }));
    await stage.picture('b16-provisioned');
    await chat.click(says('button.open-move'));
    await stage.shows(says('step.end-originals.title'));
    await stage.picture('b17-end-originals');
    await chat.clickLocally(says('button.steps'));
    await stage.shows(says('step.end-originals.title'));
    await stage.picture('b18-all-steps');
    const { data } = buttonOf(chat.lastCard(), says('button.check-again'));
    const provisioned = returnedCard(await chat.mock(press('move.step', { ...data, step: 'provision' })));
    const text = textsOf(provisioned).join('\n');
    for (const [name, seats] of [
      ['Microsoft 365 Business Premium', 25],
      ['Power BI Pro', 5],
      ['Visio Plan 2', 2],
    ] as const)
      assert.ok(text.includes(says('verdict.provision.active', { name, seats })), text);
  });

  it('when the originals have ended then each can be recorded', async () => {
    await chat.say('fast-forward 46 days');
    await chat.say('move Contoso');
    await stage.picture('b19-first-two-over');
    await chat.click(says('button.has-ended'));
    await stage.shows(says('notice.original-ended', { name: 'Microsoft 365 Business Premium' }));
    await chat.click(says('button.has-ended'));
    await stage.picture('b20-two-recorded');
    await chat.say('fast-forward 28 days');
    await chat.say('move Contoso');
    await chat.click(says('button.has-ended'));
    await stage.shows(says('step.credit.title'));
    await stage.picture('b21-credit');
  });

  it('when the credit was asked for and decided then the move can be closed', async () => {
    await chat.fill({ [says('input.ticket')]: 'SR-2026-4711' });
    await chat.click(says('button.credit-requested'));
    await stage.shows(says('notice.credit-requested'), 'SR-2026-4711');
    await stage.picture('b22-credit-asked');
    await chat.fill({ [says('input.outcome')]: says('outcome.granted') });
    await chat.click(says('button.credit-outcome'));
    await stage.shows(says('step.done.title'));
    await stage.picture('b23-done');
    await chat.click(says('button.close-move'));
    await stage.shows(says('closed.done.word'));
    await stage.picture('b24-closed');
    await chat.say('moves');
    await stage.picture('b25-moves');
    assert.doesNotMatch(await chat.lastCardText(), /Contoso/);
  });

  it('when the cards are drawn for a phone then nothing is cut off', () => {
    assert.deepEqual([...stage.faults], []);
  });
});
