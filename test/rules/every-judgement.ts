import { PURCHASE_SOURCES, STEP_IDS } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeCustomer } from '../../services/rules/customer.ts';
import { judgeAgreement, judgeEligibility } from '../../services/rules/eligibility.ts';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { judgeProvisioned } from '../../services/rules/provisioned.ts';
import { judgeRegion } from '../../services/rules/region.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { judgeRoles, type RoleId } from '../../services/rules/roles.ts';
import { judgeSeats } from '../../services/rules/seats.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import {
  aMove,
  anOffer,
  anOriginal,
  aSubscription,
  aTarget,
  combinations,
  day,
  facts,
  factsWith,
  sku,
  someone,
} from './builders.ts';

const TODAY = day('2026-11-20');
const SOURCES = [...PURCHASE_SOURCES, null] as const;
const ORIGINALS = combinations({
  source: SOURCES,
  endDate: ['2026-10-31', '2026-12-01', '2028-02-29', 'soon', null],
  termStart: ['2024-01-01', '2026-03-01', '2029-01-01', null],
  autoRenew: [true, false, null],
  ended: [
    null,
    { how: 'expired', on: '2026-11-01', by: someone },
    { how: 'cancelled', on: '2026-11-01', by: someone },
    { how: 'transferred', on: '2026-11-01', by: someone },
  ] as const,
}).map(anOriginal);

const ARRANGED = anOriginal({
  source: 'partner-nce',
  endArranged: { value: true, by: someone, at: '2026-11-19T09:00:00Z' },
});

/** Verdicts of every kind the rules can give, from combinations of all values a fact may have. */
export function everyVerdict(): readonly Verdict[] {
  const countries = [null, 'IT', 'ES', 'BR', 'CN', 'RU', 'AN', 'Italy'];
  return [
    ...combinations({
      partnerCountry: countries,
      tenantCountry: countries,
      cloud: ['public', 'germany', 'moon', null],
    }).map(judgeRegion),
    ...combinations({
      status: ['accepted', 'not-accepted', 'unknown'] as const,
      acceptedOn: ['2026-11-01', '2099-01-01', 'x', null],
      source: [null],
    }).map((agreement) => judgeAgreement(agreement, '2026-11-20')),
    ...([true, null] as const).map(judgeCustomer),
    ...STEP_IDS.flatMap((step) =>
      [null, new Set<RoleId>(), new Set<RoleId>(['admin-agent'])].map((roles) => judgeRoles(step, 'transfer', roles)),
    ),
    ...combinations({
      vetting: ['Allowed', 'UnderReview', 'NotAllowed', 'Unknown', 'Not Ready', 'New', null],
      qualifications: [null, [], QUALIFICATIONS],
    }).flatMap(judgeEligibility),
    ...ORIGINALS.flatMap((o) => judgeLifecycle(o, TODAY).verdicts),
    ...judgeLifecycle(anOriginal(), day('2027-05-31')).verdicts,
    ...judgeLifecycle(anOriginal(), day('2028-05-31')).verdicts,
    ...judgeLifecycle(anOriginal(), day('2028-05-31'), true).verdicts,
    ...judgeLifecycle(anOriginal({ termStart: '2026-12-01' }), TODAY).verdicts,
    ...['soon', '2027-01-01'].flatMap(
      (on) => judgeLifecycle(anOriginal({ ended: { how: 'expired', on, by: someone } }), TODAY).verdicts,
    ),
    ...combinations({
      startedOn: ['2026-11-20', null],
      endDate: ['2026-11-01', '2026-12-31', null],
      cancellableUntil: ['2026-11-19', '2026-11-27', '2027-11-27', null],
      autoRenew: [true, false, null],
    }).flatMap((s) => judgeProvisioned(aSubscription(s), '2026-11-20').verdicts),
    ...ORIGINALS.flatMap((o) => choosePaths(o, TODAY).flatMap((p) => p.verdicts)),
    ...(['yes', 'no', 'unknown'] as const).flatMap((delegated) =>
      judgeCredit(
        [
          ...ORIGINALS,
          anOriginal({ seats: 26 }),
          anOriginal({ seats: 26, endDate: null }),
          anOriginal({ source: 'direct-mca', termStart: '2026-11-18' }),
        ],
        delegated,
        '2026-11-20',
      ),
    ),
    ...everySeatVerdict(),
    ...everyEquivalence(),
  ];
}

const QUALIFICATIONS = [
  'Education',
  'Nonprofit',
  'GovernmentCommunityCloud',
  'StateOwnedEntity',
  'InReview',
  'NotAnEducationCustomer',
  'New',
];

