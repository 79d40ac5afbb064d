import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as abi from 'spanfn/abi';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The strings of a list that a source gives a name: the plugin and the runtime share no code. */
function listIn(file: string, name: string): string[] {
  const [, list] = new RegExp(`\\b${name}\\b[^=;]*= \\[([^\\]]*)\\]`).exec(read(file)) ?? [];
  if (list === undefined) throw new Error(`${file} has no list ${name}`);
  return [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text as string);
}

/** Names of the members of an object that a source gives a name. */
function keysIn(file: string, name: string): string[] {
  const [, object] =
    new RegExp(`\\b${name}\\b[^=;]*= \\{\\n([\\s\\S]*?)\\n\\};`).exec(read(file)) ?? [];
  if (object === undefined) throw new Error(`${file} has no object ${name}`);
  return [...object.matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key as string);
}

const RUNTIME = listIn('transform/plugin/emit/runtime.ts', 'RUNTIME');

describe('what the plugin knows of the runtime', () => {
  test('all that it may call is there', () => {
    expect(RUNTIME.length).toBeGreaterThan(10);
    for (const name of RUNTIME) expect(abi).toHaveProperty(name, expect.any(Function));
  });

  test('it may call all that is meant for bodies in place and for log calls', () => {
    const exported = [
      ...read('src/abi/index.ts').matchAll(/export \{([^}]*)\} from '..\/(?:run\/in-place|log)\//g),
    ];
    const forEmitted = exported.flatMap(([, names]) =>
      (names as string).split(',').map((name) => name.replace(/.* as /, '').trim()),
    );
    expect([...RUNTIME].sort()).toEqual([...forEmitted, 'site'].sort());
  });

  test('the options of @spanFn', () => {
    const options = listIn('transform/plugin/analyse/options.ts', 'OPTIONS');
    expect(options).toEqual(keysIn('decorators/check-options.ts', 'CHECKS'));
  });

  test('the kinds that users may say', () => {
    const kinds = listIn('transform/plugin/analyse/options.ts', 'KINDS');
    const [, said] =
      /kind: \{[\s\S]*?must: "([^"]*)"/.exec(read('decorators/check-options.ts')) ?? [];
    expect(kinds).toEqual([...(said as string).matchAll(/'(\w+)'/g)].map(([, kind]) => kind));
  });

  test('the levels', () => {
    const levels = listIn('src/base/level.ts', 'LEVELS');
    expect(levels).toHaveLength(6);
    expect(listIn('transform/plugin/config/levels.ts', 'LEVELS')).toEqual(levels);
    expect(listIn('transform/plugin-options.ts', 'LEVELS')).toEqual(levels);
  });
});

describe('what the adapters know of the plugin', () => {
  const adapters = read('transform/plugin-options.ts');

  test.each([
    ['OPTIONS', "keys(options, ['auto', 'maxLevel', 'runtime'], source)"],
    ['AUTO_OPTIONS', "keys(auto, ['include', 'exclude', 'minStatements'], source)"],
  ])('%s', (name, check) => {
    expect(adapters).toContain(check);
    const checked = [...check.matchAll(/'(\w+)'/g)].map(([, option]) => option);
    expect(listIn('transform/plugin/config/config.ts', name)).toEqual(checked);
  });
});
