/** Largest file that is read, in bytes: 300 subscriptions take about 60 KB. */
export const MOST_BYTES = 1_000_000;
/** Most rows; no tenant holds as many subscriptions. */
export const MOST_ROWS = 1000;
/** Most columns of a sheet; an export has about thirty. */
export const MOST_COLUMNS = 200;
/** The header stands in one of the first rows: above it there may be a title. */
export const HEADER_WITHIN = 20;
/** So many characters of a cell are read. */
export const LONGEST_CELL = 200;
