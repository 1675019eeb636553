/** So many requests at most in any span of that length. */
export interface SendWindow {
  readonly requests: number;
  readonly seconds: number;
}

/** What an app may send to Teams. */
export interface SendLimits {
  /** To all conversations together. */
  readonly all: readonly SendWindow[];
  /** To one conversation. */
  readonly conversation: readonly SendWindow[];
}

/** What Microsoft documents (rate-limit): per bot and thread, and per app and tenant. */
export const TEAMS_LIMITS: SendLimits = {
  all: [{ requests: 50, seconds: 1 }],
  conversation: [
    { requests: 7, seconds: 1 },
    { requests: 8, seconds: 2 },
    { requests: 60, seconds: 30 },
    { requests: 1800, seconds: 3600 },
  ],
};

/**
 * What the outbox uses of it. The rest is for the answers to people, which are not counted: one request in any of the windows, and
 * 5 % of the long ones.
 */
export const OUTBOX_LIMITS: SendLimits = {
  all: [{ requests: 49, seconds: 1 }],
  conversation: [
    { requests: 6, seconds: 1 },
    { requests: 7, seconds: 2 },
    { requests: 57, seconds: 30 },
    { requests: 1710, seconds: 3600 },
  ],
};

/** After so many seconds a request counts in no window any more. */
export function longestWindow({ all, conversation }: SendLimits): number {
  return Math.max(0, ...[...all, ...conversation].map(({ seconds }) => seconds));
}
