import assert from 'node:assert/strict';
import { form } from './echo-bot.ts';
import { CardRenderer } from './render-card.ts';

describe('drawing a card', () => {
  let renderer: CardRenderer;
  before(async () => {
    renderer = await CardRenderer.start();
  });
  after(() => renderer?.close());

  for (const theme of ['light', 'dark'] as const) {
    it(`when a card is drawn for a phone in the ${theme} theme then the picture is that wide and nothing is cut off`, async () => {
      const { png, cutOff } = await renderer.render(form(), { width: 400, theme });
      assert.equal(png.readUInt32BE(16), 400);
      assert.deepEqual(cutOff, []);
    });
  }

  it('when a text may not wrap then it is reported as cut off', async () => {
    const text = 'A sentence that is far too long for one line on the screen of a phone, and may not take a second one';
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] };
    const { cutOff } = await renderer.render(card, { width: 400, theme: 'light' });
    assert.deepEqual(cutOff, [text]);
  });
});
