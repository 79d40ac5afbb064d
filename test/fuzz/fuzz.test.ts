import { span } from 'spanfn';
import type { Recording, SpanEvent } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import { BROKEN, entering } from './broken.ts';
import { campaign, type Findings } from './campaign.ts';
import { takeCensus } from './census.ts';
import { compareBehaviour, type Difference } from './compare.ts';
import { compareContext, compareSpans } from './compare-spans.ts';
import { type Compiler, plugin, pluginExists, transform } from './compile.ts';
import { judge } from './judge.ts';
import { type Program, programOf } from './program.ts';
import { runProgram } from './run-program.ts';
import { constructsOf } from './tree.ts';
import { woven } from './weave.ts';

const untouched: Compiler = {
  makesSpans: false,
  bare: (program) => transform(program, []),
  instrumented: (program) => transform(program, []),
};

const programs = (count: number): Program[] =>
  Array.from({ length: count }, (_, at) => programOf(at + 1));

describe('programs', () => {
  test('follow from their seeds', () => {
    expect(programOf(7).source).toBe(programOf(7).source);
    expect(new Set(programs(50).map(({ source }) => source)).size).toBe(50);
  });

  test('hold every construct there is, between them', () => {
    const found = new Set(programs(1_500).flatMap(({ tree }) => [...constructsOf(tree)]));
    // What a generator no longer reaches would be missed by nobody else.
    expect(found.size).toBeGreaterThanOrEqual(198);
  });

  test('behave alike whenever they run, be it recorded', async () => {
    const { failures } = await campaign({ seed: 1, count: 250, compiler: untouched });
    expect(failures).toEqual([]);
  });

  test('are all valid, and get somewhere', async () => {
    let events = 0;
    let functions = 0;
    for (const program of programs(100)) {
      const { stage } = await runProgram(program, untouched.bare(program), { recorded: false });
      events += stage.events.length;
      functions += stage.entries.size;
    }
    expect(events / 100).toBeGreaterThan(20);
    expect(functions / 100).toBeGreaterThan(3);
  });
});

test('counting calls changes no program', async () => {
  for (const program of programs(150)) {
    const bare = await runProgram(program, untouched.bare(program), { recorded: false });
    const { outcome, counts } = await takeCensus(program);
    expect(compareBehaviour(bare, outcome, 'census')).toBeNull();
    for (const [id, entries] of outcome.stage.entries) {
      expect(counts.get(id)?.calls ?? entries, id).toBe(entries);
    }
  }
});

/** The plugin is there once it is built; what it is to emit, in any case. */
const COMPILERS: Readonly<Record<string, Compiler>> = pluginExists()
  ? { 'the specification': woven, 'the plugin': plugin }
  : { 'the specification': woven };

test.each(Object.keys(COMPILERS))('code instrumented by %s differs in nothing', async (name) => {
  const { failures } = await campaign({
    seed: 1,
    count: 300,
    compiler: COMPILERS[name] as Compiler,
  });
  expect(
    failures.map(({ program, ...failure }) => ({ ...failure, source: program.source })),
  ).toEqual([]);
});

describe('the oracle notices a tool that', () => {
  test.each(Object.keys(BROKEN))('%s', async (name) => {
    const { failures } = await firstFailure(BROKEN[name] as Compiler);
    expect(failures[0]?.difference.kind).toMatch(/^on: /);
  });

  test('makes no spans', async () => {
    const { failures } = await firstFailure(entering(() => {}));
    expect(failures[0]?.difference.kind).toBe('spans: count');
  });

  test('never ends its spans', async () => {
    const compiler = entering((id) => void span(id));
    expect(await kindsOf(compiler)).toContain('spans: leak');
  });

  test('leaves spans current in the caller', async () => {
    const compiler = entering((id) => void span(id));
    const { difference } = (await firstFailure(compiler)).failures[0] ?? {};
    expect(difference?.detail).toMatch(/after the program: f\d+/);
  });

  test('ends its spans at once', async () => {
    const compiler = entering((id) => span(id)[Symbol.dispose]());
    expect(await kindsOf(compiler)).toEqual(['spans: context', 'spans: count']);
  });

  test('ends a span never, or twice', async () => {
    const program = programOf(1);
    const census = await takeCensus(program);
    const outcome = await runProgram(program, woven.instrumented(program), { recorded: true });
    const { spans, events } = outcome.recording as Recording;
    const judged = (changed: readonly SpanEvent[]): Difference | null => {
      const recording = { spans, events: changed } as Recording;
      return compareSpans(program.tree, census, { ...outcome, recording });
    };
    expect(judged(events)).toBeNull();
    const thread = events.find(
      ({ type, kind }) => type === 'end' && kind === 'thread',
    ) as SpanEvent;
    const kind = 'spans: begin and end';
    expect(judged(events.filter((event) => event !== thread))).toMatchObject({ kind });
    expect(judged([...events, thread])).toMatchObject({ kind });
  });

  test('has a current span where nobody records', async () => {
    const program = programOf(1);
    const outcome = await runProgram(program, woven.instrumented(program), { recorded: false });
    expect(compareContext(outcome)).toBeNull();
    outcome.stage.probes.push({ id: 'f1', current: 'f0' });
    expect(compareContext(outcome)).toEqual({
      kind: 'off: context',
      detail: '  f0 is current in f1',
    });
  });

  test('emits what is no program', async () => {
    const compiler = { ...untouched, instrumented: () => 'return return' };
    expect(await judge(programOf(1), compiler)).toMatchObject({ kind: 'invalid code' });
  });

  test('gives up', async () => {
    const compiler: Compiler = {
      ...untouched,
      instrumented() {
        throw new Error('no idea');
      },
    };
    expect(await judge(programOf(1), compiler)).toEqual({
      kind: 'compile',
      detail: '  Error: no idea',
    });
  });
});

test('a failing program is made small, and still fails', async () => {
  const compiler = BROKEN['loses new.target'] as Compiler;
  const { failures } = await campaign({ seed: 1, count: 100, compiler, mostFailures: 1 });
  const [{ seed, program, difference, smallest }] = failures as [Findings['failures'][0]];
  expect(program.source.length).toBeLessThan(programOf(seed).source.length / 4);
  expect(program.source).toContain('new.target');
  expect(smallest.kind).toBe(difference.kind);
  expect(await judge(program, compiler)).toMatchObject({ kind: difference.kind });
});

function firstFailure(compiler: Compiler): Promise<Findings> {
  return campaign({ seed: 1, count: 400, compiler, mostFailures: 1, shrinks: false });
}

/** The kinds of difference in some programs. */
async function kindsOf(compiler: Compiler): Promise<string[]> {
  const options = { seed: 1, count: 60, compiler, mostFailures: 60, shrinks: false };
  const { failures } = await campaign(options);
  return [...new Set(failures.map(({ difference }) => difference.kind))].sort();
}
