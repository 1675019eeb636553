/** The cloud a SKU is made for. */
export type Cloud = 'worldwide' | 'gcc' | 'gcc-high' | 'dod' | 'china';

/** Who may be licensed with a SKU. `frontline`: made for people without a desk; Microsoft's terms decide who is one. */
export type Audience = 'general' | 'frontline' | 'faculty' | 'student' | 'education' | 'nonprofit';

interface Aimed {
  readonly audience: Audience;
}

/**
 * Whether whoever holds the original may hold the target: general offers are open to all, the others to their own audience.
 * Whether a user is a frontline worker no SKU tells, so that a frontline offer is not refused here, only proposed late.
 */
export function mayReplace(original: Aimed, target: Aimed): boolean {
  if (target.audience === 'general' || original.audience === target.audience) return true;
  if (target.audience === 'frontline') return original.audience === 'general';
  const pair = [original.audience, target.audience];
  return pair.includes('education') && (pair.includes('faculty') || pair.includes('student'));
}

/** A frontline offer in place of one that is for everybody. */
export function narrowsToFrontline(original: Aimed, target: Aimed): boolean {
  return target.audience === 'frontline' && original.audience !== 'frontline';
}
