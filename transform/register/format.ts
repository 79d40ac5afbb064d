import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SOURCE } from '../concern.ts';
import { nearestManifest } from './settings.ts';

/** How Node loads a file. */
export type Format = 'module' | 'commonjs';

/** The format of a TypeScript file by its ending, else by `type` of its `package.json`. */
export function typescriptFormat(file: string): Format {
  const [, letter] = SOURCE.exec(file) ?? [];
  if (letter !== '') return letter === 'm' ? 'module' : 'commonjs';
  return packageFormat(dirname(file));
}

const byFolder = new Map<string, Format>();

function packageFormat(folder: string): Format {
  let format = byFolder.get(folder);
  if (format === undefined) {
    const path = nearestManifest(folder);
    const type = path === undefined ? undefined : JSON.parse(readFileSync(path, 'utf8')).type;
    format = type === 'module' ? 'module' : 'commonjs';
    byFolder.set(folder, format);
  }
  return format;
}
