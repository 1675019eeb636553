import { NOTHING_KNOWN } from '../../../services/moves/facts.ts';
import {
  type Move,
  type MoveFacts,
  type Original,
  type ProvisionedSubscription,
  PURCHASE_SOURCES,
} from '../../../services/moves/move.ts';
import { type Day, dayOf, isoOf } from './dates.ts';
import type { Dice } from './dice.ts';
import type { Size } from './script.ts';
import { OPENERS } from './team.ts';

/** Ends of terms lie between so many days before the year begins and so many after. */
const [EARLIEST_END, LATEST_END] = [-40, 640];
const LEAP_DAY = dayOf('2028-02-29');

/** The moves that are open when the year begins: some customers have one subscription, some have many. */
export function openMoves(dice: Dice, size: Size, today: Day): readonly Move[] {
  const counts = Array.from({ length: size.moves }, () => 1);
  for (let left = size.originals - size.moves; left > 0; left--) {
    const at = dice.int(0, size.moves - 1);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const openers = OPENERS.slice(0, size.openers);
  return counts.map((count, n) => aMove(dice, n, { opener: dice.uneven(openers), originals: count, today }));
}

function aMove(
  dice: Dice,
  n: number,
  {
    opener,
    originals,
    today,
  }: { readonly opener: (typeof OPENERS)[number]; readonly originals: number; readonly today: Day },
): Move {
  // What a customer bought together ends together.
  const shared = anyEnd(dice, today);
  const id = `move-${String(n).padStart(4, '0')}`;
  return {
    id,
    version: 1,
    customer: { tenantId: `tenant-${n}`, name: `Customer ${n}`, domain: `customer-${n}.example`, language: null },
    openedBy: { id: opener.id, name: opener.name },
    openedAt: `${isoOf(today - 1)}T09:00:00.000Z`,
    conversationId: opener.chat,
    facts: {
      ...NOTHING_KNOWN,
      originals: Array.from({ length: originals }, (_, o) =>
        anOriginal(dice, `${n}-${o}`, dice.chance(0.6) ? shared : anyEnd(dice, today)),
      ),
      relationship: anyRelationship(dice, today),
      ...(dice.chance(0.3) ? { provisioning: provisioned(dice, `${n}`, today - dice.int(0, 30)) } : {}),
    },
  };
}

function anyEnd(dice: Dice, today: Day): Day {
  const isNear = LEAP_DAY > today + EARLIEST_END && LEAP_DAY < today + LATEST_END;
  return isNear && dice.chance(0.02) ? LEAP_DAY : today + dice.int(EARLIEST_END, LATEST_END);
}

function anOriginal(dice: Dice, name: string, end: Day): Original {
  const source = dice.pick([...PURCHASE_SOURCES, null]);
  return {
    id: `original-${name}`,
    skuId: null,
    partNumber: null,
    name: `Subscription ${name}`,
    seats: 25,
    assignedSeats: 20,
    endDate: dice.chance(0.02) ? null : isoOf(end),
    autoRenew: dice.pick([true, false, false, false, null]),
    source,
    termStart: dice.chance(0.1) ? null : isoOf(end - 364),
    origin: 'tenant',
    path: dice.pick(['buy-and-let-end', 'buy-and-let-end', 'transfer', 'channel-renewal', null]),
    target: null,
    endArranged: dice.chance(0.1)
      ? { value: true, by: OPENERS[0] ?? { id: '', name: '' }, at: `${isoOf(end - 200)}T09:00:00Z` }
      : null,
    ended: null,
  };
}

function anyRelationship(dice: Dice, today: Day): MoveFacts['relationship'] {
  const invited = dice.chance(0.1);
  const supports = dice.chance(0.2);
  return {
    ...NOTHING_KNOWN.relationship,
    status: invited ? 'none' : 'reseller',
    invited: invited
      ? { value: true, by: OPENERS[0] ?? { id: '', name: '' }, at: `${isoOf(today - dice.int(0, 9))}T09:00:00Z` }
      : null,
    delegatedSupport: supports ? 'yes' : 'unknown',
    delegatedUntil: supports ? isoOf(today + dice.int(0, 500)) : null,
  };
}

/** The new subscriptions are there since that day. */
export function provisioned(dice: Dice, name: string, on: Day): MoveFacts['provisioning'] {
  const subscription: ProvisionedSubscription = {
    id: `new-${name}`,
    skuId: null,
    name: `New subscription ${name}`,
    seats: 25,
    startedOn: isoOf(on),
    endDate: isoOf(on + dice.pick([30, 364])),
    cancellableUntil: isoOf(on + 6),
    autoRenew: dice.pick([true, false, null]),
  };
  return {
    ...NOTHING_KNOWN.provisioning,
    state: 'verified',
    subscriptions: [subscription],
    verifiedAt: `${isoOf(on)}T10:00:00Z`,
  };
}
