import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a decorator was applied, as far as the run time can tell. */
export interface Origin {
  /** Path of the module; undefined if the stack does not tell. */
  readonly file: string | undefined;
  /** That path relative to the working directory, with `/`; empty if unknown. */
  readonly target: string;
}

/** Packages from which compilers import what applies a decorator. */
const HELPERS =
  /[\\/]node_modules[\\/](tslib|@swc[\\/]helpers|@babel[\\/]runtime|reflect-metadata)[\\/]/;
/** Compilers put helpers of their own between us and the class. */
const DEEPEST_HELPER = 20;

/**
 * The module that is being evaluated. Reading the stack costs microseconds, once per site and
 * never per call. It gives no line: the frame shows where the compiler applied the decorator.
 */
export function originOfCaller(): Origin {
  const [own, ...callers] = fileNames();
  if (own === undefined) return { file: undefined, target: '' };
  const folder = dirname(own);
  const file = callers.find((name) => dirname(name) !== folder && !HELPERS.test(name));
  return { file, target: file === undefined ? '' : targetOf(file) };
}

function targetOf(file: string): string {
  return relative(process.cwd(), file).split(sep).join('/');
}

function fileNames(): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = DEEPEST_HELPER;
    Error.prepareStackTrace = (_, sites) => sites;
    const sites = new Error().stack as unknown as NodeJS.CallSite[];
    return sites
      .map((site) => site.getFileName())
      .filter((name) => isFile(name))
      .map(pathOf);
  } catch {
    return []; // `Error` is frozen, or a file name is nothing that a path can be made of.
  } finally {
    restore(prepareStackTrace, stackTraceLimit);
  }
}

function restore(prepare: typeof Error.prepareStackTrace, limit: number): void {
  try {
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = limit;
  } catch {
    // A frozen `Error` was not changed either.
  }
}

function isFile(name: string | null | undefined): name is string {
  return typeof name === 'string' && name !== '' && !name.startsWith('node:');
}

function pathOf(name: string): string {
  return name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name;
}
