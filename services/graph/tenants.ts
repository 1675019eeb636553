import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GraphCalls, GraphTrace } from './calls.ts';

export interface FoundTenant {
  /** Lower case. */
  readonly tenantId: string;
  /** Null when only the sign-in metadata knew the domain. */
  readonly name: string | null;
  readonly defaultDomain: string | null;
}

/**
 * The tenant a domain belongs to, or null when there is none. Asks Graph, and the public sign-in metadata where Graph
 * refuses or does not know.
 */
export async function findTenant(calls: GraphCalls, domain: string): Promise<FoundTenant | null> {
  const name = domain.trim().toLowerCase();
  if (!DOMAIN.test(name)) return null;
  const path = `/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='${name}')`;
  const tenant = await calls.get(path, TenantInformation).catch((error: unknown) => {
    if (error instanceof AppError && FALL_BACK.includes(error.code)) return null;
    throw error;
  });
  if (tenant) {
    return {
      tenantId: tenant.tenantId.toLowerCase(),
      name: tenant.displayName || null,
      defaultDomain: tenant.defaultDomainName || null,
    };
  }
  const metadata = await calls.metadata(`/${name}/v2.0/.well-known/openid-configuration`, OpenIdConfiguration);
  const tenantId = metadata?.issuer.match(GUID)?.[0];
  return tenantId ? { tenantId: tenantId.toLowerCase(), name: null, defaultDomain: null } : null;
}

/** Microsoft's cloud of a tenant as the public sign-in metadata names it (`microsoftonline.com`); null when they do not say. */
export async function tenantCloud(calls: GraphCalls, tenantId: string, trace: GraphTrace = {}): Promise<string | null> {
  if (tenantId.match(GUID)?.[0] !== tenantId) return null;
  const path = `/${tenantId}/v2.0/.well-known/openid-configuration`;
  const metadata = await calls.metadata(path, OpenIdConfiguration, trace);
  return metadata?.cloud_instance_name || null;
}

/** Host names only: the domain becomes part of a path. Punycode for other scripts. */
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const FALL_BACK = [
  'microsoft.not-found',
  'microsoft.refused',
  'microsoft.graph-access-denied',
  'microsoft.consent-missing',
];

const TenantInformation = z.looseObject({
  tenantId: z.guid(),
  displayName: z.string().nullish(),
  defaultDomainName: z.string().nullish(),
});
const OpenIdConfiguration = z.looseObject({ issuer: z.string(), cloud_instance_name: z.string().nullish() });
