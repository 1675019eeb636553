import type { Verdict } from '../rules/verdict.ts';
import type { Relationship } from './move.ts';

/** Where the reseller relationship stands (move-rules R2, I5, I8). */
export function judgeRelationship(relationship: Relationship): Verdict {
  const { status, invited } = relationship;
  if (status === 'reseller')
    return { code: 'relationship.accepted', severity: 'ok', params: {}, sources: ['R2', 'I8'] };
  if (status === 'refused')
    return { code: 'relationship.refused', severity: 'stop', params: {}, sources: ['R2', 'T3'] };
  if (invited !== null) {
    return {
      code: 'relationship.waiting',
      severity: 'note',
      params: { since: invited.at.slice(0, 10), who: invited.by.name },
      sources: ['R2', 'I5'],
    };
  }
  return { code: 'relationship.missing', severity: 'ask', params: {}, sources: ['R2', 'I1', 'I5'] };
}
