import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Outcome, ROOT, run } from '../package/project.ts';
import { copyProject, expectRight, placeOf } from './project.ts';

const REGISTER = ['--import', 'spanfn/register'];
const NOTHING = /^spanfn: nothing was instrumented\..*\n$/;

type Project = ReturnType<typeof copyProject>;

function runIn(project: Project, ...args: string[]): Promise<Outcome> {
  return run(process.execPath, args, project.path);
}

/** Runs with variables of the environment, which are set by an import of their own. */
function runWith(project: Project, env: Record<string, string>, file: string): Promise<Outcome> {
  const code = `Object.assign(process.env, ${JSON.stringify(env)})`;
  const before = `data:text/javascript,${encodeURIComponent(code)}`;
  return runIn(project, '--import', before, ...REGISTER, file);
}

describe('node --import spanfn/register', () => {
  const modules = copyProject('project');
  const commonjs = copyProject('commonjs');
  afterAll(() => {
    modules.remove();
    commonjs.remove();
  });

  test('runs a project of modules', async () => {
    const { stdout, stderr } = await runIn(modules, ...REGISTER, 'main.ts');
    expect(stderr).toBe('');
    expectRight(stdout, modules.path);
  });

  test('runs a project in CommonJS, with modules and JavaScript among it', async () => {
    const { stdout, stderr } = await runIn(commonjs, ...REGISTER, 'main.ts');
    expect(stderr).toBe('');
    const { tree, isMain, stack } = JSON.parse(stdout);
    expect(tree.split('\n')).toEqual([
      'Orders.place async',
      '  Cart.total thread',
      'Plain.run thread',
      'Later.run async',
      '  Named.run thread',
    ]);
    expect(isMain).toBe('yes');
    expect(stack).toContain(placeOf('cart.ts', 'throw new Error', commonjs.path));
  });

  test('takes a file of JavaScript before TypeScript of the same name, where JavaScript asks', async () => {
    writeFileSync(join(commonjs.path, 'both.js'), 'exports.is = "js"');
    writeFileSync(join(commonjs.path, 'both.ts'), 'export const is: string = "ts";');
    const text = 'console.log(require("./both.js").is)';
    writeFileSync(join(commonjs.path, 'asks.js'), text);
    writeFileSync(join(commonjs.path, 'asks.ts'), text);
    const answers = await Promise.all(
      ['asks.js', 'asks.ts'].map((file) => runWith(commonjs, { SPANFN_QUIET: '1' }, file)),
    );
    expect(answers.map(({ stdout }) => stdout)).toEqual(['js\n', 'ts\n']);
  });

  test('begins with JavaScript that concerns us as Node does', async () => {
    const text = `
      const { spanFn } = require('spanfn');
      class Main { @spanFn run() { return require('esm-only').version; } }
      console.log(new Main().run(), require.main === module);`;
    writeFileSync(join(commonjs.path, 'entry.js'), text);
    const outcome = await runIn(commonjs, ...REGISTER, 'entry.js');
    expect(outcome).toEqual({ code: 0, stdout: '1 true\n', stderr: '' });
  });

  test('leaves source maps to the user who decided', async () => {
    const { stdout } = await runIn(commonjs, '--no-enable-source-maps', ...REGISTER, 'main.ts');
    const place = placeOf('cart.ts', 'throw new Error', commonjs.path);
    expect(JSON.parse(stdout).stack).not.toContain(place);
  });

  test('compiles in worker threads, too', async () => {
    const start = `new (require('node:worker_threads').Worker)('./main.ts')`;
    writeFileSync(join(commonjs.path, 'starts-worker.cjs'), start);
    const { stdout, stderr } = await runIn(commonjs, ...REGISTER, 'starts-worker.cjs');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).tree).toContain('Orders.place async');
  });

  describe('in a worker thread of a program that has started spanfn', () => {
    /** Names of the spans that a program exports whose worker runs this; and what it prints. */
    async function spansWith(project: Project, worker: string): Promise<[string[], string]> {
      const spans = join(project.path, 'spans.jsonl');
      writeFileSync(
        join(project.path, 'thread.ts'),
        `import { attach, span, spanFn, start } from 'spanfn';
        class Job { @spanFn run(): void {} }
        ${worker}`,
      );
      writeFileSync(
        join(project.path, 'starts.ts'),
        `import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        import { spanFn, start } from 'spanfn';
        class Main { @spanFn run(): void {} }
        const handle = start({ exporters: [{ type: 'file', path: ${JSON.stringify(spans)} }] });
        new Main().run();
        void once(new Worker('./thread.ts'), 'exit').then(() => handle.stop());`,
      );
      const { code, stdout, stderr } = await runIn(project, ...REGISTER, 'starts.ts');
      expect([code, stderr]).toEqual([0, '']);
      const names = readFileSync(spans, 'utf8').match(/(?<="name":")(Job|Main|made)[^"]*/g);
      writeFileSync(spans, '');
      return [names ?? [], stdout];
    }

    test.each([
      ['modules', modules],
      ['CommonJS', commonjs],
    ])('spans go where those of the main thread go: %s', async (_, project) => {
      const [names] = await spansWith(project, 'new Job().run();');
      expect(names).toEqual(['Main.run', 'Job.run']);
    });

    test('what it says of itself comes first', async () => {
      const attaches = "const handle = attach(); new Job().run(); span('made', () => {});";
      expect((await spansWith(commonjs, attaches))[0]).toEqual(['Main.run', 'Job.run', 'made']);
      const starts = 'start({ dispatcher: { spanEnd: ({ name }) => console.log(name) } });';
      expect(await spansWith(commonjs, `${starts} new Job().run();`)).toEqual([
        ['Main.run'],
        'Job.run\n',
      ]);
    });
  });

  describe('at the end', () => {
    writeFileSync(
      join(commonjs.path, 'plain-only.mts'),
      `import { version } from 'esm-only'; console.log(version as number);`,
    );

    test('says if nothing was instrumented', async () => {
      const { code, stdout, stderr } = await runIn(commonjs, ...REGISTER, 'plain-only.mts');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
      expect(stderr).toMatch(NOTHING);
    });

    test('says so once, however many threads end', async () => {
      const start = `new (require('node:worker_threads').Worker)('./plain-only.mts')`;
      writeFileSync(join(commonjs.path, 'starts-plain.cjs'), start);
      const { stderr } = await runIn(commonjs, ...REGISTER, 'starts-plain.cjs');
      expect(stderr).toMatch(NOTHING);
    });

    test('says nothing with SPANFN_QUIET=1', async () => {
      const outcome = await runWith(commonjs, { SPANFN_QUIET: '1' }, 'plain-only.mts');
      expect(outcome).toEqual({ code: 0, stdout: '1\n', stderr: '' });
    });
  });

  describe('refuses options that are wrong', () => {
    test('in the variable', async () => {
      const { code, stderr } = await runWith(commonjs, { SPANFN_PLUGIN: '{"Auto":1}' }, 'main.ts');
      expect(code).toBe(1);
      expect(stderr).toContain('SPANFN_PLUGIN: "Auto" is no option');
    });

    test('in package.json', async () => {
      const project = copyProject('commonjs');
      const manifest = { name: 'commonjs-project', spanfn: { maxLevel: 'loud' } };
      writeFileSync(join(project.path, 'package.json'), JSON.stringify(manifest));
      const { code, stderr } = await runIn(project, ...REGISTER, 'main.ts');
      project.remove();
      expect(code).toBe(1);
      expect(stderr).toContain('spanfn, maxLevel: "loud" is no option. Give one of trace, debug,');
    });
  });

  describe('beside a second copy of the package', () => {
    const project = copyProject('commonjs');
    afterAll(() => project.remove());
    const copy = join(project.path, 'elsewhere/node_modules/spanfn');
    for (const part of ['package.json', 'dist']) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    const second = ['--import', `${copy}/dist/esm/transform/register/index.js`];

    test('says what to install where SWC is missing', async () => {
      const { code, stderr } = await runIn(project, ...second, 'main.ts');
      expect(code).toBe(1);
      expect(stderr).toContain('spanfn/register needs @swc/core');
      expect(stderr).toContain('npm install --save-dev @swc/core');
    });

    test('leaves all to the one that came first', async () => {
      const { stdout, stderr } = await runIn(project, ...REGISTER, ...second, 'main.ts');
      expect(stderr).toBe('');
      expect(JSON.parse(stdout).tree).toContain('Orders.place async');
    });
  });
});
