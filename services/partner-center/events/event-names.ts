/**
 * The events the bot asks Partner Center for. Each one only says where to look again.
 * Source: learn.microsoft.com/partner-center/developer/partner-center-webhook-events, read 2026-11.
 */
export const EVENT_NAMES = [
  'test-created',
  'reseller-relationship-accepted-by-customer',
  'indirect-reseller-relationship-accepted-by-customer',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-terminated',
  'granular-admin-relationship-expired',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-updated',
  'granular-admin-access-assignment-deleted',
  'subscription-updated',
] as const;

/** Whether an event is one of ours. Names are compared whatever their case. */
export function isOurs(eventName: string): boolean {
  return OURS.has(eventName.toLowerCase());
}

const OURS: ReadonlySet<string> = new Set(EVENT_NAMES);
