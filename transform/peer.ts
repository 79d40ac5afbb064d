import { createRequire } from 'node:module';
import { SetupError } from './setup-error.ts';

const require = createRequire(import.meta.url);

/**
 * An optional peer dependency, loaded when it is needed.
 *
 * @throws SetupError naming what to install, where it is not installed.
 */
export function peer<Module>(name: '@swc/core' | 'unplugin', neededBy: string): Module {
  try {
    return require(name) as Module;
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause;
    const remedy = `Install it: npm install --save-dev ${name}`;
    throw new SetupError('SPANFN_NO_PEER', `${neededBy} needs ${name}`, remedy, { cause });
  }
}

/** A package that is there but lacks something of its own has an error of its own. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}
