import 'reflect-metadata';
import { createHash, type webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with the key that belongs to it. */
export interface Issued {
  readonly pem: string;
  readonly der: Buffer;
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** What a certificate says about itself; made up, signed for real. */
export interface CertificateWish {
  /** Distinguished name, such as `CN=Sandbox, O=Microsoft Corporation`. */
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
  readonly isIssuer?: boolean;
  /** How many issuers may stand below this one; any number when left out. */
  readonly pathLength?: number;
  readonly usages?: KeyUsageFlags;
  /** Address at which the issuer's certificate is published. */
  readonly issuerAt?: string;
  readonly bits?: number;
  /** What its own key signs with. */
  readonly hash?: 'SHA-256' | 'SHA-1';
  readonly extensions?: readonly Extension[];
}

/** What the sandbox signs its events with: a root that only the sandbox's bot trusts, an intermediate, a leaf. */
export interface SigningCertificates {
  readonly root: Issued;
  readonly intermediate: Issued;
  readonly leaf: Issued;
}

/**
 * Makes the certificates of a sandbox. They are valid for as long as its clock can be moved.
 *
 * @param issuerAt where the intermediate's certificate can be read
 */
export async function signingCertificates(from: Date, issuerAt: string): Promise<SigningCertificates> {
  const life = { from: new Date(from.getTime() - DAY_MS), until: new Date(from.getTime() + 50 * 366 * DAY_MS) };
  const root = await issue({ name: 'CN=Sandbox Root', isIssuer: true, ...life });
  const intermediate = await issue({ name: 'CN=Sandbox Issuing CA', isIssuer: true, pathLength: 0, ...life }, root);
  const name = 'CN=pcnotifications-dispatch.sandbox, O=Microsoft Corporation, C=US';
  const leaf = await issue({ name, issuerAt, ...life }, intermediate);
  return { root, intermediate, leaf };
}

const DAY_MS = 86_400_000;

/** Issues a certificate; a self-signed one when no issuer is given. */
export async function issue(wish: CertificateWish, issuer: Issued | null = null): Promise<Issued> {
  const { isIssuer = false, hash = 'SHA-256' } = wish;
  const algorithm = { ...RSA, modulusLength: wish.bits ?? 2048, hash };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const usages = wish.usages ?? (isIssuer ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature);
  const made = await X509CertificateGenerator.create({
    subject: wish.name,
    issuer: issuer?.name ?? wish.name,
    notBefore: wish.from,
    notAfter: wish.until,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: (issuer?.keys ?? keys).privateKey.algorithm,
    extensions: [
      new BasicConstraintsExtension(isIssuer, wish.pathLength, true),
      new KeyUsagesExtension(usages, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
      ...(wish.issuerAt === undefined ? [] : [new AuthorityInfoAccessExtension({ caIssuers: [wish.issuerAt] })]),
      ...(wish.extensions ?? []),
    ],
  });
  return { pem: made.toString('pem'), der: Buffer.from(made.rawData), name: wish.name, keys };
}

/** The signature of these bytes as the header carries it: RSA-SHA256 in base64. */
export async function signed(bytes: Buffer, { keys }: Issued): Promise<string> {
  return Buffer.from(await crypto.subtle.sign(RSA.name, keys.privateKey, new Uint8Array(bytes))).toString('base64');
}

/** File name under which a certificate is published: another one for each. */
export function fileNameOf({ der }: Issued): string {
  return `${createHash('sha256').update(der).digest('hex').slice(0, 16)}.cer`;
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
