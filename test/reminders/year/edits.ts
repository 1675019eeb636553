import type { Move, MoveFacts, Original } from '../../../services/moves/move.ts';
import { provisioned } from './customers.ts';
import { type Day, dayOf, instantOf, isoOf, utcDay } from './dates.ts';
import type { Dice } from './dice.ts';
import { OPENERS } from './team.ts';

/** A change of a move, as a person or Partner Center makes it. */
export interface Edit {
  readonly move: Move;
  /** What changed, in words. */
  readonly why: string;
}

const BY = { id: OPENERS[0]?.id ?? '', name: OPENERS[0]?.name ?? '' };

/** Something changes about a move. It may be nothing that the reminders count from. */
export function anyEdit(dice: Dice, move: Move, at: number): Edit {
  const today = utcDay(at);
  const { facts } = move;
  const changed = (why: string, changes: Partial<MoveFacts>): Edit => ({
    why,
    move: { ...move, version: move.version + 1, facts: { ...facts, ...changes } },
  });
  const original = dice.pick(facts.originals);
  const withOriginal = (why: string, changes: Partial<Original>) =>
    changed(`${why} of ${original.id}`, {
      originals: facts.originals.map((one) => (one.id === original.id ? { ...one, ...changes } : one)),
    });
  switch (dice.pick(KINDS)) {
    case 'end-moves':
      return withOriginal('another end', { endDate: movedEnd(dice, original, today) });
    case 'renewal':
      return withOriginal('another renewal', { autoRenew: dice.pick([true, false, null]) });
    case 'ended':
      return withOriginal('the end', { ended: { how: 'cancelled', on: isoOf(today), by: BY } });
    case 'still-there':
      return withOriginal('no end after all', { ended: null });
    case 'path':
      return withOriginal('another path', { path: dice.pick(['transfer', 'buy-and-let-end', 'leave', null]) });
    case 'provisioned':
      return changed('provisioning verified', { provisioning: provisioned(dice, move.id, today) });
    case 'credit':
      return changed('a credit is asked for', {
        credit: {
          status: dice.pick(['requested', 'granted', 'refused']),
          ticket: null,
          by: BY,
          at: instantOf(at).toString(),
        },
      });
    case 'accepted':
      return changed('the invitation is accepted', {
        relationship: { ...facts.relationship, status: 'reseller', acceptedAt: instantOf(at).toString() },
      });
    case 'closed':
      return changed('the move is closed', { closed: { value: 'done', by: BY, at: instantOf(at).toString() } });
    case 'nothing':
      return changed('nothing of interest', {});
  }
}

const KINDS = [
  'end-moves',
  'end-moves',
  'end-moves',
  'renewal',
  'renewal',
  'ended',
  'still-there',
  'path',
  'provisioned',
  'credit',
  'accepted',
  'closed',
  'nothing',
  'nothing',
] as const;

/** By some days either way; sometimes back to where it was a moment ago, sometimes to today. */
function movedEnd(dice: Dice, { endDate }: Original, today: Day): string {
  if (endDate === null || dice.chance(0.1)) return isoOf(today + dice.int(0, 3));
  return isoOf(dayOf(endDate) + dice.pick([-30, -7, -1, 1, 1, 7, 30, 365]));
}
