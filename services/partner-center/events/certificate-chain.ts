import 'reflect-metadata';
import { type KeyObject, X509Certificate } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509';
import { Temporal } from 'temporal-polyfill';
import { RefusedEvent } from './refused-event.ts';

/** Whoever may sign events, and until when this is known. */
export interface Signer {
  readonly key: KeyObject;
  /** End of the shortest life in the chain. */
  readonly until: Temporal.Instant;
}

export interface ChainSources {
  /** Roots that are trusted without further proof. */
  readonly anchors: readonly X509Certificate[];
  /** Reads a published issuer; null where its address is not on the list or does not answer. */
  readonly issuerAt: (url: string) => Promise<Buffer | null>;
  readonly now: Temporal.Instant;
}

/** Certificates above the leaf, the trusted root among them. */
const LONGEST_CHAIN = 4;
const ORGANISATION = 'Microsoft Corporation';
const LEAST_RSA_BITS = 2048;

/**
 * Who signs with the first certificate of this file (PEM or DER; others in it may be issuers). It has to belong to
 * Microsoft Corporation, be valid now, and lead over valid issuers to a trusted root. Issuers that are not in the file are read
 * from where the certificate says that they are published. Whether one was revoked is not asked.
 *
 * @throws RefusedEvent `certificate-*`, `organisation`, `chain-*`
 */
export async function signerOf(file: Buffer, sources: ChainSources): Promise<Signer> {
  const [leaf, ...others] = certificatesIn(file);
  if (leaf === undefined) throw new RefusedEvent('certificate-unreadable');
  assertMaySign(leaf);
  const chain = await chainOf(leaf, others, sources);
  for (const [above, certificate] of chain.entries()) {
    assertSound(certificate, sources.now);
    if (above > 0) assertMayIssue(certificate, above - 1);
  }
  const ends = chain.map(({ parsed }) => parsed.notAfter.getTime());
  return { key: leaf.own.publicKey, until: Temporal.Instant.fromEpochMilliseconds(Math.min(...ends)) };
}

/** A certificate read by two libraries: Node's proves signatures, the other one knows the extensions. */
interface Certificate {
  readonly own: X509Certificate;
  readonly parsed: ParsedCertificate;
}

const MOST_IN_A_FILE = 5;

function certificatesIn(file: Buffer): Certificate[] {
  const text = file.toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu);
  try {
    return (blocks ?? [file]).slice(0, MOST_IN_A_FILE).map(certificate);
  } catch (cause) {
    throw new RefusedEvent('certificate-unreadable', { cause });
  }
}

function certificate(encoded: string | Buffer): Certificate {
  const own = new X509Certificate(encoded);
  return { own, parsed: new ParsedCertificate(new Uint8Array(own.raw)) };
}

/** The leaf, its issuers and the trusted root, in this order. */
async function chainOf(
  leaf: Certificate,
  known: readonly Certificate[],
  { anchors, issuerAt }: ChainSources,
): Promise<readonly Certificate[]> {
  const chain = [leaf];
  for (let last = leaf; ; ) {
    const root = anchors.find((anchor) => issued(anchor, last.own));
    if (root !== undefined) return [...chain, certificate(root.raw)];
    // One more issuer would leave no room for the root.
    if (chain.length === LONGEST_CHAIN) throw new RefusedEvent('chain-too-long');
    if (last.own.issuer === last.own.subject) throw new RefusedEvent('chain-not-trusted');
    const next =
      known.find(
        ({ own }) => issued(own, last.own) && !chain.some((c) => c.own.fingerprint256 === own.fingerprint256),
      ) ?? (await publishedIssuer(last, issuerAt));
    if (next === null) throw new RefusedEvent('chain-incomplete');
    chain.push(next);
    last = next;
  }
}

/** Also asks whether the issuer's key usage, where given, lets it sign certificates. */
function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

const MOST_ADDRESSES = 2;

async function publishedIssuer(
  { own, parsed }: Certificate,
  issuerAt: ChainSources['issuerAt'],
): Promise<Certificate | null> {
  const access = parsed.getExtension(AuthorityInfoAccessExtension);
  for (const { type, value } of (access?.caIssuers ?? []).slice(0, MOST_ADDRESSES)) {
    const file = type === 'url' ? await issuerAt(value) : null;
    const found = file === null ? undefined : certificatesIn(file).find((c) => issued(c.own, own));
    if (found !== undefined) return found;
  }
  return null;
}

function assertMaySign({ own, parsed }: Certificate): void {
  const organisations = parsed.subjectName.getField('O');
  if (organisations.length !== 1 || organisations[0] !== ORGANISATION) throw new RefusedEvent('organisation');
  if (own.publicKey.asymmetricKeyType !== 'rsa') throw new RefusedEvent('certificate-key');
  const usage = parsed.getExtension(KeyUsagesExtension);
  if (own.ca || (usage !== null && (usage.usages & KeyUsageFlags.digitalSignature) === 0))
    throw new RefusedEvent('certificate-usage');
}

/** @param below how many issuers stand between this one and the leaf */
function assertMayIssue({ own, parsed }: Certificate, below: number): void {
  const constraints = parsed.getExtension(BasicConstraintsExtension);
  const usage = parsed.getExtension(KeyUsagesExtension);
  const signs = usage === null || (usage.usages & KeyUsageFlags.keyCertSign) !== 0;
  if (!own.ca || !signs || below > (constraints?.pathLength ?? below)) throw new RefusedEvent('certificate-usage');
}

function assertSound({ own, parsed }: Certificate, now: Temporal.Instant): void {
  const at = now.epochMilliseconds;
  if (at < parsed.notBefore.getTime() || at > parsed.notAfter.getTime())
    throw new RefusedEvent('certificate-not-valid-now');
  const bits = own.publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < LEAST_RSA_BITS) throw new RefusedEvent('certificate-key');
  // A root is trusted for what it is; nobody relies on its signature of itself.
  if (own.issuer !== own.subject && !STRONG.has(parsed.signatureAlgorithm.hash.name))
    throw new RefusedEvent('certificate-algorithm');
  // What is marked critical must not be passed over, and constraints on names are not worked out here.
  if (parsed.extensions.some(({ type, critical }) => (critical && !UNDERSTOOD.has(type)) || type === NAME_CONSTRAINTS))
    throw new RefusedEvent('certificate-extension');
}

const STRONG: ReadonlySet<string> = new Set(['SHA-256', 'SHA-384', 'SHA-512']);
const NAME_CONSTRAINTS = '2.5.29.30';
/** Key usage, subject alternative name, basic constraints, certificate policies, extended key usage. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.32', '2.5.29.37']);
