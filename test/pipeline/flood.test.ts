import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Random } from '../fuzz/generate/random.ts';
import { Receiver } from './receiver.ts';

/** How many spans; set it to 10,000,000 for a long run. */
const SPANS = Number(process.env.SPANFN_FLOOD ?? 500_000);

/** As many spans as the thread can make, some with fields, some that fail; then the numbers. */
const program = (url: string): string => `
  import { span, spanFn, start } from 'spanfn';
  const retry = { attempts: 2, firstDelay: 1, longestDelay: 5 };
  const exporter = { type: 'otlp', url: '${url}', retry, queueBytes: 8e6 };
  const handle = start({ exporters: [exporter], exitTimeout: 20_000 });
  const plain = spanFn({ name: 'plain', kind: 'sync' }, () => {});
  const fields = spanFn({ name: 'fields', kind: 'sync', args: ['a', 'b'] }, (a, b) => {});
  const fails = spanFn({ name: 'fails', kind: 'sync' }, () => { throw new Error('no'); });
  let peak = 0;
  for (let made = 0; made < ${SPANS}; made++) {
    if (made % 1000 === 0) try { fails(); } catch {}
    else if (made % 3 === 0) fields(made, 'text '.repeat(made % 50));
    else plain();
    if (made % 50_000 !== 0) continue;
    peak = Math.max(peak, process.memoryUsage().rss);
    await new Promise(setImmediate);
  }
  await handle.stop();
  console.log(JSON.stringify({ ...handle.stats(), peak }));
`;

test('of a flood of spans, each is exported or counted, whatever the receiver does', async () => {
  const random = new Random(42);
  let taken = 0;
  await using receiver = await Receiver.open(({ body }, response) => {
    receiver.requests.length = 0;
    const mood = random.next();
    if (mood < 0.1) response.writeHead(503).end();
    else if (mood < 0.15) response.writeHead(400).end();
    else if (mood < 0.2) response.socket?.destroy();
    else {
      taken += body.length > 0 ? 1 : 0;
      response.end();
    }
  });
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program(receiver.url)], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  await once(child, 'close');
  const stats = JSON.parse(text) as Record<string, number>;
  const of = (name: string): number => stats[name] ?? 0;
  const exported = of('otlp.spansExported');
  const dropped = [
    'spansRingFull',
    'spansOversized',
    'otlp.spansQueueFull',
    'otlp.spansRefused',
    'otlp.spansRetriesExhausted',
    'otlp.spansTimeout',
    'otlp.spansShutdown',
  ].reduce((sum, name) => sum + of(name), 0);
  expect(of('spansPushed')).toBe(SPANS);
  expect(exported + dropped).toBe(SPANS);
  expect(exported).toBeGreaterThan(1000);
  expect(taken).toBeGreaterThan(0);
  expect(stats.peak).toBeLessThan(1.2e9);
  if (process.env.SPANFN_FLOOD !== undefined) console.log(stats);
}, 600_000);
