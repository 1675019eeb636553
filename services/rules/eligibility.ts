import type { Agreement, Eligibility } from '../moves/move.ts';
import { type IsoDate, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import type { Verdict } from './verdict.ts';

/**
 * Whether the Microsoft Customer Agreement is accepted: without it no order goes through (rules C9, A1). An acceptance after `today`
 * (UTC calendar date), or before there was such an agreement, is asked about.
 */
export function judgeAgreement({ status, acceptedOn }: Agreement, today: IsoDate): Verdict {
  const sources = ['C9', 'A1'] as const;
  if (status === 'not-accepted') return { code: 'agreement.not-accepted', severity: 'stop', params: {}, sources };
  if (status === 'unknown') return { code: 'agreement.ask', severity: 'ask', params: {}, sources };
  const on = readDate(acceptedOn);
  if (on !== null && (on > today || on < figures().date('customer-agreement-since')))
    return { code: 'agreement.ask-impossible-date', severity: 'ask', params: { on }, sources };
  if (on !== null) return { code: 'agreement.accepted', severity: 'ok', params: { on }, sources };
  return acceptedOn === null
    ? { code: 'agreement.accepted-undated', severity: 'ok', params: {}, sources }
    : { code: 'agreement.ask-date', severity: 'ask', params: { given: acceptedOn }, sources };
}

/**
 * Whether the customer may buy, and what kind of customer it is (rules L6, L7, L8). One verdict on the vetting, then one for each
 * qualification word. A word that is not known here is shown to the person as it came.
 */
export function judgeEligibility({
  vetting,
  qualifications,
}: Pick<Eligibility, 'vetting' | 'qualifications'>): readonly Verdict[] {
  return [judgeVetting(vetting), ...judgeQualifications(qualifications)];
}

function judgeVetting(vetting: string | null): Verdict {
  const sources = ['L6', 'A1'] as const;
  switch (word(vetting)) {
    case '':
      return { code: 'eligibility.ask-vetting', severity: 'ask', params: {}, sources };
    case 'allowed':
    case 'authorized':
      return { code: 'eligibility.vetting-allowed', severity: 'ok', params: {}, sources };
    case 'underreview':
    case 'pending':
      return { code: 'eligibility.vetting-under-review', severity: 'stop', params: {}, sources };
    case 'notallowed':
    case 'rejected':
      return { code: 'eligibility.vetting-not-allowed', severity: 'stop', params: {}, sources };
    case 'unknown':
      // Partner Center's own word: buying is blocked until Microsoft has looked at the account.
      return { code: 'eligibility.vetting-unknown', severity: 'stop', params: {}, sources };
    case 'notready':
      return { code: 'eligibility.vetting-not-ready', severity: 'warn', params: {}, sources };
    default:
      return { code: 'eligibility.vetting-other', severity: 'ask', params: { given: vetting ?? '' }, sources };
  }
}

function judgeQualifications(qualifications: readonly string[] | null): readonly Verdict[] {
  const sources = ['L6', 'L7', 'L8'] as const;
  if (qualifications === null) {
    return [{ code: 'eligibility.ask-qualification', severity: 'ask', params: {}, sources }];
  }
  const words = new Set(qualifications.map(word));
  const contradictory = CONTRADICTIONS.filter((pair) => pair.every((w) => words.has(w))).flat();
  const named = qualifications.filter((q) => word(q) !== '' && word(q) !== 'none');
  // "No special qualification" says nothing beside one.
  if (words.has('none') && named.length > 0) contradictory.push('none', word(named[0] ?? ''));
  const verdicts = [
    ...(contradictory.length > 0
      ? [
          {
            code: 'eligibility.contradictory-qualifications',
            severity: 'ask' as const,
            params: { given: qualifications.filter((q) => contradictory.includes(word(q))).join('\n') },
            sources,
          },
        ]
      : []),
    // A blank word is one that nobody knows.
    ...(words.has('')
      ? [{ code: 'eligibility.ask-qualification', severity: 'ask' as const, params: {}, sources }]
      : []),
    ...named.map(judgeQualification),
  ];
  return verdicts.length > 0 ? verdicts : [{ code: 'eligibility.commercial', severity: 'ok', params: {}, sources }];
}

/** Words that cannot both be true of one customer. */
const CONTRADICTIONS: readonly (readonly [string, string])[] = [
  ['education', 'notaneducationcustomer'],
  ['education', 'inreview'],
  ['inreview', 'notaneducationcustomer'],
  ['education', 'governmentcommunitycloud'],
];

function judgeQualification(given: string): Verdict {
  switch (word(given)) {
    case 'education':
      return { code: 'eligibility.education', severity: 'note', params: {}, sources: ['L6', 'L9'] };
    case 'nonprofit':
      return {
        code: 'eligibility.nonprofit',
        severity: 'note',
        params: { since: figures().date('nonprofit-grants-ended-on') },
        sources: ['L7', 'L10'],
      };
    case 'governmentcommunitycloud':
      return { code: 'eligibility.government', severity: 'ask', params: {}, sources: ['L8', 'I10'] };
    case 'stateownedentity':
      return { code: 'eligibility.state-owned', severity: 'note', params: {}, sources: ['L8'] };
    case 'inreview':
      return { code: 'eligibility.education-in-review', severity: 'stop', params: {}, sources: ['L6'] };
    case 'notaneducationcustomer':
      return { code: 'eligibility.not-education', severity: 'note', params: {}, sources: ['L6'] };
    default:
      return {
        code: 'eligibility.qualification-other',
        severity: 'ask',
        params: { given },
        sources: ['L6', 'L7', 'L8'],
      };
  }
}

/** Partner Center writes one word in several ways (`Not Ready`, `NotReady`). */
function word(given: string | null): string {
  return (given ?? '').toLowerCase().replace(/[\s_-]/g, '');
}
