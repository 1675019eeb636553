import assert from 'node:assert/strict';
import { actingAs, asAssistant, tokensOfWhoeverActs } from '../../services/identity/acting-as.ts';
import { isOfPerson, PersonTokens } from '../../services/identity/person-tokens.ts';
import type { TokenSource } from '../../services/identity/token-source.ts';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const ANN = 'bbbbbbbb-0000-4000-8000-00000000000a';
const BOB = 'bbbbbbbb-0000-4000-8000-00000000000b';

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const source = (name: string): Required<TokenSource> => ({ token: async () => name, forget: async () => {} });

describe('tokens of people', () => {
  const isOf = isOfPerson(TENANT);
  const tokens = () => new PersonTokens({ onBehalfOf: (assertion) => source(`obo ${assertion}`), isOf });

  for (const [what, token, ours] of [
    ['their own', jwt({ oid: ANN, tid: TENANT }), true],
    ['their own in another spelling', jwt({ oid: ANN.toUpperCase(), tid: TENANT }), true],
    ["somebody else's", jwt({ oid: BOB, tid: TENANT }), false],
    ["a namesake's of another tenant", jwt({ oid: ANN, tid: BOB }), false],
    ['a token that names nobody', jwt({ tid: TENANT }), false],
    ['no token of Entra', 'opaque', false],
  ] as const) {
    it(`when somebody signs in with ${what}, then it ${ours ? 'is' : 'is not'} used for them`, () => {
      assert.equal(tokens().of(ANN, token) !== null, ours);
    });
  }

  it('when two people are signed in, then each gets their own, and a new sign-in replaces the old one', async () => {
    const kept = tokens();
    const [a, b, anew] = [{ oid: ANN }, { oid: BOB }, { oid: ANN, iat: 2 }].map((c) => jwt({ ...c, tid: TENANT }));
    assert.equal(await kept.of(ANN, a ?? '')?.token(''), `obo ${a}`);
    assert.equal(await kept.of(BOB, b ?? '')?.token(''), `obo ${b}`);
    assert.equal(kept.of(ANN, a ?? ''), kept.of(ANN, a ?? ''));
    assert.equal(await kept.of(ANN, anew ?? '')?.token(''), `obo ${anew}`);
  });

  it('when work is done in names, then each asks with its own tokens, however they overlap, and nobody after it', async () => {
    const whoever = tokensOfWhoeverActs(source('assistant'), TENANT);
    const gate = Promise.withResolvers<void>();
    const slow = actingAs(source('ann'), async () => {
      await gate.promise;
      return [await whoever.token('x'), await asAssistant(() => whoever.token('x')), await whoever.token('x', BOB)];
    });
    assert.equal(await actingAs(source('bob'), () => whoever.token('x')), 'bob');
    assert.equal(await whoever.token('x', TENANT), 'assistant');
    gate.resolve();
    // In a customer's tenant the assistant's own delegated access counts.
    assert.deepEqual(await slow, ['ann', 'assistant', 'assistant']);
  });
});
