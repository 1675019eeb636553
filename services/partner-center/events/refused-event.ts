/**
 * Why an event was not taken in. The sender is never told which; it stands in the log.
 *
 * | reason | what the operator may look at |
 * | --- | --- |
 * | `signature-*`, `algorithm-*` | somebody else posts to the address, or a gateway changes headers or body |
 * | `certificate-host` | a new address of Microsoft's certificate: allowed-hosts.ts |
 * | `certificate-unreachable`, `too-many-certificates` | may this machine reach that host? |
 * | `chain-*`, `certificate-*`, `organisation` | the certificate itself |
 * | `body-*`, `date-*` | not an event, or an old one sent again |
 */
export type RefusalReason =
  | 'body-slow'
  | 'body-too-large'
  | 'body-not-json'
  | 'body-not-an-event'
  | 'date-unreadable'
  | 'date-out-of-range'
  | 'signature-missing'
  | 'signature-malformed'
  | 'signature-wrong'
  | 'algorithm-unsupported'
  | 'certificate-url-missing'
  | 'certificate-host'
  | 'certificate-unreachable'
  | 'too-many-certificates'
  | 'certificate-unreadable'
  | 'certificate-not-valid-now'
  | 'certificate-key'
  | 'certificate-usage'
  | 'certificate-algorithm'
  | 'certificate-extension'
  | 'organisation'
  | 'chain-incomplete'
  | 'chain-too-long'
  | 'chain-not-trusted';

/** An event that is not taken in, with the HTTP status that its sender gets. */
export class RefusedEvent extends Error {
  readonly reason: RefusalReason;
  readonly status: 400 | 401 | 413 | 503;
  /** More for the operator; never anything of the body. */
  readonly detail: string | null;

  constructor(
    reason: RefusalReason,
    options: { readonly status?: 400 | 401 | 413 | 503; readonly detail?: string; readonly cause?: unknown } = {},
  ) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RefusedEvent';
    this.reason = reason;
    this.status = options.status ?? 401;
    this.detail = options.detail ?? null;
  }
}
