import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { GraphCalls } from '../../services/graph/calls.ts';
import { delegatedSupport } from '../../services/graph/delegated-support.ts';
import { DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR } from '../../services/graph/directory-roles.ts';
import { endingDelegations } from '../../services/graph/ending-delegations.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

/** A relationship as Graph tells it; tests state only what differs. */
interface Told {
  readonly id: string;
  readonly endDateTime?: string;
  readonly autoExtendDuration?: string;
  readonly status?: string;
  readonly roles?: readonly string[];
  readonly customer?: string;
  /** Whether a security group has the roles. */
  readonly assigned?: boolean;
}

const unifiedRoles = (roles: readonly string[]) => ({
  unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })),
});

/** Graph with these relationships; `asked` counts the requests. */
function graphWith(told: readonly Told[]): { readonly calls: GraphCalls; readonly asked: string[] } {
  const asked: string[] = [];
  const list: GraphCalls['list'] = async (path, item) => {
    asked.push(path);
    const of = told.find(({ id }) => path.includes(`/${id}/`));
    const bodies =
      of === undefined
        ? told.map((t) => ({
            id: t.id,
            displayName: `Relationship ${t.id}`,
            status: t.status ?? 'active',
            customer: { tenantId: t.customer ?? 't1', displayName: 'Contoso' },
            accessDetails: unifiedRoles(t.roles ?? [SERVICE_SUPPORT_ADMINISTRATOR]),
            autoExtendDuration: t.autoExtendDuration,
            endDateTime: t.endDateTime,
          }))
        : of.assigned === false
          ? []
          : [
              {
                id: 'a',
                status: 'active',
                accessDetails: unifiedRoles(of.roles ?? [SERVICE_SUPPORT_ADMINISTRATOR]),
              },
            ];
    return bodies.map((body) => item.parse(body));
  };
  // The cast: nothing else is asked.
  return { calls: { list } as GraphCalls, asked };
}

const until = async (...told: readonly Told[]) => {
  const { status, until } = await delegatedSupport(graphWith(told).calls, 't1');
  return [status, until];
};
const NEAR = '2026-12-31T22:30:00Z';
const FAR = '2028-02-10T11:24:42.3148266Z';

describe('until when the partner has support rights (G3)', () => {
  it('when the relationship has an end, then its UTC date', async () => {
    assert.deepEqual(await until({ id: 'r1', endDateTime: NEAR }), ['yes', '2026-12-31']);
    assert.deepEqual(await until({ id: 'r1', endDateTime: '2026-12-31T22:30:00-05:00' }), ['yes', '2027-01-01']);
  });
  it('when there are several, then the latest end counts, in whatever order they come', async () => {
    const near = { id: 'r1', endDateTime: NEAR };
    const far = { id: 'r2', endDateTime: FAR };
    assert.deepEqual(await until(near, far), ['yes', '2028-02-10']);
    assert.deepEqual(await until(far, near), ['yes', '2028-02-10']);
  });
  it('when the one that lasts longer is assigned to nobody or holds other roles, then it does not count', async () => {
    const near = { id: 'r1', endDateTime: NEAR };
    assert.deepEqual(await until(near, { id: 'r2', endDateTime: FAR, assigned: false }), ['yes', '2026-12-31']);
    assert.deepEqual(await until(near, { id: 'r2', endDateTime: FAR, roles: [DIRECTORY_READERS] }), [
      'yes',
      '2026-12-31',
    ]);
    assert.deepEqual(await until(near, { id: 'r2', endDateTime: FAR, status: 'terminating' }), ['yes', '2026-12-31']);
  });
  it('when one extends itself, then there is no end, whatever the others say', async () => {
    const extended = { id: 'r1', endDateTime: NEAR, autoExtendDuration: 'P180D' };
    assert.deepEqual(await until(extended), ['yes', null]);
    assert.deepEqual(await until({ id: 'r2', endDateTime: FAR }, extended), ['yes', null]);
  });
  for (const word of ['PT0S', 'P0D', '', 'sometimes']) {
    it(`when the extension is "${word}", then it ends`, async () => {
      assert.deepEqual(await until({ id: 'r1', endDateTime: NEAR, autoExtendDuration: word }), ['yes', '2026-12-31']);
    });
  }
  it('when no end is told, then it is not known, but a known one is rather told than none', async () => {
    assert.deepEqual(await until({ id: 'r1' }), ['yes', null]);
    assert.deepEqual(await until({ id: 'r1', endDateTime: 'soon' }), ['yes', null]);
    assert.deepEqual(await until({ id: 'r1' }, { id: 'r2', endDateTime: NEAR }), ['yes', '2026-12-31']);
  });
  it('when there is none, then neither', async () => {
    assert.deepEqual(await until(), ['no', null]);
  });
  it('when the longest one is assigned, then the others are not looked at', async () => {
    const { calls, asked } = graphWith([
      { id: 'r1', endDateTime: NEAR },
      { id: 'r2', endDateTime: FAR },
    ]);
    await delegatedSupport(calls, 't1');
    assert.equal(asked.length, 2);
  });
});

