import { readdir, readFile, readlink } from 'node:fs/promises';

/** Process ids of everything that descends from a process, itself included. Reads /proc, so Linux only. */
export async function descendants(root: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid));
  const parents = new Map(await Promise.all(all.map(async (pid) => [pid, await parentOf(pid)] as const)));
  const family = new Set([root]);
  // A child may stand before its parent in the list.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // A zombie has ended; its parent has only not asked yet.
  return stat !== '' && !/\) Z /u.test(stat);
}

/** Local addresses the processes listen on, such as `127.0.0.1:3978`. */
export async function listeners(pids: readonly number[]): Promise<readonly string[]> {
  const inodes = new Set((await Promise.all(pids.map(socketsOf))).flat());
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
  return tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/u))
    .filter(([, , , state, , , , , , inode]) => state === LISTEN && inodes.has(inode ?? ''))
    .map(([, local]) => addressOf(local ?? ''));
}

const LISTEN = '0A';

async function socketsOf(pid: number): Promise<string[]> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/u.exec(target)?.[1] ?? []);
}

/** `0100007F:0F8A`: the address byte by byte from the last to the first, then the port. IPv6 stays as it is. */
function addressOf(local: string): string {
  const [address = '', port = ''] = local.split(':');
  const bytes = address.length === 8 ? (address.match(/../gu) ?? []).reverse() : [];
  const readable = bytes.length === 0 ? address : bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return `${readable}:${Number.parseInt(port, 16)}`;
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold spaces and brackets itself: what follows the last one counts.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}
