import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import { GraphClient } from '../../services/graph/client.ts';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import type { Transport } from '../../services/identity/signed-request.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../services/sandbox/sandbox.ts';
import { STORIES } from '../../services/sandbox/stories.ts';
import { SANDBOX_PARTNER, type Story, tenantIdOf } from '../../services/sandbox/story.ts';

/** The day all sandboxes of the tests are started. */
export const START = '2026-11-20T10:00:00Z';

export const fixedClock: Clock = { now: () => Temporal.Instant.from(START) };

/** A running sandbox with clients that talk to it over HTTP. */
export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly partnerCenter: PartnerCenterClient;
  readonly graph: GraphClient;
  /** Milliseconds the clients wanted to sleep; they did not. */
  readonly slept: number[];
  /** Clients of another identity or with another transport. */
  clients(options: { as?: 'user' | 'application'; transport?: Partial<Transport> }): {
    partnerCenter: PartnerCenterClient;
    graph: GraphClient;
  };
  restart(): Promise<RunningSandbox>;
  close(): Promise<void>;
}

export async function runSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-test-'));
  return run({ dataFile: path.join(folder, 'sandbox.json'), clock: fixedClock, ...options }, folder);
}

/** Tenant id of a hand-written story. */
export function tenantOf(id: string): string {
  return tenantIdOf(storyNamed(id));
}

export function storyNamed(id: string): Story {
  const story = STORIES.find((known) => known.id === id);
  if (!story) throw new Error(`No story ${id}`);
  return story;
}

async function run(options: SandboxOptions, folder: string): Promise<RunningSandbox> {
  const sandbox = await startSandbox(options);
  const slept: number[] = [];
  const clients: RunningSandbox['clients'] = ({ as = 'user', transport = {} }) => {
    const tokens = sandboxTokenSource({ loginUrl: sandbox.urls.login, tenantId: SANDBOX_PARTNER.tenantId, as });
    const quick: Partial<Transport> = {
      sleep: async (milliseconds) => void slept.push(milliseconds),
      random: () => 0,
      timeoutMs: 5000,
      ...transport,
    };
    return {
      partnerCenter: new PartnerCenterClient({
        baseUrl: sandbox.urls.partnerCenter,
        tokens,
        transport: quick,
        clock: sandbox.clock,
      }),
      graph: new GraphClient({ baseUrl: sandbox.urls.graph, loginUrl: sandbox.urls.login, tokens, transport: quick }),
    };
  };
  return {
    sandbox,
    slept,
    clients,
    ...clients({}),
    async restart() {
      await sandbox.close();
      return run(options, folder);
    },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
