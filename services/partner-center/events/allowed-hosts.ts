/**
 * Where Partner Center keeps the certificate it signs events with. Source: learn.microsoft.com/partner-center/developer/
 * partner-center-webhooks (the sample of a posted event), read 2026-11.
 */
export const CERTIFICATE_ORIGINS: readonly string[] = ['https://3psostorageacct.blob.core.windows.net'];

/**
 * Where the issuers of Microsoft's certificates are published: the addresses named in those certificates themselves
 * (learn.microsoft.com/azure/security/fundamentals/azure-ca-details, read 2026-11). Plain HTTP is usual and does no harm: what
 * is read there counts only when it fits into a chain that ends at a trusted root.
 */
export const ISSUER_ORIGINS: readonly string[] = [
  'http://www.microsoft.com',
  'https://www.microsoft.com',
  'http://caissuers.microsoft.com',
  'https://caissuers.microsoft.com',
  'http://cacerts.digicert.com',
  'https://cacerts.digicert.com',
];

/** Hosts that name resources in events, beside Partner Center's own. GDAP events name the portal's host. */
export const RESOURCE_HOSTS: readonly string[] = [
  'api.partnercenter.microsoft.com',
  'partner.microsoft.com',
  'graph.microsoft.com',
];

const LONGEST_URL = 500;

/**
 * The address when its origin (scheme, host and port) is exactly one of these; null otherwise. No user information, no query,
 * no fragment, no escapes but for a blank: a published certificate needs none, and each would be another name for the same file.
 */
export function allowedUrl(text: string, origins: readonly string[]): URL | null {
  if (text.length > LONGEST_URL || !PLAIN.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  // What was parsed is what was written: no port or dots that were taken away on the way.
  return origins.includes(url.origin) && url.href === text ? url : null;
}

const PLAIN = /^https?:\/\/[a-z0-9.:[\]-]+\/(?:[A-Za-z0-9._~/+-]|%20)+$/u;
