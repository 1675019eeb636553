import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sealWith } from '../../services/identity/seal.ts';

const aKey = () => randomBytes(32).toString('base64');

describe('a seal', () => {
  it('when any text is sealed, then it opens to the same text, and the sealed one does not show it', async () => {
    const seal = sealWith([aKey()]);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 8, unit: 'grapheme' }), async (text) => {
        const sealed = await seal.close('token', text);
        assert.equal(await seal.open('token', sealed), text);
        assert.ok(!sealed.includes(text));
        assert.notEqual(await seal.close('token', text), sealed, 'no two are alike');
      }),
      { numRuns: 50 },
    );
  });

  it('when a new key is put before the old one, then old texts open and new ones need the new key', async () => {
    const [older, newer] = [aKey(), aKey()];
    const sealed = await sealWith([older]).close('token', 'text');
    const both = sealWith([newer, older]);
    assert.equal(await both.open('token', sealed), 'text');
    const anew = await both.close('token', 'text');
    assert.equal(await sealWith([newer]).open('token', anew), 'text');
    await assert.rejects(sealWith([older]).open('token', anew), { code: 'secrets.key-lost' });
  });

  it('when the key is lost, then it says which setting to look at, and no key', async () => {
    const [lost, present] = [aKey(), aKey()];
    const sealed = await sealWith([lost]).close('token', 'text');
    await assert.rejects(sealWith([present]).open('token', sealed), (error) => {
      assert.ok(error instanceof Error && 'hint' in error && 'code' in error);
      assert.equal(error.code, 'secrets.key-lost');
      assert.match(String(error.hint), /SECRETS_KEY.*npm run connect/s);
      for (const key of [lost, present]) assert.ok(!JSON.stringify([error.hint, error.stack]).includes(key));
      return true;
    });
  });

  it('when any character is changed, then it does not open', async () => {
    const seal = sealWith([aKey()]);
    const sealed = await seal.close('token', 'a refresh token');
    await fc.assert(
      // The last character of a base64 text may carry bits that mean nothing.
      fc.asyncProperty(fc.nat(sealed.length - 2), fc.constantFrom('A', 'z', '.'), async (at, other) => {
        fc.pre(sealed[at] !== other);
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
        await assert.rejects(seal.open('token', changed), (error) => error instanceof Error && 'hint' in error);
      }),
      { numRuns: 100 },
    );
  });

  it('when a sealed text is put in the place of another, then it does not open', async () => {
    const seal = sealWith([aKey()]);
    await assert.rejects(seal.open('refresh-token', await seal.close('token-cache/x', 'text')), {
      code: 'secrets.damaged',
    });
  });

  it('when there is no key, then nothing can be sealed', () => {
    assert.throws(() => sealWith([]), { code: 'config.secrets-key' });
  });
});
