/**
 * The days of a kind of reminder as a team writes them: `90, 30, 1, 0, +1` are ninety, thirty and one day before, the day itself and
 * the day after it. Days from the anchor, negative before it, in order.
 */
export const stagesAsText = (days: readonly number[]): string =>
  days.map((day) => (day > 0 ? `+${day}` : String(Math.abs(day)))).join(', ');
