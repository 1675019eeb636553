import { type KeyObject, verify } from 'node:crypto';
import { RefusedEvent } from './refused-event.ts';

/** What a posted event says about its signature; nothing of it is proved yet. */
export interface SignatureClaim {
  readonly signature: Buffer;
  /** As it was given. */
  readonly certificateUrl: string;
}

/** Reads a header of the request by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * The signature in the headers of a request: `x-ms-signature`, or `Authorization: Signature ...` where that is not there.
 *
 * @throws RefusedEvent `signature-missing`, `signature-malformed`, `algorithm-unsupported`, `certificate-url-missing`
 */
export function signatureIn(header: HeaderReader): SignatureClaim {
  const own = header('x-ms-signature');
  const given = once(own ?? header('authorization'));
  if (given === undefined) throw new RefusedEvent('signature-missing');
  // Only the header of its own may leave the scheme out.
  const scheme = own === undefined ? /^signature\s+/iu : /^(?:signature\s+)?/iu;
  if (!scheme.test(given)) throw new RefusedEvent('signature-missing');
  const text = given.replace(scheme, '');
  if (!BASE64.test(text)) throw new RefusedEvent('signature-malformed');
  if (once(header('x-ms-signature-algorithm'))?.toLowerCase() !== 'rsa-sha256')
    throw new RefusedEvent('algorithm-unsupported');
  const certificateUrl = once(header('x-ms-certificate-url'));
  if (certificateUrl === undefined) throw new RefusedEvent('certificate-url-missing');
  return { signature: Buffer.from(text, 'base64'), certificateUrl };
}

/** Whether the holder of the key signed exactly these bytes: RSA (PKCS #1 v1.5) with SHA-256. */
export function isSignedBy(key: KeyObject, bytes: Buffer, signature: Buffer): boolean {
  return verify('RSA-SHA256', bytes, key, signature);
}

/** A signature of 2048 to 8192 bits. */
const BASE64 = /^(?=.{340,1400}$)[A-Za-z0-9+/]+={0,2}$/u;

/** The value of a header that a gateway may have doubled (`a,a`); undefined when there is none or it is contradictory. */
function once(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [first, ...others] = value.split(',').map((part) => part.trim());
  return first !== undefined && first !== '' && others.every((other) => other === first) ? first : undefined;
}
