import { AppError, type SentenceParams } from '../../services/errors.ts';

/**
 * What was found about one thing. `bad`: something will not work until it is mended; `warn`: it works, with less or not for long;
 * `skipped`: it could not be looked at, or there is nothing to look at.
 */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'bad' | 'skipped';
  /** Its sentence: `doctor.<code>` of the string catalogue, which says what to do as well. */
  readonly code: string;
  readonly params: SentenceParams;
}

/** One thing to look at. It never throws: what goes wrong is what was found. */
export type Check = () => Promise<readonly Finding[]>;

export function ok(code: string, params: SentenceParams = {}): Finding {
  return { level: 'ok', code, params };
}

export function warn(code: string, params: SentenceParams = {}): Finding {
  return { level: 'warn', code, params };
}

export function bad(code: string, params: SentenceParams = {}): Finding {
  return { level: 'bad', code, params };
}

export function skipped(code: string, params: SentenceParams = {}): Finding {
  return { level: 'skipped', code, params };
}

/** What an error tells the operator; the words of an unforeseen one never reach the console, as they may hold a secret. */
export function hintOf(error: unknown): string {
  if (error instanceof AppError && error.hint !== '') return error.hint;
  return error instanceof AppError ? error.code : 'unexpected error';
}

/** Does the look; an error becomes the finding that `otherwise` makes of its hint. */
export async function attempt(
  look: () => Promise<readonly Finding[] | Finding>,
  otherwise: (hint: string, error: unknown) => Finding,
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    return [otherwise(hintOf(error), error)];
  }
}
