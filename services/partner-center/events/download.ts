import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';

const MOST_BYTES = 64 * 1024;
const MOST_MS = 5000;

/**
 * Reads a small public file: at most 64 KB in at most 5 seconds, no redirect, and no name that leads into a private network.
 * Rejects for every other reason too; what went wrong is for the log only.
 */
export function download(url: URL): Promise<Buffer> {
  const { get } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = get(
      url,
      { lookup: publicAddresses, signal: AbortSignal.timeout(MOST_MS), agent: false, headers: { Accept: '*/*' } },
      (reply) => {
        const parts: Buffer[] = [];
        let size = 0;
        const giveUp = (why: string) => {
          reject(new Error(why));
          asked.destroy();
        };
        if (reply.statusCode !== 200) return giveUp(`answered ${reply.statusCode}`);
        reply.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MOST_BYTES) giveUp('too large');
          else parts.push(part);
        });
        reply.on('end', () => resolve(Buffer.concat(parts)));
        reply.on('error', reject);
      },
    );
    asked.on('error', reject);
  });
}

/** Looks a name up; fails when one of its addresses is not a public one. Addresses that stand in an URL are not looked up. */
export const publicAddresses: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, options, (error, found, family) => {
    const all = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    if (error === null && all.some(isPrivate)) {
      callback(new Error(`${hostname} leads into a private network`), found, family);
      return;
    }
    callback(error, found, family);
  });
};

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Networks that are not for the public (IANA special-purpose address registries, read 2026-11). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
// No rule for IPv4 addresses written as IPv6: those above hold for them as well.
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6');
}
