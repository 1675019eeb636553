import { constants, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { SignInDesk } from './sign-in-desk.ts';

/** What a token request shows to prove that it comes from the application. */
export interface ShownProof {
  readonly client_id: string;
  readonly client_secret?: string | undefined;
  readonly client_assertion?: string | undefined;
}

/**
 * Judges the proof as Entra does.
 *
 * @param endpoint address of the token endpoint, which an assertion has to be made for (only its path is looked at)
 * @param readAudience the audience of a sandbox token; null for any other text
 * @returns Entra's error number, or null when the proof is right or `none` was shown
 */
export function judgeProof(
  desk: SignInDesk,
  shown: ShownProof,
  endpoint: string,
  readAudience: (token: string) => string | null,
): 'none' | 'right' | number {
  if (shown.client_secret !== undefined) {
    return desk.secret === null || desk.secret === shown.client_secret ? 'right' : 7000215;
  }
  if (shown.client_assertion === undefined) return 'none';
  // A managed identity that vouches for the application shows a token of its own.
  const audience = readAudience(shown.client_assertion);
  if (audience !== null) return audience === 'api://AzureADTokenExchange' ? 'right' : 700212;
  return signedByCertificate(desk, shown.client_assertion, shown.client_id, endpoint) ? 'right' : 700027;
}

const Header = z.object({ alg: z.literal('PS256'), 'x5t#S256': z.string(), x5c: z.array(z.string()).min(1) });
const Payload = z.object({ aud: z.string(), iss: z.string(), sub: z.string(), nbf: z.number(), exp: z.number() });

function signedByCertificate(desk: SignInDesk, assertion: string, clientId: string, endpoint: string): boolean {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const header = Header.safeParse(decoded(head));
  const payload = Payload.safeParse(decoded(body));
  if (!header.success || !payload.success) return false;
  const certificate = new X509Certificate(Buffer.from(header.data.x5c[0] ?? '', 'base64'));
  const hash = createHash('sha256').update(certificate.raw).digest();
  const { aud, iss, sub, nbf, exp } = payload.data;
  return (
    hash.toString('base64url') === header.data['x5t#S256'].replace(/=+$/, '') &&
    (desk.certificates === null || desk.certificates.includes(hash.toString('hex'))) &&
    new URL(aud).pathname === new URL(endpoint).pathname &&
    iss === clientId &&
    sub === clientId &&
    exp > nbf &&
    verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      {
        key: createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      },
      Buffer.from(signature, 'base64url'),
    )
  );
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return null;
  }
}
