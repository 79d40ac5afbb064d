import { compileFunction, createContext, runInContext, runInThisContext } from 'node:vm';
import { NAMES, PRELUDE } from './prelude.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

type Prelude = (host: object) => Record<string, unknown>;

interface Classes {
  readonly Promise: PromiseConstructor;
  readonly Error: ErrorConstructor;
}

const here = runInThisContext(PRELUDE) as Prelude;
const elsewhere = runInContext('({ Promise, Error })', createContext()) as Classes;

/** Reads code as a module of a realm and gives what runs it. */
export function prepare(
  code: string,
  { ownRealm }: Pick<Program, 'ownRealm'>,
  stage: Stage,
  require: (name: string) => unknown,
): () => unknown {
  const parsingContext = ownRealm ? createContext() : undefined;
  const prelude = parsingContext ? (runInContext(PRELUDE, parsingContext) as Prelude) : here;
  const foreign = ownRealm ? { Promise, Error } : elsewhere;
  const { immediate, nextTick, queueMicrotask, note, text, register, entered } = stage;
  const host = {
    foreign,
    immediate,
    nextTick,
    queueMicrotask,
    note,
    text,
    register,
    entered,
    here: stage.here,
  };
  const names = prelude(host);
  const options = parsingContext === undefined ? {} : { parsingContext };
  // As Node's own loader does: the first line may name an interpreter.
  const body = code.replace(/^#!.*/, '');
  const run = compileFunction(body, ['exports', 'require', 'module', ...NAMES], options);
  return () => {
    const module = { exports: {} };
    const result = run(module.exports, require, module, ...NAMES.map((name) => names[name]));
    // What exports nothing may still be marked as a module, for the sake of what it imports.
    if (Object.keys(module.exports).length > 0) stage.register('exports', module.exports);
    return result;
  };
}
