import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.ts';

const ROOT: string = packageRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * Path of the SWC plugin that belongs to this version of the package. The version is part of the
 * file's name because tools cache what they compile by the plugin's path.
 *
 * @throws SetupError where the package was not built.
 */
export function pluginPath(): string {
  const path = join(ROOT, 'dist/swc', `spanfn-${manifest(ROOT)?.version}.wasm`);
  if (existsSync(path)) return path;
  throw new SetupError('SPANFN_NO_PLUGIN', `There is no ${path}`, 'Install or build spanfn anew.');
}

/** Whether a file is part of the runtime, which is never instrumented. */
export function isRuntime(file: string): boolean {
  return file.startsWith(join(ROOT, 'dist', sep));
}

/** This file may lie in `transform/` or in `dist/esm/transform/`, whose format has a manifest too. */
function packageRoot(folder: string): string {
  return manifest(folder)?.name === 'spanfn' ? folder : packageRoot(dirname(folder));
}

function manifest(folder: string): { name?: string; version?: string } | undefined {
  const path = join(folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
