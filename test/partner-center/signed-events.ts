import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import type { EventTrust } from '../../services/partner-center/events/kept-signers.ts';
import type { EventTaker } from '../../services/partner-center/events/receive.ts';
import { type CertificateWish, type Issued, issue, signed } from '../../services/sandbox/certificate.ts';

export const NOW = '2026-11-20T10:00:00Z';
export const CUSTOMER = '4b2a6e33-8791-4386-bd2b-0d55baf25039';
export const PARTNER_CENTER = 'https://api.partnercenter.microsoft.com';

const LIFE = { from: new Date('2026-01-01'), until: new Date('2027-12-31') };

/** A clock that a test moves. */
export class MovedClock implements Clock {
  at = Temporal.Instant.from(NOW);
  now(): Temporal.Instant {
    return this.at;
  }
}

/** Stands in for the storage: what was taken in, by key. */
export class Taken implements EventTaker {
  readonly taken: { key: string; tenantId: string | null; relationshipId?: string | null }[] = [];
  fail: Error | null = null;
  async take(event: { key: string; tenantId: string | null; relationshipId?: string | null }): Promise<string> {
    if (this.fail !== null) throw this.fail;
    this.taken.push(event);
    return 'taken';
  }
}

/** A web server on loopback that publishes certificates, and a certification authority of the test. */
export class Authority {
  readonly origin: string;
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  readonly root: Issued;
  readonly intermediate: Issued;
  /** Held back until released. */
  hold: Promise<void> | null = null;
  readonly close: () => Promise<void>;
  readonly #files: Map<string, Buffer | { status: number; location?: string }>;

  private constructor(parts: {
    origin: string;
    files: Map<string, Buffer | { status: number; location?: string }>;
    root: Issued;
    intermediate: Issued;
    close: () => Promise<void>;
  }) {
    this.origin = parts.origin;
    this.#files = parts.files;
    this.root = parts.root;
    this.intermediate = parts.intermediate;
    this.close = parts.close;
  }

  static async open(): Promise<Authority> {
    const files = new Map<string, Buffer | { status: number; location?: string }>();
    let authority: Authority | null = null;
    const server = createServer(async (request, response) => {
      const path = request.url ?? '';
      authority?.asked.push(path);
      await authority?.hold;
      const file = files.get(path) ?? { status: 404 };
      if (Buffer.isBuffer(file)) response.end(file);
      else {
        response.statusCode = file.status;
        if (file.location !== undefined) response.setHeader('location', file.location);
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has such an address.
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const root = await issue({ name: 'CN=Test Root', isIssuer: true, ...LIFE });
    const intermediate = await issue({ name: 'CN=Test Issuer', isIssuer: true, pathLength: 0, ...LIFE }, root);
    files.set('/issuer.cer', intermediate.der);
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    authority = new Authority({ origin, files, root, intermediate, close });
    return authority;
  }

  /** Trusts this authority's root and its address only. */
  get trust(): EventTrust {
    const anchors = [new X509Certificate(this.root.pem)];
    return { anchors: () => anchors, certificateOrigins: [this.origin], issuerOrigins: [this.origin] };
  }

  publish(path: string, file: Buffer | string | { status: number; location?: string }): string {
    this.#files.set(path, typeof file === 'string' ? Buffer.from(file) : file);
    return `${this.origin}${path}`;
  }

  /** A leaf as Microsoft's, but for what the test wants otherwise. */
  async leaf(wish: Partial<CertificateWish> = {}, issuer: Issued | null = this.intermediate): Promise<Issued> {
    const name = 'CN=events.test, O=Microsoft Corporation, C=US';
    return issue({ name, issuerAt: `${this.origin}/issuer.cer`, ...LIFE, ...wish }, issuer);
  }
}

/** The body of an event; only what differs is given. */
export function payload(overrides: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    EventName: 'reseller-relationship-accepted-by-customer',
    ResourceUri: `${PARTNER_CENTER}/v1/customers/${CUSTOMER}`,
    ResourceName: 'Customer',
    AuditUri: null,
    ResourceChangeUtcDate: '2026-11-20T09:59:58.0159088+00:00',
    ...overrides,
  });
}

/** The headers that a body signed by this certificate is posted with. */
export async function headersFor(
  body: string | Buffer,
  leaf: Issued,
  certificateUrl: string,
  overrides: Readonly<Record<string, string | null>> = {},
): Promise<Record<string, string>> {
  const headers: Record<string, string | null> = {
    'content-type': 'application/json; charset=utf-8',
    authorization: `Signature ${await signed(Buffer.from(body), leaf)}`,
    'x-ms-signature-algorithm': 'rsa-sha256',
    'x-ms-certificate-url': certificateUrl,
    ...overrides,
  };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
