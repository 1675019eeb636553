import assert from 'node:assert/strict';
import { Chat, type Talker } from './chat.ts';

/** Answers what the import could not tell: everything bought directly, not renewing. */
async function answerOriginals(chat: Chat, sam: Talker, source: string): Promise<void> {
  const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
  const originals = items[0]?.facts.originals ?? [];
  const inputs = Object.fromEntries(
    originals.flatMap((o) => [
      [`source_${o.id}`, source],
      [`autoRenew_${o.id}`, 'no'],
      ...(o.endDate === null ? [[`endDate_${o.id}`, '2027-03-01']] : []),
    ]),
  );
  await sam.press('The list is complete', inputs);
}

describe('a move by chat', () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await Chat.open();
  });
  afterEach(() => chat.close());

  it('when a direct purchase is moved, then it goes from the first question to the end of the move', async () => {
    const sam = chat.as('Sam');
    assert.match((await sam.say('move Contoso')).text, /Step 2 of/);
    await sam.press('Save the country', { country: 'Italy' });
    assert.match(sam.last.text, /Step 3 of/);
    await sam.press('I have sent the invitation');
    await chat.pass(1);
    await sam.say('move Contoso');
    assert.match(sam.last.text, /Originals/);
    await sam.press('Import from the tenant');
    assert.match(sam.last.text, /Microsoft 365 Business Premium/);
    await answerOriginals(chat, sam, 'direct-mosa');
    assert.match(sam.last.text, /Path/);
    console.log([...sam.last.actions.keys()], sam.last.text.slice(0, 3000));
  });
});
