import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkedPluginOptions, type PluginOptions } from '../plugin-options.ts';
import { SetupError } from '../setup-error.ts';

/**
 * The plugin's options: the variable `SPANFN_PLUGIN` as JSON, or the key `spanfn` of the nearest
 * `package.json` above the working directory.
 *
 * @throws SetupError where either is wrong.
 */
export function readSettings(): PluginOptions {
  const given = process.env['SPANFN_PLUGIN'];
  if (given !== undefined && given !== '') {
    return checkedPluginOptions(parse(given, 'SPANFN_PLUGIN'), 'SPANFN_PLUGIN');
  }
  const path = nearestManifest(process.cwd());
  if (path === undefined) return {};
  const manifest = parse(readFileSync(path, 'utf8'), path) as { spanfn?: unknown };
  return checkedPluginOptions(manifest.spanfn ?? {}, `${path}, spanfn`);
}

/** Path of the `package.json` that a folder belongs to. */
export function nearestManifest(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : nearestManifest(above);
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = `${source} is not JSON: ${(cause as Error).message}`;
    throw new SetupError('SPANFN_BAD_OPTION', problem, 'Correct it.', { cause });
  }
}
