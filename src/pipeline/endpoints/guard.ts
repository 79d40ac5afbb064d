import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type EndpointSettings, isLoopback } from './options.ts';
import { Problem } from './problem.ts';
import { RateLimit } from './rate-limit.ts';

/** The one path that is open, and that a flood of other requests must not close. */
export const HEALTH = '/healthz';
const METHODS = ['GET', 'HEAD'];
const MAX_URL = 2048;

/** Who may ask, and how often. */
export class Guard {
  readonly #settings: EndpointSettings;
  readonly #tokenHash: Buffer | undefined;
  readonly #healthRate: RateLimit;
  readonly #rate: RateLimit;

  constructor(settings: EndpointSettings) {
    this.#settings = settings;
    this.#tokenHash = settings.token === undefined ? undefined : hash(settings.token);
    this.#healthRate = new RateLimit(settings.rateLimit);
    this.#rate = new RateLimit(settings.rateLimit);
  }

  /** @throws Problem if the request is not to be answered */
  check(request: IncomingMessage): void {
    const { url = '', method = '' } = request;
    const isHealth = url === HEALTH;
    checkRate(isHealth ? this.#healthRate : this.#rate);
    if (url.length > MAX_URL) {
      throw new Problem(414, 'The URL is too long', { allowed: `${MAX_URL} characters` });
    }
    this.#checkHost(request);
    if (!METHODS.includes(method)) {
      const headers = { Allow: METHODS.join(', ') };
      throw new Problem(405, 'Method not allowed', { got: method, allowed: METHODS, headers });
    }
    if (!isHealth) this.#checkToken(request);
  }

  /**
   * A page on the web can make its own name stand for 127.0.0.1, and then read what is here: but
   * its requests still say that name.
   */
  #checkHost(request: IncomingMessage): void {
    const given = request.headers.host ?? '';
    const name = hostName(given);
    const { host, allowHosts } = this.#settings;
    if (name !== undefined && name !== '') {
      if (isLoopback(name) || name === host.toLowerCase() || allowHosts.includes(name)) return;
      // An address, other than a name, can stand for nothing else.
      if (isIP(name) !== 0 && name === plainAddress(request.socket.localAddress)) return;
    }
    const allowed = ['localhost', '127.0.0.1', '[::1]', ...allowHosts];
    throw new Problem(403, 'This Host is not among those of `allowHosts`', { got: given, allowed });
  }

  #checkToken({ headers }: IncomingMessage): void {
    if (this.#tokenHash === undefined) return;
    const given = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
    // Hashes have one length: how long the comparison takes says nothing.
    if (given !== undefined && timingSafeEqual(hash(given), this.#tokenHash)) return;
    throw new Problem(401, 'A token is needed', {
      allowed: 'Authorization: Bearer <token>',
      headers: { 'WWW-Authenticate': 'Bearer realm="spanfn"' },
    });
  }
}

function checkRate(rate: RateLimit): void {
  const wait = rate.take();
  if (wait === 0) return;
  const seconds = String(Math.ceil(wait));
  throw new Problem(429, 'Too many requests', {
    allowed: `again after ${seconds} s`,
    headers: { 'Retry-After': seconds },
  });
}

/** Name or address in a `Host` header, without brackets and port; undefined if it is none. */
function hostName(header: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}

/** IPv4 in the clothes of IPv6 is what a socket for both has. */
function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
