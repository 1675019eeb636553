import type { Temporal } from 'temporal-polyfill';
import type { Transport } from '../identity/signed-request.ts';
import type { TokenSource } from '../identity/token-source.ts';
import type { HeldRoles } from '../rules/permissions.ts';
import { type ApplicationSecret, secretEndsOn } from './application-secret.ts';
import { type GraphCalls, type GraphTrace, graphCalls } from './calls.ts';
import { type CustomerSubscriptions, customerSubscriptions } from './customer-subscriptions.ts';
import {
  type AccessAssignment,
  accessAssignments,
  assignAccess,
  createDelegatedAdminRelationship,
  type DelegatedAdminRelationship,
  delegatedAdminRelationship,
  delegatedAdminRelationships,
  lockForApproval,
  type NewRelationship,
} from './delegated-admin.ts';
import { type DelegatedSupport, delegatedSupport } from './delegated-support.ts';
import { type EndingDelegation, endingDelegations } from './ending-delegations.ts';
import { partnerRoles, type RoleGroups } from './partner-roles.ts';
import { type FoundTenant, findTenant, tenantCloud } from './tenants.ts';

/** Microsoft Graph and Entra sign-in metadata, as the move needs them. Methods are explained where they are written. */
export class GraphClient {
  readonly #calls: GraphCalls;

  constructor(options: {
    /** `GRAPH_URL`, without the version. */
    readonly baseUrl: string;
    /** `LOGIN_URL`: tenants are also found by their sign-in metadata. */
    readonly loginUrl: string;
    readonly tokens: TokenSource;
    readonly transport?: Partial<Transport>;
  }) {
    this.#calls = graphCalls(options);
  }

  findTenant(domain: string): Promise<FoundTenant | null> {
    return findTenant(this.#calls, domain);
  }

  tenantCloud(tenantId: string, trace: GraphTrace = {}): Promise<string | null> {
    return tenantCloud(this.#calls, tenantId, trace);
  }

  customerSubscriptions(customerTenantId: string, trace: GraphTrace = {}): Promise<CustomerSubscriptions> {
    return customerSubscriptions(this.#calls, customerTenantId, trace);
  }

  delegatedAdminRelationships(
    only: { readonly customerTenantId?: string; readonly status?: string } = {},
  ): Promise<DelegatedAdminRelationship[]> {
    return delegatedAdminRelationships(this.#calls, only);
  }

  delegatedAdminRelationship(id: string): Promise<DelegatedAdminRelationship | null> {
    return delegatedAdminRelationship(this.#calls, id);
  }

  createDelegatedAdminRelationship(
    wanted: NewRelationship,
    trace: GraphTrace = {},
  ): Promise<DelegatedAdminRelationship> {
    return createDelegatedAdminRelationship(this.#calls, wanted, trace);
  }

  lockForApproval(id: string, trace: GraphTrace = {}): Promise<DelegatedAdminRelationship> {
    return lockForApproval(this.#calls, id, trace);
  }

  assignAccess(
    id: string,
    to: { readonly groupId: string; readonly roles: readonly [string, ...string[]] },
    trace: GraphTrace = {},
  ): Promise<AccessAssignment> {
    return assignAccess(this.#calls, id, to, trace);
  }

  accessAssignments(id: string): Promise<AccessAssignment[]> {
    return accessAssignments(this.#calls, id);
  }

  delegatedSupport(tenantId: string, trace: GraphTrace = {}): Promise<DelegatedSupport> {
    return delegatedSupport(this.#calls, tenantId, trace);
  }

  endingDelegations(days: number, today: Temporal.PlainDate): Promise<readonly EndingDelegation[]> {
    return endingDelegations(this.#calls, days, today);
  }

  partnerRoles(personId: string, groups: RoleGroups, limit: AbortSignal): Promise<HeldRoles> {
    return partnerRoles(this.#calls, personId, groups, limit);
  }

  secretEndsOn(application: ApplicationSecret): Promise<Temporal.PlainDate | null> {
    return secretEndsOn(this.#calls, application);
  }
}
