/** The cloud a SKU is made for. */
export type Cloud = 'worldwide' | 'gcc' | 'gcc-high' | 'dod' | 'china';

/** Who may be licensed with a SKU. */
export type Audience = 'general' | 'faculty' | 'student' | 'education' | 'nonprofit';

/** Whether whoever holds the original may hold the target: general offers are open to all, the others to their own audience. */
export function mayReplace(original: { audience: Audience }, target: { audience: Audience }): boolean {
  if (target.audience === 'general' || original.audience === target.audience) return true;
  const pair = [original.audience, target.audience];
  return pair.includes('education') && (pair.includes('faculty') || pair.includes('student'));
}
