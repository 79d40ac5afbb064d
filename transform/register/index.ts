/**
 * `node --import spanfn/register app.ts`: compiles and instruments what the program loads, TypeScript
 * and JavaScript, by `import` and by `require`. Worker threads send their spans where the main thread
 * does.
 */
import Module from 'node:module';
import { attachWorker } from './attach.ts';
import { hookCommonjs } from './commonjs.ts';
import { Compiler } from './compiler.ts';
import { reportNothing, sharedCount } from './report.ts';
import { readSettings } from './settings.ts';
import { hookSynchronously, type SynchronousHooks } from './synchronous.ts';
import type { Handover } from './worker.ts';

/** Set where the hooks are, so that naming this module twice does not compile twice. */
const REGISTERED = Symbol.for('spanfn.register');

if (!Reflect.has(globalThis, REGISTERED)) {
  Reflect.set(globalThis, REGISTERED, true);
  register();
}

function register(): void {
  attachWorker(); // Before the hooks, which have nothing to do with our own code.
  const settings = readSettings();
  const instrumented = sharedCount();
  const compiler = new Compiler(settings, instrumented);
  if (hooksAreSound()) {
    hookSynchronously(Module as unknown as SynchronousHooks, compiler);
  } else {
    hookCommonjs(compiler);
    const data: Handover = { settings, instrumented };
    Module.register('./worker.js', import.meta.url, { data });
  }
  if (!userDecidedOnSourceMaps()) process.setSourceMapsEnabled(true);
  reportNothing(instrumented);
}

/**
 * Node 22 has `module.registerHooks` as well, but there a CommonJS file that passed through them
 * cannot require an ES module that imports another.
 */
function hooksAreSound(): boolean {
  return 'registerHooks' in Module && Number.parseInt(process.versions.node, 10) >= 24;
}

function userDecidedOnSourceMaps(): boolean {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return flags.some((flag) => /^--(no-)?enable-source-maps$/.test(flag));
}