describe('relationships that end soon', () => {
  const today = Temporal.PlainDate.from('2026-12-01');
  const ending = async (days: number, ...told: readonly Told[]) =>
    (await endingDelegations(graphWith(told).calls, days, today)).map((e) => [
      e.relationshipId,
      e.endsOn,
      e.rolesLost.length,
    ]);

  it('when they end within the days, then they are listed, the earliest first, first and last day included', async () => {
    assert.deepEqual(
      await ending(
        30,
        { id: 'r3', endDateTime: '2026-12-31T08:00:00Z', customer: 't3' },
        { id: 'r1', endDateTime: '2026-12-01T23:00:00Z', customer: 't1' },
        { id: 'r4', endDateTime: '2027-01-01T00:00:00Z', customer: 't4' },
        { id: 'r0', endDateTime: '2026-11-30T23:59:59Z', customer: 't0' },
      ),
      [
        ['r1', '2026-12-01', 1],
        ['r3', '2026-12-31', 1],
      ],
    );
  });
  it('when one extends itself, is not active or has no end, then it is left out', async () => {
    assert.deepEqual(
      await ending(
        30,
        { id: 'r1', endDateTime: NEAR, autoExtendDuration: 'P180D' },
        { id: 'r2', endDateTime: NEAR, status: 'expired' },
        { id: 'r3' },
      ),
      [],
    );
  });
  it('when another one with the same customer lasts, then only the roles it does not hold are lost', async () => {
    const both = { id: 'r1', endDateTime: NEAR, roles: [DIRECTORY_READERS, SERVICE_SUPPORT_ADMINISTRATOR] };
    const other = { id: 'r2', endDateTime: FAR, roles: [DIRECTORY_READERS] };
    assert.deepEqual(await ending(60, both, other), [['r1', '2026-12-31', 1]]);
    assert.deepEqual(await ending(60, both, { ...other, customer: 't2' }), [['r1', '2026-12-31', 2]]);
    assert.deepEqual(await ending(60, both, { ...both, id: 'r2', autoExtendDuration: 'P180D' }), [
      ['r1', '2026-12-31', 0],
    ]);
  });
});

describe('delegated support that ends, in the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());
  const ALPINE = tenantOf('alpine-ski-house');
  const today = Temporal.PlainDate.from('2026-11-20');

  it('when it ends in forty days, then that day is told, and it is the only one that ends soon', async () => {
    assert.deepEqual(await running.graph.delegatedSupport(ALPINE), { status: 'yes', until: '2026-12-30' });
    assert.deepEqual(
      (await running.graph.endingDelegations(60, today)).map((e) => [e.customerTenantId, e.endsOn]),
      [[ALPINE, '2026-12-30']],
    );
    assert.deepEqual(await running.graph.endingDelegations(39, today), []);
  });
  it('when that day is over, then nobody is let in any more', async () => {
    running.sandbox.clock.advance(41);
    assert.deepEqual(await running.graph.delegatedSupport(ALPINE), { status: 'no', until: null });
    assert.deepEqual(await running.graph.customerSubscriptions(ALPINE), { access: 'none' });
  });
  it('when the customer approves another one, then the later end counts', async () => {
    running.sandbox.clock.advance(41);
    running.sandbox.changeDelegation(ALPINE, 'read-and-support');
    assert.deepEqual(await running.graph.delegatedSupport(ALPINE), { status: 'yes', until: '2028-08-12' });
  });
});
