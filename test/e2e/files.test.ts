import assert from 'node:assert/strict';
import type { ChatWindow } from './driver.ts';
import { onStage } from './on-stage.ts';
import { press } from './press.ts';
import type { Stage } from './stage.ts';
import { says } from './titles.ts';

const CSV = 'Product name;Licences;Expiration date\nOffice 365 E3;10;03/04/2027\nVisio Plan 2;5;05/06/2027';

describe('lists and files in the chat window', () => {
  let stage: Stage;
  let chat: ChatWindow;
  const opened = onStage();
  before(() => {
    stage = opened();
    chat = stage.chat;
  });

  it('when a list is pasted before the move takes it, then it waits, and its dates are asked for', async () => {
    await chat.say('move litware.com');
    await stage.shows(says('step.region.title'));
    await chat.mock({ type: 'message', text: CSV });
    await stage.shows(says('import-file.which-date', { typed: '03/04/2027' }));
    await stage.picture('f01-import-question');
  });

  it('when rows are wrong, then the card names them', async () => {
    await chat.mock({ type: 'message', text: 'Product name;Licences\nPower BI Pro;many' });
    await stage.shows(says('import-file.problems'), 'Licences');
    await stage.picture('f02-import-problems');
  });

  it('when a move is exported, then the link gives the file', async () => {
    await chat.say('export');
    await stage.shows(says('button.download'));
    await stage.picture('f03-file');
    const { url } = JSON.parse(/\{"type":"Action.OpenUrl"[^}]*\}/.exec(JSON.stringify(chat.lastCard()))?.[0] ?? '{}');
    assert.match(await (await fetch(url)).text(), /litware\.com/);
  });

  it('when a move is opened before the whole team, then the card leads into the personal chat', async () => {
    await chat.goto('group');
    await chat.say('move Litware');
    await stage.shows(says('hand-over.title'), says('hand-over.how-here', { message: 'move Litware' }));
    await stage.picture('f04-hand-over');
    await chat.mock(press('say.move', {}));
    await stage.shows(says('hand-over.title'));
  });
});