function everySeatVerdict(): readonly Verdict[] {
  const catalogue = [
    anOffer('SPB', { catalogSku: 'P:1', minimumSeats: 10, maximumSeats: 100 }),
    anOffer('SPB', { catalogSku: 'P:2', minimumSeats: 100, maximumSeats: 10 }),
  ];
  const many = (n: number) => Array.from({ length: n }, (_, i) => anOriginal({ id: `o${i}` }));
  const lists = [
    ...combinations({
      seats: [20, -1],
      assignedSeats: [null, 5, 20, 30, -1],
      target: [null, ...[0, 5, 19, 20, 21, 150, 301].map((seats) => aTarget({ seats }))],
    }).map((o) => [anOriginal(o)]),
    [anOriginal({ seats: 200, target: aTarget({ seats: 200 }) })],
    [anOriginal({ target: aTarget({ catalogSku: 'P:2' }) })],
    many(200),
    many(301),
  ];
  return lists.flatMap((originals) => {
    const { byOriginal, overall } = judgeSeats(originals, { catalogue });
    return [...[...byOriginal.values()].flat(), ...overall];
  });
}

function everyEquivalence(): readonly Verdict[] {
  const confirmed = {
    ...facts,
    discontinued: (id: string) => facts.discontinued(id).map((o) => ({ ...o, confirmed: true })),
  };
  const emptied = factsWith({ ...sku('SPB'), plans: sku('SPB').plans.filter((p) => p.isCarrier) });
  const ids = [
    'SPB',
    'SPE_E3',
    'SPE_E5',
    'ENTERPRISEPACK',
    'Office_365_E3_(no_Teams)',
    'ENTERPRISEPACK_GOV',
    'ENTERPRISEPREMIUM',
    'ENTERPRISEWITHSCAL',
    'STANDARDPACK',
    'PROJECTPREMIUM',
    'PROJECTPROFESSIONAL',
    'PROJECT_PLAN3_DEPT',
    'PROJECT_P1',
    'SMB_BUSINESS_ESSENTIALS',
    'O365_BUSINESS_ESSENTIALS',
    'EXCHANGESTANDARD',
    'EXCHANGEENTERPRISE',
    'WACONEDRIVESTANDARD',
    'SHAREPOINTSTANDARD',
    'MCOEV',
    'MCOMEETADV',
    'MCOSTANDARD',
    'AAD_PREMIUM',
    'STANDARDWOFFPACK_IW_STUDENT',
    'STANDARDWOFFPACK_FACULTY',
  ].map((p) => sku(p).skuId);
  const all = [...ids, null, '00000000-0000-4000-8000-00000000dead'];
  return [
    ...combinations({ original: all, target: all }).map(({ original, target }) =>
      judgeEquivalence(facts, original, target),
    ),
    judgeEquivalence(confirmed, sku('O365_BUSINESS_ESSENTIALS').skuId, sku('ENTERPRISEPACK').skuId),
    judgeEquivalence(emptied, sku('SPB').skuId, sku('SPE_E3').skuId),
  ].flatMap(({ verdict, also }) => [verdict, ...also]);
}

/** Reminders of every kind the rules can plan. */
export function everyReminder(): readonly PlannedReminder[] {
  const paths = ['transfer', 'channel-renewal', 'buy-and-let-end', null] as const;
  return combinations({
    state: ['none', 'reported', 'verified'] as const,
    path: paths,
    credit: [
      null,
      { status: 'requested', ticket: 'T-1', by: someone, at: '2026-11-20' },
      { status: 'requested', ticket: null, by: someone, at: '2026-11-20' },
    ] as const,
  }).flatMap(({ state, path, credit }) =>
    planReminders(
      aMove({
        originals: [...ORIGINALS, ARRANGED].map((o, i) => ({ ...o, id: `o${i}`, path })),
        relationship: {
          status: 'none',
          invitationUrl: null,
          invited: { value: true, by: someone, at: '2026-11-19T00:00:00Z' },
          acceptedAt: null,
          delegatedSupport: 'yes',
          delegatedUntil: '2026-12-31',
        },
        provisioning: {
          state,
          requested: { value: true, by: someone, at: '2026-11-19T10:00:00Z' },
          order: null,
          quote: null,
          approval: null,
          before: null,
          subscriptions: [true, false, null].map((autoRenew, i) => aSubscription({ id: `s${i}`, autoRenew })),
          verifiedAt: '2026-11-20',
        },
        credit,
      }),
      TODAY,
    ),
  );
}
