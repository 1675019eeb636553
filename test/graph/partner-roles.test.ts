import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { Authority } from '../../services/authority.ts';
import { AppError } from '../../services/errors.ts';
import type { GraphCalls } from '../../services/graph/calls.ts';
import { DIRECTORY_ROLES, partnerRoles, type RoleGroups } from '../../services/graph/partner-roles.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import { GRAPH_AUDIENCE } from '../../services/identity/token-source.ts';
import type { HeldRoles, PartnerRole } from '../../services/rules/permissions.ts';
import { SANDBOX_GROUPS } from '../../services/sandbox/people-routes.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox } from '../sandbox/start.ts';

const NOBODY: RoleGroups = { adminAgents: null, salesAgents: null, helpdeskAgents: null };
const ANNA = 'c0ffee00-0000-4000-8000-000000000001';
const patience = () => AbortSignal.timeout(20_000);

describe("the roles of the partner's people", () => {
  let running: RunningSandbox;
  const roles = async (groups: RoleGroups = SANDBOX_GROUPS, limit = patience()) => {
    const { held, unread } = await running.graph.partnerRoles(ANNA, groups, limit);
    return { held: [...held].sort(), unread };
  };
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());

  for (const given of [
    ['admin-agent'],
    ['sales-agent'],
    ['helpdesk-agent'],
    ['billing-admin'],
    ['partner-global-admin'],
    ['admin-agent', 'billing-admin', 'sales-agent'],
    [],
  ] satisfies PartnerRole[][]) {
    it(`when somebody is ${given.join(' and ') || 'in no group'}, then Graph tells exactly that`, async () => {
      running.sandbox.giveRoles(ANNA, given);
      assert.deepEqual(await roles(), { held: given, unread: null });
    });
  }

  for (const [what, query, headers] of [
    ['the header', '?$count=true', {}],
    ['the count', '', { ConsistencyLevel: 'eventual' }],
  ] as const) {
    it(`when the cast is asked for without ${what}, then Graph does not support the query`, async () => {
      const login = { loginUrl: running.sandbox.urls.login, tenantId: SANDBOX_PARTNER.tenantId };
      const token = await sandboxTokenSource(login).token(GRAPH_AUDIENCE);
      const reply = await fetch(
        `${running.sandbox.urls.graph}/v1.0/users/${ANNA}/transitiveMemberOf/microsoft.graph.directoryRole${query}`,
        { headers: { ...headers, Authorization: `Bearer ${token}` } },
      );
      assert.equal(reply.status, 400);
      assert.equal(Object(await reply.json()).error.code, 'Request_UnsupportedQuery');
    });
  }

  it('when the directory does not know somebody, then they hold nothing', async () => {
    running.sandbox.giveRoles(ANNA, null);
    assert.deepEqual(await roles(), { held: [], unread: null });
  });

  it('when no group is pinned, then nothing is asked and nothing is known', async () => {
    const asked: string[] = [];
    const counting = running.clients({ transport: { fetch: async (url) => refuse(asked, url) } });
    const { held, unread } = await counting.graph.partnerRoles(ANNA, NOBODY, patience());
    assert.deepEqual([held.size, unread, asked], [0, 'not-pinned', []]);
  });

  it('when one group is pinned, then the others give nobody a role', async () => {
    running.sandbox.giveRoles(ANNA, ['admin-agent', 'sales-agent']);
    const { held } = await roles({ ...NOBODY, salesAgents: SANDBOX_GROUPS.salesAgents.toUpperCase() });
    assert.deepEqual(held, ['sales-agent']);
  });

  it('when Graph refuses the directory roles, then the groups count and it is known that something is missing', async () => {
    running.sandbox.giveRoles(ANNA, ['helpdesk-agent', 'billing-admin']);
    running.sandbox.faults.add({ kind: 'refuse', status: 403, path: 'transitiveMemberOf' });
    assert.deepEqual(await roles(), { held: ['helpdesk-agent'], unread: 'refused' });
  });

  for (const [what, fault, why] of [
    ['403', { kind: 'refuse', status: 403, path: '/users/' }, 'refused'],
    ['401', { kind: 'refuse', status: 401, path: '/users/' }, 'refused'],
    ['503', { kind: 'unavailable', path: '/users/' }, 'unavailable'],
    ['a page of a gateway', { kind: 'malformed', path: '/users/' }, 'unavailable'],
    ['429 without end', { kind: 'throttle', retryAfterSeconds: 120, path: '/users/' }, 'unavailable'],
    ['a cut connection', { kind: 'cut-off', path: '/users/' }, 'unavailable'],
  ] as const) {
    it(`when Graph answers with ${what}, then no role is known and the reason is told`, async () => {
      running.sandbox.faults.add({ ...fault, times: 100 });
      assert.deepEqual(await roles(), { held: [], unread: why });
    });
  }

  it('when Graph does not answer in time, then nobody waits longer than that', async () => {
    running.sandbox.faults.add({ kind: 'no-answer', path: '/users/', times: 100 });
    const over = new AbortController();
    const asked = roles(SANDBOX_GROUPS, over.signal);
    over.abort();
    assert.deepEqual(await asked, { held: [], unread: 'slow' });
  });

  it('when Graph leaves out what the directory roles are, then they count as not read', async () => {
    const calls = {
      send: async () => ({ value: [SANDBOX_GROUPS.adminAgents] }),
      list: async () => [{ id: 'x', roleTemplateId: null }],
    } as unknown as GraphCalls; // Only what partnerRoles asks.
    const { held, unread } = await partnerRoles(calls, ANNA, SANDBOX_GROUPS, patience());
    assert.deepEqual([[...held], unread], [['admin-agent'], 'refused']);
  });

  it('when an id holds signs of a path, then it stays one part of the path', async () => {
    const asked: string[] = [];
    const note = <T>(path: string, answer: T): T => {
      asked.push(path);
      return answer;
    };
    const calls = {
      send: async (_method: string, path: string) => note(path, { value: [] }),
      list: async (path: string) => note(path, []),
    } as unknown as GraphCalls; // Only what partnerRoles asks.
    await partnerRoles(calls, '../me?x=/y', SANDBOX_GROUPS, patience());
    assert.equal(asked.length, 2);
    for (const path of asked) assert.match(path, /^\/v1\.0\/users\/\.\.%2Fme%3Fx%3D%2Fy\//);
  });

  it('when the ids are read, then they are those of Global and Billing Administrator', () => {
    assert.deepEqual(DIRECTORY_ROLES, {
      '62e90394-69f5-4237-9190-012177145e10': 'partner-global-admin',
      'b0f54661-2d74-4c50-afa3-1ec803f12efe': 'billing-admin',
    });
  });
});

