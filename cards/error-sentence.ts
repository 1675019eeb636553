import type { AppError } from '../services/errors.ts';
import { hasSentence } from './language.ts';
import type { Sentence } from './view.ts';

/**
 * What the person in the chat is told about an error or a refusal: the sentence of its code, else the one of its family
 * (`microsoft.cart-800123` -> `microsoft`), else that something went wrong and what to do. Nothing internal is shown.
 */
export function errorSentence({ code, params }: Pick<AppError, 'code'> & Partial<Pick<AppError, 'params'>>): Sentence {
  return { key: errorKey(code), params: params ?? {} };
}

/** The catalogue's key for an error code. */
export function errorKey(code: string): string {
  const known = [`error.${code}`, `error.${code.split('.')[0]}`].find(hasSentence);
  return known ?? 'error.unexpected';
}
