import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin, transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { DECORATING } from './implementations.ts';

interface Report {
  readonly reports: Record<string, string[]>;
  readonly tree: string;
}

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const source = await readFile(pathOf('./programs/rejections.ts'), 'utf8');

/** The test's own process has listeners of the runner, so each program counts in a child. */
async function runChild(compiled: string): Promise<Report> {
  const { outputFiles } = await build({
    entryPoints: [pathOf('./rejection-child.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    keepNames: true,
    alias: process.env.SPANFN_UNDER_TEST === 'dist' ? {} : SOURCE,
    banner: { js: REQUIRE },
    plugins: [underTest(compiled)],
  });
  const script = outputFiles[0]?.text ?? '';
  const child = promisify(execFile)(process.execPath, ['--input-type=module', '-'], {
    maxBuffer: 1e7,
  });
  child.child.stdin?.end(script);
  return JSON.parse((await child).stdout) as Report;
}

const SOURCE = {
  spanfn: pathOf('../../src/index.ts'),
  'spanfn/abi': pathOf('../../src/abi/index.ts'),
  'spanfn/testing': pathOf('../../src/testing/index.ts'),
};

/** Packages in CommonJS ask for the modules of Node by `require`. */
const REQUIRE = `import { createRequire } from 'node:module';
  const require = createRequire('${import.meta.url}');`;

function underTest(contents: string): Plugin {
  return {
    name: 'under-test',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^under-test$/ }, () => ({ path: 'under-test', namespace: 'test' }));
      onLoad({ filter: /^under-test$/, namespace: 'test' }, () => ({
        contents,
        resolveDir: pathOf('.'),
      }));
    },
  };
}

/** The program decorated by nothing at all. */
const bare = await runChild(
  (await transform(source.replaceAll('@spanFn', ''), { loader: 'ts', format: 'cjs' })).code,
);

for (const { name, compile } of DECORATING) {
  describe(name, async () => {
    const traced = await compile(source, 'es2022').then(runChild);

    it('the bare program reports what it should, and records nothing', () => {
      expect(bare.reports['returned ignored']).toEqual(['unhandledRejection']);
      expect(bare.reports['async handled inside']).toEqual([]);
      expect(bare.reports['settled handled too late']).toEqual([
        'unhandledRejection',
        'rejectionHandled',
      ]);
      expect(bare.tree).toBe('');
    });

    it.each(Object.keys(bare.reports))('%s: the process reports the same', (label) => {
      expect(traced.reports[label]).toEqual(bare.reports[label]);
    });

    it('every promise that somebody wanted has its span', () => {
      const methods = new Set(Object.keys(traced.reports).map((label) => label.split(' ')[0]));
      for (const method of methods) expect(traced.tree).toContain(`Rejecting.${method} async`);
      expect(traced.tree).not.toContain('thread');
      expect(traced.tree).not.toContain('(open)');
    });
  });
}
