import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { textSaid } from '../../bot/said.ts';
import { readTable, tableInText } from '../../services/files/table.ts';

const BOT = { id: '28:bot', name: 'CSP Move Assistant' };
const mention = (id: string, name: string, text = `<at>${name}</at>`) => ({
  type: 'mention',
  mentioned: { id, name },
  text,
});
const me = mention('28:bot', 'CSP Move Assistant');
const lea = mention('29:lea', 'Lea Rossi');

/** Text and entities as Teams sends them, and what was said. */
const SAID: readonly (readonly [string, string, readonly object[], string])[] = [
  ['the bot first', '<at>CSP Move Assistant</at> moves', [me], 'moves'],
  ['the bot last', 'status Contoso <at>CSP Move Assistant</at>', [me], 'status Contoso'],
  ['the bot in the middle', 'status <at>CSP Move Assistant</at> Contoso', [me], 'status Contoso'],
  ['the bot twice', '<at>CSP Move Assistant</at> <at>CSP Move Assistant</at> moves', [me, me], 'moves'],
  ['nothing but the bot', '<at>CSP Move Assistant</at>&nbsp;', [me], ''],
  ['nothing at all', '', [], ''],
  ['a hard space and invisible ones', '<at>CSP Move Assistant</at>\u00a0\u200bmoves\ufeff', [me], 'moves'],
  ['a tag with attributes', '<at id="0">CSP Move Assistant</at> moves', [me], 'moves'],
  ['a tag in capitals', '<AT>CSP Move Assistant</AT> moves', [me], 'moves'],
  ['a name with a hard space in the tag', '<at>CSP\u00a0Move Assistant</at> moves', [me], 'moves'],
  ['a name with markup', '<at><b>CSP</b> Move Assistant</at> moves', [me], 'moves'],
  [
    'a name in pieces',
    '<at>CSP</at> <at>Move Assistant</at> moves',
    [mention('28:bot', 'CSP'), mention('28:bot', 'Move Assistant')],
    'moves',
  ],
  [
    'a shortened name',
    '<at>Mover</at> moves',
    [{ type: 'mention', mentioned: { id: '28:bot' }, text: '<at>Mover</at>' }],
    'moves',
  ],
  ['a tag without an entity', '<at>CSP Move Assistant</at> moves', [], 'moves'],
  ['a call that was only typed', '@CSP Move Assistant moves', [], 'moves'],
  ['somebody else as well', '<at>CSP Move Assistant</at> ask <at>Lea Rossi</at>', [me, lea], 'ask Lea Rossi'],
  ['somebody called like the bot begins', '@CSP Move Assistants moves', [], '@CSP Move Assistants moves'],
  ['an address', 'check a@contoso.com', [], 'check a@contoso.com'],
  ['encoded characters', 'status Smith &amp; Sons', [], 'status Smith & Sons'],
  ['characters encoded twice', 'status &amp;lt;b&amp;gt;', [], 'status &lt;b&gt;'],
  ['two lines', '<at>CSP Move Assistant</at> a;b\n1;2', [me], 'a;b\n1;2'],
  ['entities of another kind', 'moves', [{ type: 'clientInfo' }, { type: 'mention' }, { mentioned: 3 }], 'moves'],
];

describe('what a person said', () => {
  for (const [what, text, entities, said] of SAID) {
    it(`when the message holds ${what}, then it is "${said}"`, () => {
      // The cast: of an activity nothing else is read.
      assert.equal(textSaid({ text, entities, recipient: BOT } as unknown as Activity), said);
    });
  }

  for (const piece of ['<at ', '<at>', '<at>x</at ', '<', '<at><', '&', '@CSP ']) {
    it(`when nothing but "${piece}" is sent and the bot is called so, then it is read in no time`, () => {
      const text = piece.repeat(Math.floor(200_000 / piece.length));
      const entities = [mention('28:bot', text, text)];
      const begun = performance.now();
      // The cast: of an activity nothing else is read.
      textSaid({ text, entities, recipient: BOT } as unknown as Activity);
      const took = performance.now() - begun;
      assert.ok(took < 1000, `${took} ms`);
    });
  }

  it('when brackets that are never closed are pasted or stand in a file, then they are read in no time', async () => {
    const begun = performance.now();
    const brackets = '('.repeat(100_000);
    assert.equal(tableInText(`${brackets}\nx`), null);
    await assert.rejects(() => readTable(Buffer.from(`${brackets}\nx`)), { code: 'file.no-table' });
    const took = performance.now() - begun;
    assert.ok(took < 3000, `${took} ms`);
  });
});
