import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** What a sandbox token says. It is not signed: it opens nothing but this sandbox. */
export type SandboxToken = z.output<typeof SandboxToken>;

/** Reads a bearer token of this sandbox; null for any other. */
export function readToken(authorization: string | undefined): SandboxToken | null {
  const payload = authorization?.match(/^Bearer sandbox\.([\w-]+)$/i)?.[1];
  if (payload === undefined) return null;
  try {
    return SandboxToken.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  } catch {
    return null;
  }
}

const SandboxToken = z.object({
  tenantId: z.string(),
  audience: z.string(),
  as: z.enum(['user', 'application']),
  /** How the person proved who they are. */
  amr: z.array(z.string()).optional(),
  /** Channel id of the person on whose behalf it was issued; left out: the assistant's own. */
  person: z.string().optional(),
});

/** A fresh token, as the token endpoint answers with it. */
export function granted(claims: SandboxToken) {
  return {
    token_type: 'Bearer',
    expires_in: 3599,
    // No two tokens are the same, as in life.
    access_token: `sandbox.${encoded({ ...claims, jti: randomUUID() })}`,
  };
}

/** A part of a token. */
export const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
