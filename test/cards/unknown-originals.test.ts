import assert from 'node:assert/strict';
import { boardHeader, boardLines } from '../../cards/export-tables.ts';
import { drawMoveStatus } from '../../cards/move-status.ts';
import type { Original } from '../../services/moves/move.ts';
import { aMove, anOriginal } from '../builders.ts';
import { nodesOfType } from './card-schema.ts';
import { factsUpTo, reader, viewOf } from './every-card.ts';

const withOriginals = (originals: readonly Original[]) => viewOf(aMove({ facts: factsUpTo('originals', originals) }));
const statedOn = (originals: readonly Original[]) =>
  nodesOfType(drawMoveStatus(withOriginals(originals), reader()).card, 'FactSet')
    .flatMap(({ facts }) => (Array.isArray(facts) ? facts : []))
    .find(({ title }) => title === 'Original subscriptions')?.value;
const inTheTable = (originals: readonly Original[]) => {
  const { move, step: current } = withOriginals(originals);
  const header = boardHeader(reader());
  const [row = []] = boardLines([{ move, current, nextDate: null }], reader());
  return header.flatMap((column, i) => (column === 'Subscriptions' || column === 'Licenses' ? [row[i]] : []));
};

describe('subscriptions nobody has named yet', () => {
  it('when none is recorded, then the state of the move says that they are not known, not that there are none', () => {
    assert.equal(statedOn([]), 'not known yet');
    assert.equal(statedOn([anOriginal(), anOriginal({ id: 'original-2' })]), '2');
  });

  it('when none is recorded, then an export leaves their number and their seats empty', () => {
    assert.deepEqual(inTheTable([]), [null, null]);
    assert.deepEqual(inTheTable([anOriginal({ seats: 18 })]), [1, 18]);
  });
});
