import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, drawWithin, ROOMY, sizeOf } from '../../cards/room.ts';

describe('room on a card', () => {
  it('when a drawing fits, then it gets all the room there is', () => {
    const rooms: number[] = [];
    drawWithin((room) => {
      rooms.push(room.lines);
      return { card: {}, text: '' };
    });
    assert.deepEqual(rooms, [ROOMY.lines]);
  });

  it('when a drawing is too large, then it is drawn with less room until it fits', () => {
    const { card } = drawWithin(({ lines }) => ({ card: { text: 'x'.repeat(lines * 100) }, text: '' }), 700);
    assert.equal(sizeOf(card), '{"text":""}'.length + 600);
  });

  it('when the characters take several bytes, then bytes are counted', () => {
    assert.equal(sizeOf({ text: 'я' }), '{"text":""}'.length + 2);
  });

  it('when a list is cut, then what is shown and what is not add up, and a single line is never left off', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 12 }), (lines, room) => {
        const { shown, more } = cut(lines, { lines: room });
        assert.equal(shown.length + more, lines.length);
        assert.notEqual(more, 1);
        assert.ok(shown.length <= room + 1);
      }),
    );
  });
});
