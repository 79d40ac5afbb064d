import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LIBRARY = 'node_modules/rxjs/src/internal/operators';
const SERVICE = 'bench/transform/service.ts';

/** What is compiled. */
export interface Source {
  readonly name: string;
  readonly code: string;
}

/** About 60 lines, with four decorated methods. */
export const small: Source = { name: 'small', code: read(SERVICE) };

/**
 * A file of 10,000 lines: sources of a library that nobody instruments, each in a block of its
 * own, and among them so many decorated classes that about every tenth function is instrumented.
 */
export const large: Source = { name: '10,000 lines', code: largeCode(10_000, 8) };

function largeCode(lines: number, filesPerService: number): string {
  const files = readdirSync(join(ROOT, LIBRARY)).sort();
  const service = block(small.code);
  const blocks = ["import { spanFn } from 'spanfn';"];
  let left = lines - 1;
  for (let i = 0; left > 0; i++) {
    const isService = i % (filesPerService + 1) === filesPerService;
    const text = isService
      ? service
      : block(read(join(LIBRARY, files[i % files.length] as string)));
    blocks.push(text);
    left -= text.split('\n').length;
  }
  return blocks.join('\n');
}

/** A module as a block statement: neither imports nor exports can stand in one. */
function block(module: string): string {
  const body = module
    .replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '') // More than half of the library is documentation.
    .replace(/^(import|export \{|export \*)[^;]*;\n/gm, '')
    .replace(/^export (default )?/gm, '');
  return `{\n${body}}`;
}

function read(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}