describe('what is kept of the roles', () => {
  let now = Temporal.Instant.from('2026-11-20T10:00:00Z');
  let asked = 0;
  let answer: () => Promise<HeldRoles> = async () => holding('admin-agent');
  let authority: Authority;
  beforeEach(() => {
    now = Temporal.Instant.from('2026-11-20T10:00:00Z');
    asked = 0;
    answer = async () => holding('admin-agent');
    const partnerRoles = async () => {
      asked += 1;
      return answer();
    };
    authority = new Authority({ source: { partnerRoles }, groups: SANDBOX_GROUPS, clock: { now: () => now } });
  });
  const pass = (seconds: number) => {
    now = now.add({ seconds });
  };
  const may = async (task: Parameters<Authority['may']>[1]) => (await authority.may(ANNA, task)).kind;

  it('when somebody talks, then nobody is asked', async () => {
    assert.equal(await may('talk'), 'allowed');
    assert.equal(asked, 0);
  });

  it('when somebody asks for several things, then their roles are read once in five minutes', async () => {
    for (const task of ['look', 'record', 'credit'] as const) assert.equal(await may(task), 'allowed');
    pass(299);
    await may('record');
    assert.equal(asked, 1);
    pass(2);
    answer = async () => holding();
    assert.equal(await may('record'), 'missing');
    assert.equal(asked, 2);
  });

  it('when many things are asked at once, then it is one question', async () => {
    await Promise.all(Array.from({ length: 20 }, () => may('look')));
    assert.equal(asked, 1);
  });

  it('when an order is confirmed, then the roles are read that moment and count from then on', async () => {
    assert.equal(await may('order'), 'allowed');
    answer = async () => holding('billing-admin');
    assert.equal(await may('order'), 'missing');
    assert.equal(asked, 2);
    assert.equal(await may('relationship'), 'missing');
    assert.equal(asked, 2);
  });

  it('when an order is confirmed while an older question is under way, then it asks for itself', async () => {
    const first = Promise.withResolvers<HeldRoles>();
    answer = () => first.promise;
    const looking = may('look');
    answer = async () => holding();
    assert.equal(await may('order'), 'missing');
    first.resolve(holding('admin-agent'));
    assert.equal(await looking, 'allowed');
  });

  it('when an older answer comes after a newer one, then the newer one is kept', async () => {
    const first = Promise.withResolvers<HeldRoles>();
    answer = () => first.promise;
    const looking = may('look');
    answer = async () => holding();
    await may('order');
    first.resolve(holding('admin-agent'));
    await looking;
    assert.equal(await may('record'), 'missing');
  });

  it('when the roles could not be read, then that counts only for moments', async () => {
    answer = async () => ({ held: new Set(), unread: 'unavailable' });
    assert.equal(await may('record'), 'unread');
    assert.equal(await may('look'), 'allowed');
    assert.equal(asked, 1);
    answer = async () => holding('sales-agent');
    pass(16);
    assert.equal(await may('record'), 'allowed');
  });

  it('when reading breaks for a reason nobody foresaw, then it is not hidden and not kept', async () => {
    answer = () => Promise.reject(new Error('broken'));
    await assert.rejects(authority.may(ANNA, 'look'), /broken/);
    answer = async () => holding('sales-agent');
    assert.equal(await may('look'), 'allowed');
  });
});

function holding(...roles: PartnerRole[]): HeldRoles {
  return { held: new Set(roles), unread: null };
}

async function refuse(asked: string[], url: unknown): Promise<Response> {
  asked.push(String(url));
  throw new AppError('test.asked');
}
