import { createContext, runInContext } from 'node:vm';
import * as abi from 'spanfn/abi';
import { type Recording, record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import { compile, VERSION } from './compile.ts';
import { expectFile, expectTree } from './expected.ts';
import { type Fixture, fixturesIn } from './fixture.ts';

interface Page {
  readonly printed: unknown[];
  /** The promise of a script that is not over when it was read, if it made one. */
  readonly over?: Promise<unknown>;
}

/** Runs a script as a page does: in a realm of its own, with what else the page has. */
async function runScript(code: string, globals: object): Promise<unknown[]> {
  const page: Page = { printed: [], ...globals };
  const console = { log: (...told: unknown[]) => page.printed.push(told.join(' ')) };
  await runInContext(code, createContext(Object.assign(page, { console })));
  await page.over;
  return page.printed;
}

describe.each(fixturesIn('global'))('$name', (fixture: Fixture) => {
  const [variant] = fixture.variants;
  const source = fixture.modules.get('input') as string;
  const compiled = (times: number): string =>
    compile(fixture, source, variant!, 'commonjs', { times });
  const code = compiled(1);
  const bare = async (): Promise<unknown[]> => runScript(compiled(0), {});

  test.runIf(VERSION === undefined)('reads as expected', () => {
    expectFile(fixture.folder, 'output.js', code);
  });

  test('goes through the plugin a second time unchanged', () => {
    expect(compiled(2)).toBe(code);
  });

  test('makes spans where the page has the runtime', async () => {
    const told = await bare();
    const recording: Recording = await record(async () => {
      expect(await runScript(code, { spanfnRuntime: { ...abi } })).toEqual(told);
    });
    expectTree(fixture.folder, recording);
  });

  test('runs where it has none', async () => {
    expect(await runScript(code, {})).toEqual(await bare());
  });
});
