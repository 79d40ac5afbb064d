import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type Entry, SUBJECTS } from './subjects/index.ts';
import { workload } from './workload.ts';

const OUT = join(import.meta.dirname, '../.cache/bench');

/** Programs that plain `node` of any version runs. */
export interface Programs {
  readonly sink: string;
  /** By subject. */
  readonly subjects: Readonly<Record<string, string>>;
}

/**
 * Compiles ahead of time: a loader that compiles in the measured process would slow it down,
 * and Node 20 strips no types. Packages stay outside, so what runs is what ships.
 */
export async function buildPrograms(): Promise<Programs> {
  const sink = await bundle('sink', "import './sink.ts';");
  const subjects: Record<string, string> = {};
  for (const entry of SUBJECTS) {
    const { name, dialect } = entry;
    const source = workload(dialect);
    const contents = dialect.compile?.(source) ?? source;
    subjects[name] = await bundle(name, mainOf(entry), generated(contents));
  }
  return { sink, subjects };
}

function mainOf({ file }: Entry): string {
  return `import { main } from './measure/main.ts';
import { subject } from './subjects/${file}.ts';
import * as workload from 'generated:workload';
main(subject, workload);`;
}

async function bundle(name: string, contents: string, ...plugins: Plugin[]): Promise<string> {
  const outfile = join(OUT, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile,
    plugins,
    bundle: true,
    external: ['spanfn', '@opentelemetry/*'],
    ignoreAnnotations: true, // The package promises that its files only export; `sink` does more.
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

/** Lets the generated text be imported without ever being a file of its own. */
function generated(contents: string): Plugin {
  return {
    name: 'generated',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^generated:/ }, ({ path }) => ({ path, namespace: 'generated' }));
      onLoad({ filter: /./, namespace: 'generated' }, () => ({ contents, loader: 'ts' }));
    },
  };
}
