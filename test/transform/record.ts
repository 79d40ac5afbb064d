// Usage: tsx test/transform/record.ts
// Writes to `programs/` what hosts of both generations of the AST hand to a plugin.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../schema/cbor.ts';
import { dumpPlugin, publishedSwc, serialised } from '../schema/swc.ts';
import { encode } from './encode.ts';

const VERSIONS = { '1.15': '1.15.47', '1.16': '1.16.22' };
/** Names of fixtures; their programs have all that is spliced, and one has nothing. */
const FIXTURES = [
  'for-await',
  'functions-moved',
  'methods',
  'kind-by-type',
  'spanfn-options',
  'logs',
  'nothing-to-do',
];
const PADDING = 2;

const plugin = await dumpPlugin();
for (const [generation, version] of Object.entries(VERSIONS)) {
  const swc = publishedSwc(version);
  for (const name of FIXTURES) {
    const path = join(import.meta.dirname, '../fixtures', name, 'input.ts');
    const code = readFileSync(path, 'utf8');
    const parser = { syntax: 'typescript', decorators: true } as const;
    const bytes = serialised(swc, plugin, { path, code, isModule: true, parser }, 'first');
    const program = encode(decode(bytes, PADDING)); // Without what pads it.
    if (!bytes.subarray(0, program.length).equals(program))
      throw new Error(`${name}: not as SWC writes`);
    writeFileSync(join(import.meta.dirname, 'programs', `${name}.${generation}.cbor`), program);
  }
}
