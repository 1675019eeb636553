import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { refreshTokenVault } from '../../services/identity/refresh-token-vault.ts';
import { sealWith } from '../../services/identity/seal.ts';
import { onBothBackends } from '../store/backends.ts';
import { movedClock } from './entra.ts';

const aKey = () => randomBytes(32).toString('base64');
const SIGN_IN = {
  refreshToken: 'refresh-1-which-is-secret',
  homeAccountId: 'oid.tid',
  client: 'confidential',
} as const;

onBothBackends('the vault of the refresh token', (store) => {
  const vaultWith = (...keys: readonly string[]) =>
    refreshTokenVault({ secrets: store().secrets, seal: sealWith(keys), clock: movedClock() });

  it('when nobody ever signed in, then somebody has to', async () => {
    await assert.rejects(vaultWith(aKey()).read(), {
      code: 'microsoft.sign-in-needed',
      params: { reason: 'sign-in.never', code: null },
    });
  });

  it('when a sign-in is kept, then it is there again, and the database does not show it', async () => {
    const vault = vaultWith(aKey());
    await vault.keep(SIGN_IN);
    const { refreshToken, homeAccountId, client } = await vault.read();
    assert.deepEqual({ refreshToken, homeAccountId, client }, SIGN_IN);
    const rows = JSON.stringify(await store().database.db.selectFrom('secret').selectAll().execute());
    assert.doesNotMatch(rows, /refresh-1|oid\.tid/);
    assert.ok(!rows.includes(Buffer.from('refresh-1').toString('base64').slice(0, -3)));
  });

  it('when it is used, then the newer token is kept under the same sign-in', async () => {
    const vault = vaultWith(aKey());
    await vault.keep(SIGN_IN);
    const first = await vault.read();
    await vault.rotate(first, 'refresh-2');
    const second = await vault.read();
    assert.equal(second.refreshToken, 'refresh-2');
    assert.equal(second.id, first.id);
    assert.notEqual(second.version, first.version);
  });

  it('when two instances used it at once, then the one that comes second does not overwrite the first', async () => {
    const key = aKey();
    const [one, other] = [vaultWith(key), vaultWith(key)];
    await one.keep(SIGN_IN);
    const seen = await Promise.all([one.read(), other.read()]);
    await one.rotate(seen[0], 'refresh-of-one');
    await other.rotate(seen[1], 'refresh-of-other');
    assert.equal((await one.read()).refreshToken, 'refresh-of-one');
  });

  it('when somebody signed in anew while the old token was in use, then the new sign-in stays', async () => {
    const vault = vaultWith(aKey());
    await vault.keep(SIGN_IN);
    const old = await vault.read();
    await vault.keep({ ...SIGN_IN, refreshToken: 'of-the-new-sign-in' });
    await vault.rotate(old, 'of-the-old-sign-in');
    const now = await vault.read();
    assert.equal(now.refreshToken, 'of-the-new-sign-in');
    assert.notEqual(now.id, old.id);
  });

  it('when the key was replaced, then the next use seals with the new one, and the old one may go', async () => {
    const [older, newer] = [aKey(), aKey()];
    await vaultWith(older).keep(SIGN_IN);
    const both = vaultWith(newer, older);
    await assert.rejects(vaultWith(newer).read(), { code: 'secrets.key-lost' });
    await both.rotate(await both.read(), 'refresh-2');
    assert.equal((await vaultWith(newer).read()).refreshToken, 'refresh-2');
  });

  it('when somebody changed it in the database, then it is damaged, not taken', async () => {
    const vault = vaultWith(aKey());
    await vault.keep(SIGN_IN);
    await store().secrets.put('refresh-token', 'not-sealed-at-all', movedClock().now(), null);
    await assert.rejects(vault.read(), { code: 'secrets.damaged' });
  });

  it('when Entra wanted claims, then they wait for the next sign-in, and are gone after it', async () => {
    const vault = vaultWith(aKey());
    await vault.setChallenge('{"access_token":{}}');
    assert.equal(await vault.challenge(), '{"access_token":{}}');
    await vault.keep(SIGN_IN);
    assert.equal(await vault.challenge(), null);
  });

  it('when the key is lost, then a challenge of before is forgotten rather than in the way', async () => {
    await vaultWith(aKey()).setChallenge('{}');
    assert.equal(await vaultWith(aKey()).challenge(), null);
  });
});
