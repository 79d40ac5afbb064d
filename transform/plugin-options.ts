import { SetupError } from './setup-error.ts';

/** Ascending: a function whose level is below the maximum is not instrumented at all. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * Which functions are instrumented without being marked. A pattern is `files`, `#functions` or
 * `files#functions`, each part a glob; files are relative to the working directory.
 */
export interface AutoOptions {
  /** Such as `src/**`, or `src/**#Cart.*`; all where left out. */
  readonly include?: readonly string[];
  /** What is left alone although it is included. */
  readonly exclude?: readonly string[];
  /** Functions with fewer statements are left alone. */
  readonly minStatements?: number;
}

/** What the SWC plugin understands, however it is reached. */
export interface PluginOptions {
  /** Instruments functions that are not marked: all of them, or those in some files. */
  readonly auto?: 'all' | AutoOptions;
  /** Spans of lower levels are not built in. */
  readonly maxLevel?: Level;
  /** Where scripts that cannot import find the runtime: the name of a global variable. */
  readonly runtime?: { readonly global?: string };
}

const LEVELS: readonly unknown[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * The plugin's options out of what a user wrote, where `source` says in messages where that was.
 *
 * @throws SetupError where an option is unknown or has the wrong form.
 */
export function checkedPluginOptions(given: unknown, source: string): PluginOptions {
  const options = record(given, source);
  keys(options, ['auto', 'maxLevel', 'runtime'], source);
  const { auto, maxLevel, runtime } = options;
  if (auto !== undefined && auto !== 'all') checkAuto(auto, `${source}, auto`);
  if (maxLevel !== undefined && !LEVELS.includes(maxLevel)) {
    throw wrong(`${source}, maxLevel`, maxLevel, `Give one of ${LEVELS.join(', ')}.`);
  }
  if (runtime !== undefined) checkRuntime(runtime, `${source}, runtime`);
  return options as PluginOptions;
}

function checkAuto(given: unknown, source: string): void {
  const auto = record(given, source, "Give 'all' or an object.");
  keys(auto, ['include', 'exclude', 'minStatements'], source);
  for (const key of ['include', 'exclude']) {
    const globs = auto[key] ?? [];
    if (!Array.isArray(globs) || globs.some((glob) => typeof glob !== 'string')) {
      throw wrong(`${source}.${key}`, globs, 'Give an array of patterns.');
    }
  }
  const least = auto['minStatements'] ?? 0;
  if (!Number.isInteger(least) || (least as number) < 0) {
    throw wrong(`${source}.minStatements`, least, 'Give a whole number.');
  }
}

function checkRuntime(given: unknown, source: string): void {
  const runtime = record(given, source);
  keys(runtime, ['global'], source);
  const name = runtime['global'];
  if (
    name !== undefined &&
    (typeof name !== 'string' || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
  ) {
    throw wrong(`${source}.global`, name, 'Give the name of a variable.');
  }
}

function record(
  given: unknown,
  source: string,
  remedy = 'Give an object.',
): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    return given as Record<string, unknown>;
  }
  throw wrong(source, given, remedy);
}

function keys(given: object, known: readonly string[], source: string): void {
  const strange = Object.keys(given).find((key) => !known.includes(key));
  if (strange === undefined) return;
  throw wrong(source, strange, `The options are ${known.join(', ')}.`);
}

function wrong(source: string, value: unknown, remedy: string): SetupError {
  return new SetupError(
    'SPANFN_BAD_OPTION',
    `${source}: ${JSON.stringify(value)} is no option`,
    remedy,
  );
}
