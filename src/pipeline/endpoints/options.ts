import { isIP } from 'node:net';
import { badOption, checkOptionNames } from '../../base/options.ts';

/** Where what is recorded can be looked at over HTTP; nowhere, if this is not given. */
export interface EndpointOptions {
  /** TCP port; 0, the default, for any that is free. */
  readonly port?: number | undefined;
  /** Address to listen on; default `127.0.0.1`. Any but a loopback one needs a `token`. */
  readonly host?: string | undefined;
  /** What a request has to bring as `Authorization: Bearer …`; `/healthz` is open. */
  readonly token?: string | undefined;
  /** Names by which this machine may be called, besides those of the loopback. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Requests per second that are answered, with bursts of twice as many; default 50. */
  readonly rateLimit?: number | undefined;
}

/** `EndpointOptions`, checked and complete. */
export interface EndpointSettings {
  readonly port: number;
  readonly host: string;
  readonly token: string | undefined;
  readonly allowHosts: readonly string[];
  readonly rateLimit: number;
}

const OWNER = 'endpoints';
const NAMES: readonly (keyof EndpointOptions)[] = [
  'port',
  'host',
  'token',
  'allowHosts',
  'rateLimit',
];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkEndpointOptions(options: unknown): EndpointSettings {
  checkOptionNames(options, NAMES, OWNER);
  const {
    port = 0,
    host = '127.0.0.1',
    token,
    allowHosts = [],
    rateLimit = 50,
  } = options as EndpointOptions;
  check('port', port, isPort, 'a whole number from 0 to 65535');
  check('host', host, isHost, 'an IP address or a name, without a port');
  // The value itself is a secret: it is not repeated.
  if (token !== undefined && !isToken(token)) {
    throw badOption(OWNER, 'token', typeof token, 'a text of visible ASCII characters');
  }
  check('allowHosts', allowHosts, areHosts, 'an array of names or IP addresses, without ports');
  check('rateLimit', rateLimit, isRate, 'a number above 0, at most 1,000,000');
  if (token === undefined && !isLoopback(host)) {
    throw badOption(
      OWNER,
      'host',
      host,
      'a loopback address such as 127.0.0.1, or `token` be given',
    );
  }
  return { port, host, token, allowHosts: allowHosts.map(lowerCase), rateLimit };
}

/** Whether nobody outside of this machine can connect. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function check(name: string, value: unknown, isGood: (v: unknown) => boolean, must: string): void {
  if (!isGood(value)) throw badOption(OWNER, name, value, must);
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && (port as number) >= 0 && (port as number) <= 65_535;
}

function isHost(host: unknown): boolean {
  if (typeof host !== 'string' || host.length > 253) return false;
  return isIP(host) !== 0 || /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(host);
}

function areHosts(hosts: unknown): boolean {
  return Array.isArray(hosts) && hosts.every(isHost);
}

function isToken(token: unknown): boolean {
  return typeof token === 'string' && /^[\x21-\x7e]{1,1024}$/.test(token);
}

function isRate(rate: unknown): boolean {
  return typeof rate === 'number' && rate > 0 && rate <= 1_000_000;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
