import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SpanFnError, type SpanFnErrorCode } from '../../base/errors.ts';

/**
 * Path of the sidecar's program.
 *
 * @throws SpanFnError `SPANFN_SIDECAR_FAILED` where it is not, such as in a bundle
 */
export function sidecarEntry(): string {
  return builtFile('sidecar/main.js', {
    code: 'SPANFN_SIDECAR_FAILED',
    cause: 'The program of the sidecar, which exporters and endpoints need, is not there',
  });
}

/**
 * Path of a built program of the pipeline, which a thread of its own runs.
 *
 * @throws SpanFnError as `missing` says, where it is not
 */
export function builtFile(
  name: string,
  missing: { readonly code: SpanFnErrorCode; readonly cause: string },
): string {
  const here = thisFile();
  const root = packageRoot(dirname(here));
  const path = root === undefined ? undefined : join(root, 'dist/esm/src/pipeline', name);
  if (path !== undefined && existsSync(path)) return path;
  throw new SpanFnError(missing.code, {
    value: path ?? here,
    cause: missing.cause,
    remedy: 'Leave spanfn out of the bundle: mark it as external.',
  });
}

/** ES modules and CommonJS name their file in different ways; a stack trace does in both. */
function thisFile(): string {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, calls) => calls[0]?.getFileName();
  const file = new Error('where').stack as unknown as string;
  Error.prepareStackTrace = before;
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

function packageRoot(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'spanfn') {
    return folder;
  }
  const above = dirname(folder);
  return above === folder ? undefined : packageRoot(above);
}
