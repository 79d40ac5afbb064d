import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { schemaModule } from './schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'dist/swc');

/**
 * Compiles the plugin. Its file is named after the version, since build tools cache what a plugin
 * made by the name of the plugin's file.
 */
async function build(): Promise<void> {
  const generated = schemaModule(read('transform/plugin/ast/schema.txt'));
  const files: Record<string, string> = { 'transform/plugin/ast/schema.ts': generated };
  const out = new Map<string, Uint8Array>();
  const { error, stderr } = await asc.main(
    [
      'transform/plugin/index.ts',
      ...['--outFile', 'plugin.wasm', '--runtime', 'stub', '-O3', '--converge', '--noAssert'],
      ...['--use', 'abort=transform/plugin/problems/onAbort'],
    ],
    {
      readFile: (name) => files[name] ?? readOrNull(name),
      writeFile: (name, contents) => void out.set(name, contents as Uint8Array),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const wasm = out.get('plugin.wasm') as Uint8Array;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = `spanfn-${version}.wasm`;
  writeFileSync(join(folder, file), wasm);
  console.log(`${join('dist/swc', file)}: ${(wasm.length / 1024).toFixed(1)} KB`);
}

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

function readOrNull(name: string): string | null {
  try {
    return read(name);
  } catch {
    return null;
  }
}

await build();
