/** Longest name or domain a search is made with. */
export const LONGEST_SEARCH = 120;

/** What is searched for of what was typed. */
export const searched = (typed: string): string => typed.slice(0, LONGEST_SEARCH);
