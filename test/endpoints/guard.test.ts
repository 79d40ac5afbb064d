import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkEndpointOptions } from '../../src/pipeline/endpoints/options.ts';
import { RateLimit } from '../../src/pipeline/endpoints/rate-limit.ts';
import { serveEndpoints } from '../../src/pipeline/endpoints/server.ts';
import { logRecord } from '../retention/records.ts';
import { ask, sendRaw, served } from './served.ts';

describe('the Host of a request', () => {
  const hosts = (names: readonly string[], headers = {}) =>
    names.map((Host) => ({ headers: { Host, ...headers } }));

  test('may be any name of the loopback, with any port', async () => {
    const server = await served();
    const good = [
      'localhost',
      'LOCALHOST:1',
      '127.0.0.1',
      '127.0.0.1:9464',
      '127.1.2.3',
      '[::1]',
      '[::1]:80',
      'localhost.',
    ];
    for (const call of hosts(good)) {
      expect([call.headers.Host, (await ask(server, '/logs', call)).status]).toEqual([
        call.headers.Host,
        200,
      ]);
    }
  });

  test('must not be a name that somebody else has made for it', async () => {
    const server = await served();
    const bad = [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '127.evil.example',
      'evil.example:80',
      'evil.example#localhost',
      'localhost@evil.example',
      'user:pw@localhost',
      '10.0.0.1',
      '[::2]',
      '[localhost]',
      'localhost:',
      ' ',
      '.',
    ];
    for (const path of ['/logs', '/healthz', '/nothing']) {
      for (const call of hosts(bad)) {
        const { status, json } = await ask(server, path, call);
        expect([call.headers.Host, status]).toEqual([call.headers.Host, 403]);
        expect(json()).toMatchObject({ allowed: expect.arrayContaining(['localhost']) });
      }
    }
  });

  test('may be a name that is allowed', async () => {
    const server = await served({ allowHosts: ['Shop.internal', '10.0.0.1'] });
    for (const call of hosts(['shop.internal', 'SHOP.internal:80', '10.0.0.1:80'])) {
      expect((await ask(server, '/logs', call)).status).toBe(200);
    }
    expect((await ask(server, '/logs', { headers: { Host: 'a.shop.internal' } })).status).toBe(403);
  });

  test('must be there', async () => {
    const server = await served();
    expect(await sendRaw(server, 'GET /logs HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
    expect(await sendRaw(server, 'GET /logs HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 /,
    );
  });
});

describe('a token', () => {
  const TOKEN = 's3cret-token';

  test('is needed for all but the health', async () => {
    const server = await served({ token: TOKEN });
    for (const path of ['/logs', '/traces', '/metrics', '/nothing', '/healthz?', '/healthz/']) {
      const { status, headers, json } = await ask(server, path);
      expect([path, status]).toEqual([path, 401]);
      expect(headers['www-authenticate']).toBe('Bearer realm="spanfn"');
      expect(json().error).toBe('A token is needed');
    }
    expect((await ask(server, '/healthz')).status).toBe(200);
  });

  test('must be the right one', async () => {
    const server = await served({ token: TOKEN });
    const wrong = [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Basic ${TOKEN}`,
      TOKEN,
      `Bearer x ${TOKEN}`,
    ];
    for (const Authorization of wrong) {
      const { status, text } = await ask(server, '/logs', { headers: { Authorization } });
      expect([Authorization, status]).toEqual([Authorization, 401]);
      expect(text).not.toContain(TOKEN);
    }
    for (const Authorization of [`Bearer ${TOKEN}`, `bearer  ${TOKEN}`]) {
      expect((await ask(server, '/logs', { headers: { Authorization } })).status).toBe(200);
    }
  });

  test('is not asked for in the URL', async () => {
    const server = await served({ token: TOKEN });
    expect((await ask(server, `/logs?token=${TOKEN}`)).status).toBe(401);
  });
});

describe('a request that is not in order', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'has no method %s',
    async (method) => {
      const server = await served();
      const body = method === 'POST' ? '{"x":1}' : undefined;
      const { status, headers, json } = await ask(server, '/logs', {
        method,
        ...(body && { body }),
      });
      expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
      expect(json()).toEqual({
        error: 'Method not allowed',
        got: `"${method}"`,
        allowed: ['GET', 'HEAD'],
      });
    },
  );

  test('has no body: its connection ends', async () => {
    const server = await served();
    const { status, headers } = await ask(server, '/logs', {
      method: 'GET',
      body: 'x',
      headers: { 'Content-Length': '1', Connection: 'keep-alive' },
    });
    expect([status, headers['connection']]).toEqual([200, 'close']);
  });

  test.each([
    '/',
    '/logs/',
    '//logs',
    '/logs/../traces',
    '/../../etc/passwd',
    '/%2e%2e/etc/passwd',
    '/%6cogs',
    '/LOGS',
    '/logs%00',
    '/__proto__',
    '/constructor',
    'http://evil.example/logs',
    '*',
  ])('finds nothing at %s', async (path) => {
    const { status, json } = await ask(await served(), path);
    expect(status).toBe(404);
    expect(json().allowed).toEqual(['/healthz', '/logs', '/traces', '/metrics']);
  });

  test.each([
    ['/logs?after=-1', '"-1"'],
    ['/logs?after=x', '"x"'],
    ['/logs?after=1.5', '"1.5"'],
    ['/logs?after=1e3', '"1e3"'],
    ['/logs?after=0x10', '"0x10"'],
    ['/logs?after=', '""'],
    ['/logs?after=99999999999999999999', '"99999999999999999999"'],
    ['/logs?after=9999999999999999', '"9999999999999999"'],
    ['/logs?limit=0', '"0"'],
    ['/traces?limit=10001', '"10001"'],
    ['/traces?limit=%00', '"\\u0000"'],
    ['/logs?format=xml', '"xml"'],
    ['/logs?format=', '""'],
    ['/metrics?format=json', '"json"'],
    ['/metrics?after=1', '"after"'],
    ['/healthz?x=1', '"x"'],
    ['/logs?limit=1&limit=2', '"limit"'],
    ['/logs?__proto__=1', '"__proto__"'],
    ['/logs?%E0%A4%A=1', undefined],
  ])('is told what is wrong with %s', async (path, got) => {
    const { status, json } = await ask(await served(), path);
    expect(status).toBe(400);
    const { error, got: named, allowed } = json();
    expect(error).toEqual(expect.any(String));
    if (got !== undefined) expect(named).toBe(got);
    expect(allowed).toBeDefined();
  });

  test.each([
    'application/xml',
    'text/html',
    'application/json;q=0',
    'image/*',
    ',;,',
    'application/json;q=x',
  ])('is not answered in a form that is none of ours: %s', async (Accept) => {
    const { status, json } = await ask(await served(), '/logs', { headers: { Accept } });
    expect(status).toBe(406);
    expect(json().allowed).toEqual(['application/json', 'application/x-protobuf', 'text/plain']);
  });

  test.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json; charset=utf-8'],
    ['text/*', 'text/plain; charset=utf-8'],
    ['text/plain;q=0.5, application/x-protobuf', 'application/x-protobuf'],
    ['application/json;q=0.1, */*;q=0.9', 'application/x-protobuf'],
    ['', 'application/json; charset=utf-8'],
  ])('is answered in the form that it likes best: %s', async (Accept, type) => {
    const { headers } = await ask(await served(), '/logs', { headers: { Accept } });
    expect(headers['content-type']).toBe(type);
  });

  test('has no huge query', async () => {
    const server = await served();
    const { status, text } = await ask(server, `/logs?after=${'1'.repeat(3000)}`);
    expect(status).toBe(414);
    expect(text.length).toBeLessThan(200);
    expect((await ask(server, `/logs?after=${'1'.repeat(1000)}`)).text.length).toBeLessThan(400);
  });

  test('has no huge headers', async () => {
    const server = await served();
    const { status, json } = await ask(server, '/logs', {
      headers: { 'X-Long': 'x'.repeat(20_000) },
    });
    expect(status).toBe(431);
    expect(json().error).toBe('The headers are too long');
  });

  test('is HTTP', async () => {
    const server = await served();
    const received = await sendRaw(server, '\u0016\u0003\u0001 what?\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1.1 400 [\s\S]*"error":"This is no HTTP request"/);
    expect((await ask(server, '/healthz')).status).toBe(200);
  });

  test('does not switch protocols, and is no proxy request', async () => {
    const server = await served();
    const upgrade =
      'GET /logs HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n';
    expect(await sendRaw(server, upgrade)).toMatch(/^(HTTP\/1.1 200 |$)/);
    expect(
      await sendRaw(server, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    ).not.toMatch(/ 200 /);
  });
});

test('no page of another origin gets at an answer, and none is kept', async () => {
  const server = await served();
  for (const path of ['/logs', '/nothing']) {
    const { headers } = await ask(server, path, { headers: { Origin: 'http://evil.example' } });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

describe('too many requests', () => {
  test('are turned away, but the health is still told', async () => {
    const server = await served({ rateLimit: 0.001 });
    const replies = [];
    for (let i = 0; i < 20; i++) replies.push(await ask(server, '/logs'));
    expect(replies.filter(({ status }) => status === 200).length).toBe(1);
    const last = replies.at(-1);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(900);
    expect((await ask(server, '/healthz')).status).toBe(200);
  });

  test('at once are answered or turned away, every one', async () => {
    const server = await served({ rateLimit: 10 });
    server.record([logRecord()]);
    const flood = Array.from({ length: 300 }, () =>
      ask(server, '/logs').then(
        ({ status }) => status,
        () => 'no connection',
      ),
    );
    const seen = await Promise.all(flood);
    const answered = seen.filter((status) => status === 200).length;
    expect(answered).toBeGreaterThanOrEqual(20);
    expect(answered).toBeLessThan(100);
    expect(
      seen.every((status) => status === 200 || status === 429 || status === 'no connection'),
    ).toBe(true);
  });

  test('earn new ones with time, up to twice the rate', () => {
    let now = 0;
    const rate = new RateLimit(10, () => now);
    const burst = Array.from({ length: 21 }, () => rate.take());
    expect(burst.filter((wait) => wait === 0).length).toBe(20);
    expect(burst.at(-1)).toBeCloseTo(0.1);
    now = 100;
    expect([rate.take(), rate.take() > 0]).toEqual([0, true]);
    now = 1e9;
    expect(Array.from({ length: 30 }, () => rate.take()).filter((wait) => wait === 0).length).toBe(
      20,
    );
  });

  test('on connections of their own are bounded', async () => {
    const server = await served();
    const sockets = await Promise.all(Array.from({ length: 50 }, () => opened(server.port)));
    const closed = await Promise.all(sockets.map(closedSoon));
    expect(closed.filter((isClosed) => !isClosed).length).toBe(32);
    for (const socket of sockets) socket.destroy();
  });
});

function opened(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', () => {});
  });
}

/** Whether the far end has closed it; if not, it answers. */
function closedSoon(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.on('close', () => resolve(true));
    socket.on('data', () => resolve(false));
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  });
}

describe('a client that is slow', () => {
  const limits = { connections: 32, requestWithin: 50, answerWithin: 60_000, idle: 60_000 };

  test('to ask is sent away', async () => {
    const server = await served({}, {}, 10, limits);
    expect(await sendRaw(server, 'GET /logs HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1.1 408 /);
  });

  test('to read is cut off', async () => {
    const openSpans = (): Promise<never> => new Promise(() => {});
    const server = await served({}, { openSpans }, 10, { ...limits, answerWithin: 50 });
    await expect(ask(server, '/traces')).rejects.toThrow(/hang up/);
  });

  test('to ask again loses its connection', async () => {
    const server = await served({}, {}, 10, { ...limits, requestWithin: 10_000, idle: 50 });
    expect(await sendRaw(server, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
      /^HTTP\/1.1 200 /,
    );
  });
});

describe('the server', () => {
  test('listens on the loopback alone, on a port that was free', async () => {
    const server = await served();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.port).toBeGreaterThan(0);
  });

  test('listens on IPv6 too', async () => {
    const server = await served({ host: '::1' });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('is called by the address at which it is reached, where it listens on all', async () => {
    const server = await served({ host: '0.0.0.0', token: 'x' });
    const headers = { Authorization: 'Bearer x' };
    expect((await ask(server, '/logs', { headers })).status).toBe(200);
    const other = { ...headers, Host: '10.11.12.13' };
    expect((await ask(server, '/logs', { headers: other })).status).toBe(403);
  });

  test('says why it cannot listen', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await expect(served({ port })).rejects.toThrow(
      expect.objectContaining({
        code: 'SPANFN_SIDECAR_FAILED',
        message: expect.stringContaining(`127.0.0.1:${port}`),
      }),
    );
  });

  test('ends all connections when it is closed', async () => {
    const settings = checkEndpointOptions({});
    const server = await serveEndpoints(settings, {} as never);
    const socket = await opened(server.port);
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await server.close();
    await ended;
    await expect(ask(server, '/healthz')).rejects.toThrow(/ECONNREFUSED/);
  });

  test('answers though what it asks fails, and tells nothing of it', async () => {
    const server = await served(
      {},
      {
        metrics: () => {
          throw new Error('secret');
        },
      },
    );
    const { status, text } = await ask(server, '/metrics');
    expect([status, text.includes('secret')]).toEqual([500, false]);
    expect((await ask(server, '/healthz')).status).toBe(200);
  });
});

describe('options', () => {
  test('have defaults', () => {
    expect(checkEndpointOptions({})).toEqual({
      port: 0,
      host: '127.0.0.1',
      token: undefined,
      allowHosts: [],
      rateLimit: 50,
    });
  });

  test.each([
    [{ port: -1 }, 'port'],
    [{ port: 65_536 }, 'port'],
    [{ port: '80' }, 'port'],
    [{ host: '' }, 'host'],
    [{ host: 'localhost:80' }, 'host'],
    [{ host: 'http://localhost' }, 'host'],
    [{ host: 5 }, 'host'],
    [{ host: '0.0.0.0' }, 'token'],
    [{ host: 'shop.internal' }, 'token'],
    [{ host: '127.evil.example' }, 'token'],
    [{ token: '' }, 'token'],
    [{ token: 'with space' }, 'token'],
    [{ token: 5 }, 'token'],
    [{ allowHosts: 'shop' }, 'allowHosts'],
    [{ allowHosts: ['shop:80'] }, 'allowHosts'],
    [{ allowHosts: ['*'] }, 'allowHosts'],
    [{ rateLimit: 0 }, 'rateLimit'],
    [{ rateLimit: Number.NaN }, 'rateLimit'],
    [{ prot: 80 }, 'prot'],
    [true, 'must be an object'],
  ])('that cannot be are refused: %j', (options, named) => {
    expect(() => checkEndpointOptions(options)).toThrow(
      expect.objectContaining({
        code: 'SPANFN_BAD_OPTION',
        message: expect.stringContaining(named),
      }),
    );
  });

  test('do not repeat a secret', () => {
    expect(() => checkEndpointOptions({ token: 'my secret' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('my secret') }),
    );
  });
});
