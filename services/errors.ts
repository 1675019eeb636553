/** Values that may stand in a sentence. The string catalogue decides how each is formatted. */
export type SentenceParams = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An error with something to say to each reader.
 *
 * - `code` names the sentence for the person (`error.<code>` in the string catalogue) and is what tests assert;
 * - `params` fill that sentence;
 * - `hint` tells the operator which page to open and what to check; it goes to the log, never to the chat;
 * - `cause` is the original error.
 */
export class AppError extends Error {
  readonly code: string;
  readonly params: SentenceParams;
  readonly hint: string;

  constructor(code: string, options: { params?: SentenceParams; hint?: string; cause?: unknown } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = options.params ?? {};
    this.hint = options.hint ?? '';
  }
}
