import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { span, start } from 'spanfn';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Ending, Program } from './program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-snapshot-'));
});
afterEach(() => rm(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they compare.
async function snapshots(): Promise<any[]> {
  const files = (await readdir(folder)).sort();
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))),
  );
}

/** Files that are not being written any more. */
async function whole(): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.json'));
}

/** A program that retains, with a span that has ended and one that has not. */
function retaining(options: string, body: string): Program {
  return new Program(`
    import { span, start } from 'spanfn';
    const directory = ${JSON.stringify(folder)};
    const handle = start({ retention: { directory, ${options} } });
    span('ended', () => {});
    void span('open', () => new Promise(() => {}));
    const wait = () => { setInterval(() => {}, 1000); console.log('ready'); };
    ${body}`);
}

const WRITTEN = {
  spans: [{ name: 'ended' }],
  openSpans: [{ name: 'open' }],
  counts: { spansPushed: 1, spansKept: 1 },
};

describe('on demand', () => {
  test('a snapshot takes nothing away', async () => {
    await using handle = start({ retention: { directory: folder } });
    const names: unknown[] = [];
    for (const name of ['first', 'second']) {
      await span('open', async () => {
        span(name, () => {});
        const path = await handle.snapshot('slow request');
        expect(dirname(path)).toBe(folder);
        expect(path).toContain('/spanfn-slow-request-');
        const { reason, spans, openSpans } = JSON.parse(await readFile(path, 'utf8'));
        expect(reason).toBe('slow request');
        expect(openSpans).toMatchObject([{ name: 'open' }]);
        names.push(spans.map(({ name }: { name: string }) => name));
      });
    }
    expect(names).toEqual([['first'], ['first', 'open', 'second']]);
  });

  test('several at once are several files', async () => {
    await using handle = start({ retention: { directory: folder } });
    const paths = await Promise.all([handle.snapshot('a'), handle.snapshot('a'), handle.flush()]);
    expect(new Set(paths.slice(0, 2)).size).toBe(2);
    expect(await snapshots()).toMatchObject([{ reason: 'a' }, { reason: 'a' }]);
  });

  test('fails where nothing is retained, nothing can be written, or all is over', async () => {
    const code = 'SPANFN_SNAPSHOT_FAILED';
    const bare = start({ exporters: [] });
    await expect(bare.snapshot()).rejects.toMatchObject({ code });
    await bare.stop();
    const exporting = start({ exporters: [{ type: 'file', path: join(folder, 'x.jsonl') }] });
    await expect(exporting.snapshot()).rejects.toMatchObject({ code, value: 'snapshot' });
    await exporting.stop();
    await writeFile(join(folder, 'file'), '');
    const blocked = start({ retention: { directory: join(folder, 'file') } });
    await expect(blocked.snapshot()).rejects.toThrow(/EEXIST|ENOTDIR/);
    await expect(blocked.snapshot(5 as never)).rejects.toMatchObject({ code, value: 5 });
    await blocked.stop();
    await expect(blocked.snapshot()).rejects.toMatchObject({ code });
  });
});

/** Errors that end a process, and what is written of them. */
const CRASHES: readonly [string, string, string, Partial<Ending>, object][] = [
  [
    'an uncaught error',
    '',
    "setTimeout(() => { throw new TypeError('oh no'); });",
    { code: 1 },
    { reason: 'uncaughtException', error: expect.stringMatching(/^TypeError: oh no\n {4}at /) },
  ],
  [
    'an unhandled rejection',
    '',
    "Promise.reject('oh no'); wait();",
    { code: 1 },
    { reason: 'unhandledRejection', error: expect.stringContaining('oh no') },
  ],
  [
    'an error that the program gives up upon',
    '',
    "process.on('uncaughtException', () => process.exit(3)); setTimeout(() => { throw 1; }); wait();",
    { code: 3 },
    { reason: 'uncaughtException', error: '1' },
  ],
];

describe('on a crash', () => {
  test.each(CRASHES)('%s', async (_, options, body, ending, written) => {
    await using program = retaining(options, body);
    expect(await program.ended).toMatchObject({ signal: null, ...ending });
    expect(await snapshots()).toMatchObject([{ ...WRITTEN, ...written }]);
    expect(program.stderr).toMatch(/^spanfn: u\w+: snapshot in .*\.json\n/);
  });

  test.each([
    ['that was not asked for', 'onCrash: false', "throw new Error('no');", 1],
    [
      'that the program survives',
      '',
      "process.on('uncaughtException', () => {}); setTimeout(() => { throw 1; });",
      0,
    ],
    ['that is none', '', 'process.exit(4);', 4],
  ])('nothing is written of one %s', async (_, options, body, code) => {
    await using program = retaining(options, body);
    expect(await program.ended).toEqual({ code, signal: null });
    expect(await snapshots()).toEqual([]);
    expect(program.stderr).not.toContain('spanfn');
  });

  test('what cannot be written is said, and the end stays the same', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const options = `directory: ${JSON.stringify(file)}`;
    await using program = retaining(options, 'setTimeout(() => { throw 1; });');
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.stderr).toMatch(/^spanfn: uncaughtException: no snapshot: Error: E\w+/);
  });
});

describe('on a signal of choice', () => {
  test('SIGUSR2 does not end the process', async () => {
    await using program = retaining("signal: 'SIGUSR2'", 'wait();');
    await program.line();
    for (const count of [1, 2]) {
      program.kill('SIGUSR2');
      await vi.waitFor(async () => expect(await whole()).toHaveLength(count), 10_000);
    }
    expect(await snapshots()).toMatchObject([
      { ...WRITTEN, reason: 'SIGUSR2' },
      { ...WRITTEN, reason: 'SIGUSR2' },
    ]);
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await readdir(folder)).toHaveLength(2);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s ends it as before', async (signal) => {
    await using program = retaining(`signal: '${signal}'`, 'wait();');
    await program.line();
    program.kill(signal);
    expect(await program.ended).toEqual({ code: null, signal });
    expect(await snapshots()).toMatchObject([{ ...WRITTEN, reason: signal }]);
  });

  test('where the program has a handler, that decides', async () => {
    const handler = "process.on('SIGTERM', () => setTimeout(() => process.exit(5), 500));";
    await using program = retaining("signal: 'SIGTERM'", `${handler} wait();`);
    await program.line();
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 5, signal: null });
    expect(await snapshots()).toMatchObject([{ ...WRITTEN, reason: 'SIGTERM' }]);
  });

  test('no other signal ends differently, and none does after stop()', async () => {
    await using program = retaining("signal: 'SIGUSR2'", 'await handle.stop(); wait();');
    await program.line();
    program.kill('SIGUSR2');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGUSR2' });
    expect(await snapshots()).toEqual([]);
  });
});
