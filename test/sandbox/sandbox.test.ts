import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { startSandbox } from '../../services/sandbox/sandbox.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, START, tenantOf } from './start.ts';

describe('the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox();
  });
  afterEach(() => running.close());

  async function lever(name: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(`${running.sandbox.url}/sandbox/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
  const isCustomer = async (id: string) => (await running.partnerCenter.getCustomer(tenantOf(id))) !== null;

  it('when a web page or a foreign host name asks, then nothing is done, and an upload is not written to the disk', async () => {
    const before = running.sandbox.clock.now();
    const page = await lever('clock', { advanceDays: 1 }, { Origin: 'https://evil.example' });
    const url = new URL(`${running.sandbox.url}/sandbox/clock`);
    const foreign = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { Host: 'evil.example', 'Content-Type': 'application/json' };
      const asked = request(url, { method: 'POST', headers }, (reply) => resolve(reply.resume().statusCode));
      asked.on('error', reject);
      asked.end('{"advanceDays":1}');
    });
    const form = new FormData();
    form.set('file', new Blob(['x'.repeat(10_000)]), 'x.bin');
    const uploads = () => readdirSync(tmpdir()).filter((name) => name.startsWith('upload_')).length;
    const there = uploads();
    const upload = await fetch(url, { method: 'POST', body: form });
    assert.deepEqual([page.status, foreign, upload.status], [403, 403, 400]);
    assert.equal(uploads(), there);
    assert.equal(running.sandbox.clock.now().until(before).total('hours') < -12, false);
  });

  describe('an invitation', () => {
    it('when it is sent, then the customer thinks for two hours and accepts', async () => {
      running.sandbox.sendInvitation(tenantOf('northwind'));
      running.sandbox.clock.advance(1.99 / 24);
      assert.equal(await isCustomer('northwind'), false);
      running.sandbox.clock.advance(0.02 / 24);
      assert.equal(await isCustomer('northwind'), true);
    });

    it('when it is not sent, then nobody accepts, however long one waits', async () => {
      running.sandbox.clock.advance(100);
      assert.equal(await isCustomer('contoso'), false);
    });

    it('when the customer refuses or never answers, then Partner Center shows the same: nothing', async () => {
      for (const id of ['proseware', 'coho', 'wide-world-importers']) running.sandbox.sendInvitation(tenantOf(id));
      running.sandbox.clock.advance(60);
      for (const id of ['proseware', 'coho', 'wide-world-importers']) assert.equal(await isCustomer(id), false, id);
    });

    it('when it is sent again, then the customer does not start thinking anew', async () => {
      running.sandbox.sendInvitation(tenantOf('northwind'));
      running.sandbox.clock.advance(1.5 / 24);
      running.sandbox.sendInvitation(tenantOf('northwind'));
      running.sandbox.clock.advance(1 / 24);
      assert.equal(await isCustomer('northwind'), true);
    });
  });

  describe('its levers over HTTP', () => {
    it('when they are pulled, then they do what the methods do', async () => {
      assert.equal((await lever('invitations', { tenantId: tenantOf('contoso') })).status, 200);
      const moved = await lever('clock', { advanceDays: 1 });
      assert.deepEqual(await moved.json(), { now: '2026-11-21T10:00:00Z' });
      assert.equal(await isCustomer('contoso'), true);
      await lever('faults', [{ kind: 'unavailable', times: 99 }]);
      await assert.rejects(running.partnerCenter.listCustomers(1), { code: 'microsoft.failed' });
      await lever('faults', []);
      assert.equal((await running.partnerCenter.listCustomers(1)).length, 1);
    });

    it('when a wish makes no sense, then it is refused and nothing changes', async () => {
      for (const [name, body] of [
        ['clock', { advanceDays: -1 }],
        ['clock', {}],
        ['faults', [{ kind: 'earthquake' }]],
        ['invitations', { tenantId: 'contoso' }],
      ] as const) {
        assert.equal((await lever(name, body)).status, 400, `${name} ${JSON.stringify(body)}`);
      }
      assert.equal((await lever('invitations', { tenantId: '00000000-0000-4000-8000-000000000000' })).status, 404);
      assert.equal(running.sandbox.clock.now().toString(), START);
    });

    it('when a page in a browser asks, then it is refused', async () => {
      assert.equal((await lever('clock', { advanceDays: 1 }, { Origin: 'https://contoso.example' })).status, 403);
      assert.equal(running.sandbox.clock.now().toString(), START);
    });
  });

  describe('an original', () => {
    const statusOf = async (id: string) => {
      const found = await running.graph.customerSubscriptions(tenantOf(id));
      return found.access === 'read' ? found.subscriptions.map(({ status, endDate }) => `${status} ${endDate}`) : [];
    };

    it('when it renews by itself, then it goes on for another term until its owner stops it', async () => {
      assert.deepEqual(await statusOf('fourth-coffee'), ['Enabled 2026-11-29', 'Enabled 2026-11-29']);
      running.sandbox.clock.advance(10);
      assert.deepEqual(await statusOf('fourth-coffee'), ['Enabled 2026-12-29', 'Enabled 2026-12-29']);
    });

    it('when its owner stopped the renewal, then it ends with its term', async () => {
      const found = await running.graph.customerSubscriptions(tenantOf('fourth-coffee'));
      const [first] = found.access === 'read' ? found.subscriptions : [];
      running.sandbox.endOriginal(tenantOf('fourth-coffee'), first?.id ?? '', 'stop-renewing');
      running.sandbox.clock.advance(10);
      assert.deepEqual(await statusOf('fourth-coffee'), ['Suspended null', 'Enabled 2026-12-29']);
      running.sandbox.clock.advance(90);
      assert.equal((await statusOf('fourth-coffee')).length, 1);
    });

    it('when its owner cancelled it, then it is disabled at once', async () => {
      const found = await running.graph.customerSubscriptions(tenantOf('contoso'));
      const [first] = found.access === 'read' ? found.subscriptions : [];
      running.sandbox.endOriginal(tenantOf('contoso'), first?.id ?? '', 'cancel');
      assert.match((await statusOf('contoso'))[0] ?? '', /^Suspended/);
    });
  });

  describe('its faults', () => {
    it('when it does not answer, then the client gives up in its own time', async () => {
      running.sandbox.faults.add({ kind: 'no-answer', times: 2 });
      const { partnerCenter } = running.clients({ transport: { timeoutMs: 50, retries: 1 } });
      await assert.rejects(partnerCenter.listCustomers(1), { code: 'microsoft.unreachable' });
    });

    it('when it throttles, then the client waits as long as it was told', async () => {
      running.sandbox.faults.add({ kind: 'throttle', retryAfterSeconds: 11, times: 2 });
      await running.partnerCenter.listCustomers(1);
      assert.deepEqual(running.slept, [11_250, 11_500]);
    });
  });

  describe('its memory', () => {
    it('when it is started again, then time and what happened are as before', async () => {
      running.sandbox.sendInvitation(tenantOf('contoso'));
      running.sandbox.clock.advance(3);
      running = await running.restart();
      assert.equal(running.sandbox.clock.now().toString(), '2026-11-23T10:00:00Z');
      assert.equal(await isCustomer('contoso'), true);
    });

    it('when the data file makes no sense, then it says so and leaves the file alone', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-test-'));
      const dataFile = path.join(folder, 'sandbox.json');
      try {
        writeFileSync(dataFile, '{"startedAt":');
        await assert.rejects(startSandbox({ dataFile }), { code: 'sandbox.data-unreadable' });
        assert.equal(readFileSync(dataFile, 'utf8'), '{"startedAt":');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('when its process is killed at any moment, then everything it had confirmed is still there', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-test-'));
      const dataFile = path.join(folder, 'sandbox.json');
      try {
        let confirmed = 0;
        for (let round = 0; round < 3; round++) {
          const { child, url } = await startChild(dataFile);
          const client = new PartnerCenterClient({
            baseUrl: url,
            tokens: sandboxTokenSource({ loginUrl: url, tenantId: SANDBOX_PARTNER.tenantId }),
            transport: { retries: 0 },
          });
          const killed = once(child, 'exit');
          for (let n = 0; n < 1000; n++) {
            // Killed while changes are on their way, at another place each round.
            if (n === 5 + round * 3) child.kill('SIGKILL');
            try {
              await client.createTransfer(tenantOf('lucerne'), {
                sourcePartnerTenantId: SANDBOX_PARTNER.tenantId,
                sourcePartnerName: 'Trey Cloud Services',
                customerEmail: 'admin@lucernepublishing.example',
              });
              confirmed++;
            } catch {
              break;
            }
          }
          await killed;
        }
        const { child, url } = await startChild(dataFile);
        try {
          const tokens = sandboxTokenSource({ loginUrl: url, tenantId: SANDBOX_PARTNER.tenantId });
          const kept = await new PartnerCenterClient({ baseUrl: url, tokens }).listTransfers(tenantOf('lucerne'));
          assert.ok(confirmed >= 15, `${confirmed} confirmed`);
          // The one under way when the process died may have been done without its confirmation.
          assert.ok(
            kept.length >= confirmed && kept.length <= confirmed + 3,
            `${kept.length} kept, ${confirmed} confirmed`,
          );
        } finally {
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
        assert.ok(readdirSync(folder).includes('sandbox.json'));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

async function startChild(dataFile: string): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('./child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(child.stdout ?? assert.fail('no output'), 'data');
  return { child, url: String(line).trim() };
}
