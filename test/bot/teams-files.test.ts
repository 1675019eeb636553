import assert from 'node:assert/strict';
import { downloadFile, uploadFile } from '../../bot/teams-files.ts';
import { Storage } from './storage.ts';

describe('files in the storage of Teams', () => {
  const storage = new Storage();
  before(() => storage.start());
  after(() => storage.stop());
  const at = (path: string) => `${storage.url}${path}`;

  it('when a file is there, then its bytes come, also where the address leads on', async () => {
    storage.files.set('/a', { status: 302, headers: { location: '/b' } });
    storage.files.set('/b', { body: 'Product,Licenses\n' });
    assert.equal(Buffer.from(await downloadFile(at('/a'), 'loopback')).toString(), 'Product,Licenses\n');
  });

  for (const [what, stored, code] of [
    ['is gone', { status: 404 }, 'file.download'],
    ['leads in a circle', { status: 302, headers: { location: '/x' } }, 'file.download'],
    ['leads elsewhere', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }, 'file.host'],
    ['leads nowhere', { status: 302, headers: { location: 'http://' } }, 'file.host'],
    ['does not end', { endless: 3_000_000 }, 'file.too-large'],
  ] as const) {
    it(`when a file ${what}, then it is refused: ${code}`, async () => {
      storage.files.set('/x', stored);
      await assert.rejects(downloadFile(at('/x'), 'loopback'), { code });
    });
  }

  for (const address of [
    'http://contoso-my.sharepoint.com/a',
    'https://sharepoint.com.evil.example/a',
    'https://evilsharepoint.com/a',
    'https://contoso.sharepoint.com:8443/a',
    'https://contoso.sharepoint.com@evil.example/a',
    'https://user:word@contoso.sharepoint.com/a',
    'https://127.0.0.1/a',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'not an address',
  ]) {
    it(`when Teams is said to keep a file at ${address}, then nobody is asked for it`, async () => {
      await assert.rejects(downloadFile(address, 'teams'), { code: 'file.host' });
      await assert.rejects(uploadFile(address, new Uint8Array(1), 'teams'), { code: 'file.host' });
    });
  }

  it('when a file is put there, then whole and with its range; a refusal is told', async () => {
    await uploadFile(at('/up'), new TextEncoder().encode('abc'), 'loopback');
    assert.deepEqual(storage.uploads.at(-1), { path: '/up', range: 'bytes 0-2/3', bytes: Buffer.from('abc') });
    storage.files.set('/full', { status: 507 });
    await assert.rejects(uploadFile(at('/full'), new Uint8Array(1), 'loopback'), { code: 'file.upload' });
  });

  it('when nobody listens there, then it is told', async () => {
    await assert.rejects(downloadFile('http://127.0.0.1:9/a', 'loopback'), { code: 'file.download' });
  });
});
