import { z } from 'zod';
import { AppError } from '../errors.ts';

/**
 * The reply as `schema` promises it. Fails with `microsoft.unexpected-reply`, whose hint names the fields that did not fit,
 * never their values.
 */
export function checkedReply<S extends z.ZodType>(schema: S, body: unknown, trace: string): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = [...new Set(result.error.issues.map((issue) => `${issue.path.join('.') || '(body)'}: ${issue.code}`))];
  throw new AppError('microsoft.unexpected-reply', { hint: `${trace}: ${fields.slice(0, 5).join('; ')}` });
}

/**
 * An object whose field names are matched whatever their case: Partner Center answers in camelCase, older services and
 * webhooks in PascalCase. Fields not named stay as they are.
 */
export function caseless<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, v]) => [names.get(name.toLowerCase()) ?? name, v]));
  }, z.looseObject(shape));
}
