import assert from 'node:assert/strict';
import { answers, originalsOf } from './answers.ts';
import { Chat } from './chat.ts';

describe('check, region and originals by chat', () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await Chat.open();
  });
  afterEach(() => chat.close());

  const opened = async () => (await chat.house.services.moveStore.list({ state: 'open', limit: 5 })).items.length;

  it('when check is said without a name, then the answer checks and opens nothing', async () => {
    const sam = chat.as('Sam');
    await sam.say('check');
    assert.match(sam.last.text, /Which customer do you want to check\?/);
    assert.ok(sam.last.actions.has('Check'));
    await sam.say('contoso.com');
    assert.match(sam.last.text, /Start this move/);
    await sam.say('check');
    await sam.press('Check', { domain: 'tailspintoys.com' });
    assert.match(sam.last.text, /Tailspin Toys/);
    await sam.say('check');
    await sam.press('Check', { customer: 'nobody' });
    assert.match(sam.last.text, /Which customer do you want to check\?/);
    assert.equal(await opened(), 0);
  });

  it('when a customer is checked, then the subscriptions are judged and not only counted', async () => {
    const sam = chat.as('Sam');
    await sam.say('check tailspintoys.com');
    assert.match(sam.last.text, /A decision is needed/);
    assert.match(sam.last.text, /\d subscriptions? needs? a decision|One subscription needs a decision/);
    await sam.say('check Lucerne Publishing');
    assert.match(sam.last.text, /Not possible now\nThe customer has not accepted the Microsoft Customer Agreement\./);
  });

  it('when Partner Center says that the agreement is not accepted, then nobody can say otherwise', async () => {
    const sam = chat.as('Sam');
    await sam.say('move Lucerne Publishing');
    assert.match(sam.last.text, /Agreement/);
    assert.deepEqual(
      [...sam.last.actions.values()].map((a) => a.verb).filter((verb) => verb === 'agreement.accepted'),
      [],
    );
    const { moveId, version } = sam.last.actions.get('Check again')?.data ?? {};
    await sam.execute('agreement.accepted', { moveId, version, acceptedOn: '2026-11-01' });
    assert.match(sam.last.text, /Partner Center says that the customer has not accepted/);
    assert.doesNotMatch(sam.last.text, /may confirm it/);
  });

  it('when a withdrawn country code is typed, then it is asked which of the countries of today, with their names', async () => {
    const sam = chat.as('Sam');
    await sam.say('move wideworldimporters.com');
    await sam.press('Save the country', { country: 'AN' });
    assert.match(sam.last.text, /Caribbean Netherlands, Curaçao, or Sint Maarten/);
    assert.ok(!sam.last.actions.has('Same market'));
    assert.equal(inputValue(sam.last.card, 'country'), '');
    await sam.press('Save the country', { country: 'SU' });
    assert.match(sam.last.text, /Russia/);
    await sam.press('Save the country', { country: 'Curaçao' });
    assert.match(sam.last.text, /Curaçao/);
    await sam.press('Save the country', { country: 'uk' });
    await sam.say('move wideworldimporters.com');
    assert.match(sam.last.text, /Relationship/, 'the United Kingdom is in our market');
  });

  it('when a wrong country is typed on the finished step, then the step says what is wrong and keeps what was typed', async () => {
    const sam = chat.as('Sam');
    await sam.say('move wideworldimporters.com');
    await sam.press('Save the country', { country: 'Italy' });
    await sam.press('Show the step Region');
    await sam.press('Save the country', { country: 'Atlantis' });
    assert.match(sam.last.text, /Step 2 of/);
    assert.match(sam.last.text, /✕/);
    assert.equal(inputValue(sam.last.card, 'country'), 'Atlantis');
  });

  it('when an offer is typed by its full name, then it is taken, and where several bear it a choice is asked', async () => {
    const sam = chat.as('Sam');
    await sam.say('move litware.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    const known = { seats: '18', assignedSeats: '17', endDate: '2027-01-20', autoRenew: 'no', source: 'direct-mosa' };
    await sam.say('move litware.com');
    await sam.press('Add by hand');
    await sam.press('Save', { ...known, offer: 'Visio Plan 2' });
    assert.match(sam.last.text, /Several offers are called “Visio Plan 2”/);
    await sam.press('Save', { ...known, offer: 'office 365 e3' });
    assert.match(sam.last.text, /Office 365 E3/);
    await sam.press('Add by hand');
    await sam.press('Save', { ...known, offer: 'Microsoft 365 Business Premium', assignedSeats: '30' });
    assert.match(sam.last.text, /30 seats are said to be assigned, but only 18 exist/);
    assert.ok(!sam.last.actions.has('The list is complete'), 'a contradictory list is not offered as complete');
    await sam.press('Change Microsoft 365 Business Premium');
    await sam.press('Save', { ...known, offer: 'SPB' });
    await sam.press('The list is complete', await answers(chat, {}));
    assert.match(sam.last.text, /Step 6 of/);
  });

  it('when a list is confirmed with an answer missing, then the others are kept, what is missing is named, and then it goes on', async () => {
    const sam = chat.as('Sam');
    await sam.say('move litware.com');
    await sam.press('Save the country', { country: 'IT' });
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    await sam.say('move litware.com');
    await sam.press('Add by hand');
    await sam.press('Save', { offer: 'SPB', seats: '18', assignedSeats: '17' });
    await sam.press('The list is complete', await answers(chat, { source: 'partner-nce' }));
    assert.match(sam.last.text, /✕ Please say when the term of Microsoft 365 Business Premium ends\./);
    assert.deepEqual(
      (await originalsOf(chat)).map(({ source, endDate }) => [source, endDate]),
      [['partner-nce', null]],
    );
    await sam.press('The list is complete', await answers(chat, { endDate: '2027-01-20' }));
    assert.match(sam.last.text, /Something is still open about 1 subscription/);
    assert.doesNotMatch(sam.last.text, /✕/);
    await sam.press('Complete: the rest is not known');
    assert.match(sam.last.text, /Step 6 of/);
  });
});

/** What stands in an input of a card; null when there is none. */
function inputValue(node: unknown, id: string): unknown {
  if (Array.isArray(node)) return node.map((n) => inputValue(n, id)).find((n) => n !== null) ?? null;
  if (typeof node !== 'object' || node === null) return null;
  if ('id' in node && node.id === id) return 'value' in node ? node.value : '';
  return inputValue(Object.values(node), id);
}
