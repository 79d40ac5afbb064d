import * as spanfn from 'spanfn';
import * as abi from 'spanfn/abi';
import { record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import { bareSpanfn } from '../contract/bare.ts';
import { compile, isUnderstood, swc, VERSION } from './compile.ts';
import { execute, type Program } from './execute.ts';
import { expectFile, expectSameTree, expectTree } from './expected.ts';
import { type Fixture, fixturesIn, titleOf, type Variant } from './fixture.ts';

/** All modules of a fixture, as they run. */
function programOf(fixture: Fixture, variant: Variant, times = variant.times): Program {
  const compiled = [...fixture.modules].map(([name, source]) => {
    const options = { times, file: `${name}.ts` };
    return [name, compile(fixture, source, variant, 'commonjs', options)] as const;
  });
  const packages = times === 0 ? { spanfn: bareSpanfn } : { spanfn, 'spanfn/abi': { ...abi } };
  return { code: new Map(compiled), packages };
}

const source = ({ modules }: Fixture): string => modules.get('input') as string;

const fixtures = fixturesIn()
  .map((fixture) => ({ ...fixture, variants: fixture.variants.filter(isUnderstood) }))
  .filter(({ variants }) => variants.length > 0);

describe.each(fixtures)(`$name (@swc/core ${swc.version})`, (fixture) => {
  test.each(fixture.variants.map((variant) => [titleOf(variant), variant] as const))(
    'runs as without the plugin, and draws its tree: %s',
    async (_, variant) => {
      const bare = await execute(programOf(fixture, variant, 0));
      const program = programOf(fixture, variant);
      expect(await execute(program), 'while nobody wants spans').toEqual(bare);
      const recording = await record(async () => {
        expect(await execute(program)).toEqual(bare);
      });
      const { folder, variants } = fixture;
      (variant === variants[0] ? expectTree : expectSameTree)(folder, recording);
      expect(recording.openSpans).toEqual([]);
    },
  );

  const usual = fixture.variants[0] as Variant;
  test.runIf(VERSION === undefined)('reads as expected', () => {
    expectFile(fixture.folder, 'output.js', compile(fixture, source(fixture), usual, 'esm'));
  });

  test('goes through the plugin a second time unchanged', () => {
    const once = compile(fixture, source(fixture), usual, 'esm', { times: 1 });
    expect(compile(fixture, source(fixture), usual, 'esm', { times: 2 })).toBe(once);
    const esnext: Variant = { ...usual, target: 'esnext' };
    const again = (times: number): string =>
      compile(fixture, once, esnext, 'esm', { times, file: 'input.js' });
    expect(again(1)).toBe(again(0));
  });
});
