import assert from 'node:assert/strict';
import { MOST_VIEWERS, withRefresh } from '../../cards/refresh.ts';
import { LARGEST_CARD, sizeOf } from '../../cards/room.ts';
import type { DrawnCard } from '../../cards/view.ts';

const aCard = (characters: number): DrawnCard => ({
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x'.repeat(characters) }] },
  text: 'x',
});
const ids = (count: number) => Array.from({ length: count }, (_, n) => `29:${String(n).padStart(80, '0')}`);
const viewersOf = ({ card }: DrawnCard) => (card.refresh as { readonly userIds?: readonly string[] }).userIds;
const refresh = { title: 'Refresh', data: { view: 'moves' } };

describe('a card that can be drawn anew', () => {
  it('when it is for everybody, then nobody is named', () => {
    assert.equal(viewersOf(withRefresh(aCard(10), { ...refresh, viewers: null })), undefined);
  });

  it('when it is for nobody, then the list is empty, and it is drawn anew by hand only', () => {
    assert.deepEqual(viewersOf(withRefresh(aCard(10), { ...refresh, viewers: [] })), []);
  });

  it('when there are more people than Teams takes, then the first ones are named', () => {
    assert.deepEqual(
      viewersOf(withRefresh(aCard(10), { ...refresh, viewers: ids(200) })),
      ids(200).slice(0, MOST_VIEWERS),
    );
  });

  it('when the card is nearly too large, then as many of the first ones are named as there is room for', () => {
    const drawn = withRefresh(aCard(LARGEST_CARD - 2000), { ...refresh, viewers: ids(60) });
    const named = viewersOf(drawn) ?? [];
    assert.ok(sizeOf(drawn.card) <= LARGEST_CARD);
    assert.ok(named.length > 5 && named.length < 60);
    assert.deepEqual(named, ids(60).slice(0, named.length));
  });
});
