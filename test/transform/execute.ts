import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { format, inspect } from 'node:util';
import { compileFunction } from 'node:vm';

/** What a program did, in words. */
export interface Outcome {
  /** What it printed. */
  readonly printed: readonly string[];
  /** What `main()` gave, or what was thrown. */
  readonly result: string;
}

/** Code by the name of its module, and what else modules may ask for. */
export interface Program {
  readonly code: ReadonlyMap<string, string>;
  readonly packages: Readonly<Record<string, unknown>>;
}

const requirePackage = createRequire(import.meta.url);

/** Runs the module `input`, and `main()` if it exports that. */
export async function execute(program: Program): Promise<Outcome> {
  const printed: string[] = [];
  const result = await outcomeOf(async () => {
    const input = loader(program, { log: (...told) => printed.push(format(...told)) });
    const { main } = input('./input') as { main?: () => unknown };
    const value = await main?.();
    await setImmediate(); // What was started and not awaited.
    return value;
  });
  return { printed, result };
}

/** In words, what a run gives or throws. */
export async function outcomeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    return inspect(await run(), { depth: 5 });
  } catch (error) {
    return `threw ${error}`;
  }
}

type Load = (id: string) => unknown;

/** `require` for the modules of a program; each runs once, and has exports before it has run. */
function loader({ code, packages }: Program, console: { log: (...told: unknown[]) => void }): Load {
  const modules = new Map<string, { exports: unknown }>();
  const load: Load = (id) => {
    const text = id.startsWith('./') ? code.get(id.slice(2)) : undefined;
    if (text === undefined) return packages[id] ?? requirePackage(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(id, module);
    const names = ['exports', 'require', 'module', 'console'];
    const run = compileFunction(text.replace(/^#!.*/, ''), names, { filename: `${id}.js` });
    run.call(module.exports, module.exports, load, module, console);
    return module.exports;
  };
  return load;
}
