import { PURCHASE_SOURCES } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { judgeCredit } from '../../services/rules/credit.ts';
import { judgeAgreement, judgeEligibility } from '../../services/rules/eligibility.ts';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { choosePaths } from '../../services/rules/path.ts';
import { judgeRegion } from '../../services/rules/region.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
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

/** Verdicts of every kind the rules can give, from combinations of all values a fact may have. */
export function everyVerdict(): readonly Verdict[] {
  const countries = [null, 'IT', 'ES', 'BR', 'CN', 'RU', 'UK', 'Italy'];
  return [
    ...combinations({ partnerCountry: countries, tenantCountry: countries, cloud: ['public', 'germany'] }).map(
      judgeRegion,
    ),
    ...combinations({
      status: ['accepted', 'not-accepted', 'unknown'] as const,
      acceptedOn: ['2026-11-01', 'x', null],
      source: [null],
    }).map(judgeAgreement),
    ...combinations({
      vetting: ['Allowed', 'UnderReview', 'NotAllowed', 'Unknown', 'Not Ready', 'New', null],
      qualifications: [null, [], QUALIFICATIONS],
    }).flatMap(judgeEligibility),
    ...ORIGINALS.flatMap((o) => judgeLifecycle(o, TODAY).verdicts),
    ...ORIGINALS.flatMap((o) => choosePaths(o, TODAY).flatMap((p) => p.verdicts)),
    ...(['yes', 'no', 'unknown'] as const).flatMap((delegated) =>
      judgeCredit([...ORIGINALS, anOriginal({ seats: 26 })], delegated),
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
  const catalogue = [anOffer('SPB', { catalogSku: 'P:1', minimumSeats: 10, maximumSeats: 100 })];
  const many = (n: number) => Array.from({ length: n }, (_, i) => anOriginal({ id: `o${i}` }));
  const lists = [
    ...combinations({
      seats: [20, -1],
      assignedSeats: [null, 5, 20, 30, -1],
      target: [null, ...[0, 5, 19, 20, 21, 150, 301].map((seats) => aTarget({ seats }))],
    }).map((o) => [anOriginal(o)]),
    [anOriginal({ seats: 200, target: aTarget({ seats: 200 }) })],
    many(200),
    many(301),
  ];
  return lists.flatMap((originals) => {
    const { byOriginal, overall } = judgeSeats(originals, { catalogue });
    return [...[...byOriginal.values()].flat(), ...overall];
  });
}

function everyEquivalence(): readonly Verdict[] {
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
  return combinations({ original: all, target: all }).map(
    ({ original, target }) => judgeEquivalence(facts, original, target).verdict,
  );
}

/** Reminders of every kind the rules can plan. */
export function everyReminder(): readonly PlannedReminder[] {
  const paths = ['transfer', 'channel-renewal', 'buy-and-let-end', null] as const;
  return combinations({
    state: ['none', 'verified'] as const,
    path: paths,
    credit: [
      null,
      { status: 'requested', ticket: 'T-1', by: someone, at: '2026-11-20' },
      { status: 'requested', ticket: null, by: someone, at: '2026-11-20' },
    ] as const,
  }).flatMap(({ state, path, credit }) =>
    planReminders(
      aMove({
        originals: ORIGINALS.map((o, i) => ({ ...o, id: `o${i}`, path })),
        relationship: {
          status: 'none',
          invitationUrl: null,
          invited: { value: true, by: someone, at: '2026-11-19T00:00:00Z' },
          acceptedAt: null,
          delegatedSupport: 'no',
        },
        provisioning: {
          state,
          requested: null,
          order: null,
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
