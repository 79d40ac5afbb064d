import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.ts';

/**
 * Path of the SWC plugin that belongs to this version of the package. The version is part of the
 * file's name because tools cache what they compile by the plugin's path.
 *
 * @throws SetupError where the package was not built.
 */
export function pluginPath(): string {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const path = join(root, 'dist/swc', `spanfn-${manifest(root)?.version}.wasm`);
  if (existsSync(path)) return path;
  throw new SetupError('SPANFN_NO_PLUGIN', `There is no ${path}`, 'Install or build spanfn anew.');
}

/** This file may lie in `transform/` or in `dist/esm/transform/`, whose format has a manifest too. */
function packageRoot(folder: string): string {
  return manifest(folder)?.name === 'spanfn' ? folder : packageRoot(dirname(folder));
}

function manifest(folder: string): { name?: string; version?: string } | undefined {
  const path = join(folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
