import assert from 'node:assert/strict';
import type { Original } from '../../services/moves/move.ts';
import { type CreditInput, judgeCredit } from '../../services/rules/credit.ts';
import type { SeatInput } from '../../services/rules/judgement.ts';
import { judgeLifecycle, type LifecycleInput } from '../../services/rules/lifecycle.ts';
import { choosePaths, type PathInput } from '../../services/rules/path.ts';
import { judgeRegion, type RegionInput } from '../../services/rules/region.ts';
import { judgeSeats } from '../../services/rules/seats.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import { anOriginal, aTarget, day } from './builders.ts';

/**
 * What becomes of a rule when one field of its input is missing: the verdicts that follow, and the code that has to be among them, or `nothing`
 * where the rule has to keep silent. A field that is always there says why. The compiler asks for every field of every input.
 */
type Missing = { readonly always: string } | { readonly verdicts: () => readonly Verdict[]; readonly said: string };

type Every<Input> = Readonly<Record<keyof Input, Missing>>;

const TODAY = day('2026-11-20');

const LIFECYCLE: Every<LifecycleInput> = {
  name: { always: 'a subscription is listed by its name' },
  source: { verdicts: () => lifecycle({ source: null }), said: 'lifecycle.ask-source' },
  endDate: { verdicts: () => lifecycle({ endDate: null }), said: 'lifecycle.ask-end-date' },
  autoRenew: { verdicts: () => lifecycle({ autoRenew: null }), said: 'lifecycle.ask-auto-renew' },
  termStart: { verdicts: () => lifecycle({ termStart: null }), said: 'lifecycle.ask-term-start' },
  ended: { verdicts: () => lifecycle({ ended: null }), said: 'lifecycle.provision-by' },
};

const PATH: Every<PathInput> = {
  name: { always: 'a subscription is listed by its name' },
  source: { verdicts: () => paths({ source: null }), said: 'path.ask-source' },
  endDate: { verdicts: () => paths({ endDate: null }), said: 'path.need-end-date' },
  termStart: {
    verdicts: () => paths({ source: 'direct-mca', termStart: null }),
    said: 'path.trap-extended-term-unknown',
  },
  autoRenew: {
    verdicts: () => paths({ termStart: '2026-01-01', endDate: '2026-12-31', autoRenew: null }),
    said: 'path.trap-renews',
  },
  ended: { verdicts: () => paths({ ended: null }), said: 'path.need-before-end' },
};

const SEATS: Every<SeatInput> = {
  id: { always: 'a key of ours' },
  name: { always: 'a subscription is listed by its name' },
  seats: { verdicts: () => seats({ seats: Number.NaN }), said: 'seats.not-a-count' },
  assignedSeats: { verdicts: () => seats({ assignedSeats: null }), said: 'seats.ask-assigned' },
  skuId: { verdicts: () => family({ skuId: null }), said: 'nothing' },
  target: { verdicts: () => family({ target: null }), said: 'nothing' },
  path: { verdicts: () => family({ path: null }), said: 'seats.family-cap-overlap' },
  ended: { verdicts: () => family({ ended: null }), said: 'seats.family-cap-overlap' },
  source: { verdicts: () => family({ source: null }), said: 'seats.family-cap-overlap' },
};

const CREDIT: Every<CreditInput> = {
  name: { always: 'a subscription is listed by its name' },
  seats: { verdicts: () => credit({ source: 'direct-mosa', seats: Number.NaN }), said: 'credit.mosa' },
  source: { verdicts: () => credit({ source: null }), said: 'nothing' },
  path: { verdicts: () => credit({ path: null }), said: 'credit.mca-over' },
  endDate: { verdicts: () => credit({ source: 'direct-mosa', endDate: null }), said: 'credit.mosa-no-end' },
  termStart: { verdicts: () => credit({ termStart: null }), said: 'credit.mca-ask-start' },
  autoRenew: { verdicts: () => credit({ source: 'direct-mosa', autoRenew: null }), said: 'credit.mosa' },
  ended: { verdicts: () => credit({ ended: null }), said: 'credit.mca-over' },
};

const REGION: Every<RegionInput> = {
  partnerCountry: { verdicts: () => region({ partnerCountry: null }), said: 'region.partner-unknown' },
  tenantCountry: { verdicts: () => region({ tenantCountry: null }), said: 'region.tenant-unknown' },
  cloud: { verdicts: () => region({ cloud: null }), said: 'region.same-market-cloud-unknown' },
};

describe('every field that may be missing', () => {
  for (const [rule, fields] of Object.entries({ LIFECYCLE, PATH, SEATS, CREDIT, REGION })) {
    for (const [field, missing] of Object.entries<Missing>(fields)) {
      if ('always' in missing) continue;
      it(`when the ${rule.toLowerCase()} lacks ${field}, then ${missing.said}`, () => {
        const codes = missing.verdicts().map((v) => v.code);
        if (missing.said === 'nothing') assert.deepEqual(codes, []);
        else
          assert.ok(
            codes.some((code) => code === missing.said),
            codes.join(' '),
          );
      });
    }
  }
});

const DIRECT: Partial<Original> = {
  source: 'direct-mca',
  termStart: '2026-06-01',
  endDate: '2027-05-31',
  autoRenew: false,
};

function lifecycle(change: Partial<Original>): readonly Verdict[] {
  return judgeLifecycle(anOriginal({ ...DIRECT, ...change }), TODAY).verdicts;
}

function paths(change: Partial<Original>): readonly Verdict[] {
  return choosePaths(anOriginal({ ...DIRECT, ...change }), TODAY).flatMap((o) => o.verdicts);
}

function seats(change: Partial<Original>): readonly Verdict[] {
  return judgeSeats([anOriginal({ target: aTarget(), ...change })]).each.flat();
}

/** Old and new side by side are above the cap of the Business family. */
function family(change: Partial<Original>): readonly Verdict[] {
  const original = anOriginal({ ...DIRECT, path: 'buy-and-let-end', seats: 200, target: aTarget({ seats: 200 }) });
  return judgeSeats([{ ...original, ...change }]).overall;
}

function credit(change: Partial<Original>): readonly Verdict[] {
  const original = anOriginal({ ...DIRECT, path: 'buy-and-let-end', ...change });
  return judgeCredit([original], 'yes', '2026-11-20').filter((v) => v.code !== 'credit.partner-may-call');
}

function region(change: Partial<RegionInput>): readonly Verdict[] {
  return [judgeRegion({ partnerCountry: 'IT', tenantCountry: 'ES', cloud: 'public', ...change })];
}
