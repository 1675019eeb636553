import assert from 'node:assert/strict';
import { secretEndsOn } from '../../services/graph/application-secret.ts';
import type { GraphCalls } from '../../services/graph/calls.ts';

/** Microsoft Graph that lists these secrets. */
const graphWith = (passwordCredentials: readonly object[]): GraphCalls => ({
  get: async (_path, schema) => schema.parse({ passwordCredentials }),
  list: async () => [],
  send: () => Promise.reject(new Error('nothing is changed')),
  metadata: async () => null,
});

const APPLICATION = { appId: '00000000-0000-4000-8000-000000000001', secret: 'abc8Q~secret' };

describe('the end of a client secret', () => {
  for (const [what, listed, ends] of [
    [
      'several are listed, then the one that begins as ours',
      [
        { hint: 'xyz', endDateTime: '2026-12-01T00:00:00Z' },
        { hint: 'abc', endDateTime: '2027-03-31T23:30:00-05:00' },
      ],
      '2027-04-01',
    ],
    ['only others are listed, then nobody tells', [{ hint: 'xyz', endDateTime: '2026-12-01T00:00:00Z' }], null],
    [
      'Graph shows no beginnings, then the one that ends first',
      [{ endDateTime: '2027-05-01T00:00:00Z' }, { hint: null, endDateTime: '2027-04-01T00:00:00Z' }],
      '2027-04-01',
    ],
    ['none is listed, then nobody tells', [], null],
    ['ours has no end, then nobody tells', [{ hint: 'abc', endDateTime: null }], null],
  ] as const) {
    it(`when ${what}`, async () => {
      const found = await secretEndsOn(graphWith(listed), APPLICATION);
      assert.equal(found?.toString() ?? null, ends);
    });
  }
});
