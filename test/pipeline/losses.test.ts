import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parse from 'parse-prometheus-text-format';
import { expect, test } from 'vitest';
import { Program } from './program.ts';

/** Exporters that lose everything, each in its way, and one that exports it. */
const MODULE = `
  import { RetryableError } from '${new URL('../../dist/esm/src/index.js', import.meta.url)}';
  const ways = {
    exports: () => {},
    slow: () => new Promise((resolve) => setTimeout(resolve, 300)),
    refuses: () => { throw new Error('never'); },
    fails: () => { throw new RetryableError('not now'); },
    hangs: () => new Promise(() => {}),
    rejects: () => ({ rejected: 1 }),
  };
  export default (way) => ({ name: way, signals: ['traces'], export: ways[way] });`;

const program = (module: string): string => `
  import { span, start } from 'spanfn';
  const retry = { attempts: 2, firstDelay: 1, longestDelay: 1 };
  const way = (options, more) => ({ type: 'module', module: '${module}', options, retry, ...more });
  const handle = start({
    exporters: [
      way('exports'),
      way('slow', { queueBytes: 1 }),
      way('refuses'),
      way('fails'),
      way('hangs', { timeout: 20 }),
      way('rejects'),
    ],
    tail: { keepErrors: true },
    endpoints: {},
    retention: { maxRecords: 5 },
    capacity: 32,
    scheduleDelay: 1,
  });
  const fail = (fields) => {
    try { span('fails', { fields }, () => { throw new Error('no'); }); } catch {}
  };
  const lost = (name) => handle.stats()[name] > 0;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  span('n'.repeat(5000), () => {});
  fail(Object.fromEntries(Array.from({ length: 500 }, (_, i) => ['field' + i, 1])));
  while (!lost('spansRingFull')) for (let i = 0; i < 1000; i++) span('plain', () => {});
  while (!lost('module2.spansQueueFull')) { fail({}); span('plain', () => {}); await pause(); }
  for (let i = 0; i < 2000; i++) void span('open', () => new Promise(() => {}));
  await handle.flush();
  const metrics = await (await fetch(handle.endpoints.url + '/metrics')).text();
  const before = handle.stats();
  await handle.stop();
  console.log(JSON.stringify({ metrics, before, after: handle.stats() }));`;

/** Every way in which something is lost: those that the end tells of, and what was left out on purpose. */
const TOLD = [
  'spansRingFull',
  'spansOversized',
  'module2.spansQueueFull',
  'module3.spansRefused',
  'module4.spansRetriesExhausted',
  'module5.spansTimeout',
  'module6.spansRejected',
];
const ON_PURPOSE = ['spansTailSampled', 'spansEvicted', 'fieldsCut', 'spansOpenUnlisted'];

/** Of the counters that `pipelineMetrics` has made: by the names of `stats()`. */
function countersIn(text: string): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const { name, metrics } of parse(text)) {
    if (/^spanfn_span_(duration|errors)/.test(name)) continue;
    const camel = name
      .replace(/^spanfn_(exporter_)?/, '')
      .replace(/_total$/, '')
      .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    for (const { labels, value } of metrics) {
      const exporter = labels?.['spanfn_exporter'];
      counters[exporter === undefined ? camel : `${exporter}.${camel}`] = Number(value);
    }
  }
  return counters;
}

test('stats, endpoints and the end agree on every loss', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spanfn-losses-'));
  try {
    const module = join(folder, 'exporter.mjs');
    await writeFile(module, MODULE);
    await using process = new Program(program(module));
    const { metrics, before, after } = JSON.parse(await process.line());
    expect(await process.ended).toEqual({ code: 0, signal: null });
    const served = countersIn(metrics);
    const lost = [...TOLD, ...ON_PURPOSE].filter((name) => before[name] > 0);
    expect(lost).toEqual([...TOLD, ...ON_PURPOSE]);
    expect(before).toMatchObject(served);
    expect(Object.keys(served)).toEqual(expect.arrayContaining(lost));
    // Nothing was on its way any more, so nothing is lost on top of it.
    const told = TOLD.map((name) => `${before[name]} ${name}`).join(', ');
    expect(process.stderr).toContain(`\nspanfn: not everything was exported: ${told}\n`);
    for (const name of TOLD) expect([name, after[name]]).toEqual([name, before[name]]);
    // What was pushed has one fate with each exporter.
    const { spansPushed, spansRingFull, spansOversized, spansTailSampled } = after;
    const taken = spansPushed - spansRingFull - spansOversized - spansTailSampled;
    expect(after['module.spansExported']).toBe(taken);
    expect(after['module3.spansRefused']).toBe(taken);
    expect(after['module2.spansExported'] + after['module2.spansQueueFull']).toBe(taken);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('so they do on what is lost at the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spanfn-losses-'));
  try {
    const module = join(folder, 'exporter.mjs');
    await writeFile(module, MODULE);
    await using process = new Program(`
      import { span, start } from 'spanfn';
      const exporter = { type: 'module', module: '${module}', options: 'hangs' };
      const handle = start({ exporters: [exporter], exitTimeout: 200 });
      for (let i = 0; i < 7; i++) span('lost', () => {});
      process.on('exit', () => console.log(handle.stats()['module.spansShutdown']));`);
    expect(await process.line()).toBe('7');
    await process.ended;
    const report = 'spanfn: not everything was exported: 7 module.spansShutdown\n';
    expect(process.stderr).toBe(report);
  } finally {
    await rm(folder, { recursive: true });
  }
});
