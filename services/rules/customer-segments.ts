/** Catalogue segments by the qualifications that open them (rules L6-L8). */
const SEGMENTS: ReadonlyMap<string, string> = new Map([
  ['education', 'education'],
  ['nonprofit', 'charity'],
  ['governmentcommunitycloud', 'government'],
]);

/** The segments a customer buys in beside the commercial one, by the qualifications Partner Center gives; none while they are not known. */
export function segmentsOf(qualifications: readonly string[] | null): readonly string[] {
  return (qualifications ?? []).flatMap((q) => SEGMENTS.get(q.trim().toLowerCase()) ?? []);
}
