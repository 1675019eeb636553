/** What the watches over the bot's own work raise; each code has its sentences `alert.<code>`, `.title` and `.action`. */
export const WATCH_ALERTS = [
  'run-late',
  'run-resumed',
  'delivery-failing',
  'delivery-late',
  'sending-refused',
  'secret-ends',
  'secret-ended',
  'certificate-ends',
  'certificate-ended',
  'delegation-ends',
] as const;
export type WatchAlert = (typeof WATCH_ALERTS)[number];
