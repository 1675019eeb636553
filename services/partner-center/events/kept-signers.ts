import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.ts';
import { allowedUrl, CERTIFICATE_ORIGINS, ISSUER_ORIGINS } from './allowed-hosts.ts';
import { type Signer, signerOf } from './certificate-chain.ts';
import { download } from './download.ts';
import { RefusedEvent } from './refused-event.ts';

/** Whom to believe. The sandbox brings its own root and serves its certificates itself; the checks are the same. */
export interface EventTrust {
  /** Roots that are trusted without further proof. */
  readonly anchors: () => readonly X509Certificate[] | Promise<readonly X509Certificate[]>;
  /** Origins (`https://host`) at which a signing certificate may lie. */
  readonly certificateOrigins: readonly string[];
  /** Origins at which the issuers of a certificate may be published. */
  readonly issuerOrigins: readonly string[];
}

let machineAnchors: readonly X509Certificate[] | null = null;

/** The roots this Node trusts (its own, and those of `NODE_EXTRA_CA_CERTS`), and Microsoft's hosts. */
export const MICROSOFT_TRUST: EventTrust = {
  anchors: () => {
    machineAnchors ??= getCACertificates('default').map((pem) => new X509Certificate(pem));
    return machineAnchors;
  },
  certificateOrigins: CERTIFICATE_ORIGINS,
  issuerOrigins: ISSUER_ORIGINS,
};

const KEPT_MS = 24 * 3_600_000;
const REFUSED_MS = 60_000;
const AT_ONCE = 4;

/**
 * Who signs with the certificate at an address. A good one is kept until its end, at most a day; what was refused is not tried
 * again for a minute. At most a few are read at the same time, so that made-up addresses make no flood of requests; what could
 * not be read is answered so that the sender tries again.
 *
 * @returns a function that rejects with a RefusedEvent
 */
export function keptSigners(
  trust: EventTrust,
  clock: Clock,
  read: (url: URL) => Promise<Buffer> = download,
): (certificateUrl: string) => Promise<Signer> {
  // The product's clock may be run ahead, so the time of day is asked at every look.
  const time = { perf: { now: () => clock.now().epochMilliseconds }, ttlResolution: 0 };
  // Apart: made-up addresses must not push out the good one.
  const kept = new LRUCache<string, Signer>({ max: 16, ttl: KEPT_MS, ...time });
  const refused = new LRUCache<string, RefusedEvent>({ max: 500, ttl: REFUSED_MS, ...time });
  const underWay = new Map<string, Promise<Signer>>();
  /** Where Microsoft's certificate was last found: made-up addresses must not keep it from being read anew. */
  let lastGood: string | null = null;

  async function look(url: URL): Promise<Signer> {
    const file = await read(url).catch((cause: unknown) => {
      throw new RefusedEvent('certificate-unreachable', { status: 503, detail: `${url.href}: ${cause}`, cause });
    });
    const issuerAt = async (address: string) => {
      const allowed = allowedUrl(address, trust.issuerOrigins);
      return allowed === null ? null : read(allowed).catch(() => null);
    };
    return signerOf(file, { anchors: await trust.anchors(), issuerAt, now: clock.now() });
  }

  async function lookAndKeep(url: URL): Promise<Signer> {
    try {
      const signer = await look(url);
      const life = signer.until.epochMilliseconds - clock.now().epochMilliseconds;
      lastGood = url.href;
      kept.set(url.href, signer, { ttl: Math.max(1, Math.min(life, KEPT_MS)) });
      return signer;
    } catch (error) {
      const why = error instanceof RefusedEvent ? error : new RefusedEvent('certificate-unreadable', { cause: error });
      refused.set(url.href, why);
      throw why;
    } finally {
      underWay.delete(url.href);
    }
  }

  return async (certificateUrl) => {
    const url = allowedUrl(certificateUrl, trust.certificateOrigins);
    if (url === null) throw new RefusedEvent('certificate-host', { detail: certificateUrl.slice(0, 200) });
    const known = kept.get(url.href);
    if (known !== undefined) return known;
    const why = refused.get(url.href);
    if (why !== undefined) throw why;
    const looking = underWay.get(url.href);
    if (looking !== undefined) return looking;
    if (underWay.size >= AT_ONCE && url.href !== lastGood) {
      throw new RefusedEvent('too-many-certificates', { status: 503 });
    }
    const look = lookAndKeep(url);
    underWay.set(url.href, look);
    return look;
  };
}
