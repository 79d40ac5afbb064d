import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import spanfn from 'spanfn/rollup';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../package/project.ts';
import { copyProject } from './project.ts';

/** The second decorator is not ours to remove. */
const DECORATED = `
  import { spanFn } from 'spanfn';
  import { other } from 'elsewhere';
  export class A { @other @spanFn run(): number { return 1; } }`;
const UNREADABLE = /files that are not JavaScript/;

/** Bundles one module of the given name with the plugin, and gives back its code. */
async function bundle(
  id: string,
  code: string,
  options?: Parameters<typeof spanfn>[0],
): Promise<string> {
  const source: Plugin = { name: 'source', resolveId: (name) => name, load: () => code };
  const external = [/^spanfn/, 'elsewhere'];
  const bundled = await rollup({
    input: id,
    external,
    plugins: [spanfn(options) as Plugin, source],
    onLog: () => undefined,
  });
  const { output } = await bundled.generate({ format: 'esm' });
  return output[0].code;
}

describe('the options of an adapter', () => {
  const file = join(ROOT, 'src/a.ts');

  test('keep to files that are included and not excluded', async () => {
    await expect(bundle(file, DECORATED)).resolves.toContain('_apply_decs');
    await expect(bundle(file, DECORATED, { include: 'src/*.ts' })).resolves.toContain('_apply');
    await expect(bundle(file, DECORATED, { include: ['lib/**'] })).rejects.toThrow(UNREADABLE);
    await expect(bundle(file, DECORATED, { exclude: /a\.ts$/ })).rejects.toThrow(UNREADABLE);
    const dependency = join(ROOT, 'node_modules/dependency/a.ts');
    await expect(bundle(dependency, DECORATED)).rejects.toThrow(UNREADABLE);
  });

  test('take in by pattern what does not mention us', async () => {
    const typed = 'export const one: number = 1;';
    await expect(bundle(file, typed)).rejects.toThrow(UNREADABLE);
    await expect(bundle(file, typed, { auto: 'all' })).resolves.toContain('one = 1');
    await expect(bundle(file, typed, { auto: { include: ['src/**'] } })).resolves.toContain(
      'one =',
    );
    await expect(bundle(file, typed, { auto: { include: ['lib/**'] } })).rejects.toThrow(
      UNREADABLE,
    );
  });

  test('leave alone what a query asks for instead of the module', async () => {
    const text = 'export default "spanfn"  +  "as it is";';
    await expect(bundle(`${file}?raw`, text)).resolves.toContain('"spanfn"  +  "as it is"');
    await expect(bundle(`${file}?v=1`, DECORATED)).resolves.toContain('_apply_decs');
  });

  test('name another tsconfig.json', async () => {
    const tsconfig = join(import.meta.dirname, 'project/legacy/tsconfig.json');
    await expect(bundle(file, DECORATED, { tsconfig })).resolves.toContain('_ts_metadata');
  });

  test('have the last word on settings of SWC', async () => {
    const swc = { jsc: { target: 'es2016', transform: { decoratorVersion: '2022-03' } } } as const;
    const code = await bundle(file, `${DECORATED} export async function f() {}`, { swc });
    expect(code).toContain('_apply_decs_2203');
    expect(code).toContain('_async_to_generator');
  });

  test('are refused where they are wrong', () => {
    expect(() => spanfn({ maxlevel: 'warn' } as object)).toThrow(
      'Options of spanfn: "maxlevel" is no option.',
    );
  });

  test('leave a syntax error to be reported as SWC words it', async () => {
    await expect(bundle(file, "import 'spanfn'; let = ;")).rejects.toThrow(/Expression expected/);
  });
});

describe('a peer that is missing', () => {
  const project = copyProject('commonjs');
  afterAll(() => project.remove());
  const home = join(project.path, 'elsewhere/node_modules/spanfn');
  mkdirSync(home, { recursive: true });
  for (const part of ['package.json', 'dist']) {
    cpSync(join(ROOT, part), join(home, part), { recursive: true });
  }

  const use = "import spanfn from 'spanfn/vite'; spanfn();";
  const start = (): ReturnType<typeof run> => {
    const file = join(project.path, 'elsewhere/use.mjs');
    writeFileSync(file, use);
    return run(process.execPath, [file], project.path);
  };

  test('is named, with the way to install it', async () => {
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'spanfn/vite needs unplugin. Install it: npm install --save-dev unplugin',
    );
  });

  test('is told from one that is broken', async () => {
    const broken = join(project.path, 'elsewhere/node_modules/unplugin');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'index.js'), "require('what-unplugin-needs')");
    const { stderr } = await start();
    expect(stderr).toContain("Cannot find module 'what-unplugin-needs'");
    expect(stderr).not.toContain('npm install');
  });
});
