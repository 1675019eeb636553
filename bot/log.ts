import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * The product's log, on standard error. Of an error only kind, code, words and stack are written: what a database or an HTTP
 * library hangs on its errors (parameters, requests, headers) may be somebody's data or a token.
 */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino({ level, serializers: { err: described, error: described } }, destination);
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly stack?: string;
  readonly cause?: Described;
}

function described(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }; // libraries hang these on their errors
  return {
    type: error.name,
    message: error.message.slice(0, 500),
    ...(code !== undefined && { code }),
    ...(statusCode !== undefined && { status: statusCode }),
    ...(error.stack !== undefined && { stack: error.stack.slice(0, 2000) }),
    ...(error.cause !== undefined && { cause: described(error.cause) }),
  };
}
