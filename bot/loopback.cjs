/**
 * Loaded by `node --require` before the Microsoft 365 Agents Playground (see playground.ts). The tool listens on every
 * interface, reports to Application Insights even when told not to, opens a browser and outlives its parent. Started
 * with this file it does none of the four. CommonJS, because a preload has to be in place before any module is loaded.
 */
const net = require('node:net');
const { ChildProcess } = require('node:child_process');

const HERE = '127.0.0.1';

// Whatever interface was asked for: the machine's own.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenHere(first, ...rest) {
  const done = rest.findLast((argument) => typeof argument === 'function');
  const callback = done === undefined ? [] : [done];
  if (first !== null && typeof first === 'object') {
    const options = first.port === undefined ? first : { ...first, host: HERE };
    return listen.call(this, options, ...callback);
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort
    ? listen.call(this, { port: Number(first), host: HERE }, ...callback)
    : listen.call(this, first, ...rest);
};

// Refused before the name is looked up, so that not even a DNS query leaves the machine.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connectHere(...given) {
  const host = hostOf(given);
  if (host === null || isLoopback(host)) return connect.apply(this, given);
  const refused = Object.assign(new Error(`Not reached from here: ${host}`), { code: 'ENETUNREACH' });
  process.nextTick(() => this.destroy(refused));
  return this;
};

// The only program the tool ever starts is a browser. A node that ends at once stands in for it, whatever the system
// calls its opener, and the tool sees a success.
const spawn = ChildProcess.prototype.spawn;
ChildProcess.prototype.spawn = function spawnNothing(options) {
  const env = Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && name !== 'NODE_CHANNEL_FD');
  return spawn.call(this, {
    ...options,
    file: process.execPath,
    args: [process.execPath, '--eval', ''],
    envPairs: env.map(([name, value]) => `${name}=${value}`),
    shell: false,
  });
};

// The channel closes whichever way the parent ends, kill -9 included.
process.on('disconnect', () => process.exit(0));
// Listening to it is no reason to stay.
process.channel?.unref();

/** The host of a call to `connect`, in each of the forms Node allows; null for a pipe. */
function hostOf(given) {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (first !== null && typeof first === 'object') return first.path ? null : (first.host ?? HERE);
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  return typeof given[1] === 'string' ? given[1] : HERE;
}

function isLoopback(host) {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
