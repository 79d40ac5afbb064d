import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { matchesGlob } from '../glob.ts';
import { SetupError } from '../setup-error.ts';
import type { CompilerOptions } from './compiler-options.ts';
import { parseLenientJson } from './json.ts';

interface Tsconfig {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: CompilerOptions;
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly references?: readonly { readonly path: string }[];
}

/** Finds the compiler options of files; what was read once is remembered until `clear()`. */
export class Tsconfigs {
  readonly #path: string | undefined;
  readonly #byFolder = new Map<string, string | undefined>();
  readonly #byPath = new Map<string, Tsconfig>();

  /** With a path, that file holds for all; else the nearest `tsconfig.json` above each file. */
  constructor(path?: string) {
    this.#path = path === undefined ? undefined : resolve(path);
  }

  /**
   * @throws SetupError where the configuration cannot be read.
   */
  optionsFor(file: string): CompilerOptions {
    const path = this.#path ?? this.#nearest(dirname(file));
    if (path === undefined) return {};
    return this.#read(this.#owner(file, path) ?? path).compilerOptions ?? {};
  }

  clear(): void {
    this.#byFolder.clear();
    this.#byPath.clear();
  }

  #nearest(folder: string): string | undefined {
    if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
    const here = join(folder, 'tsconfig.json');
    const above = dirname(folder);
    const found = existsSync(here) ? here : above === folder ? undefined : this.#nearest(above);
    this.#byFolder.set(folder, found);
    return found;
  }

  /** A configuration that only refers to others has no files: one of the others has this one. */
  #owner(file: string, path: string): string | undefined {
    const { files, include, references = [] } = this.#read(path);
    if (include !== undefined || files === undefined || files.length > 0) return undefined;
    return references
      .map((reference) => configFile(resolve(dirname(path), reference.path)))
      .find((referred) => covers(referred, this.#read(referred), file));
  }

  #read(path: string): Tsconfig {
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    const own = parse(path);
    const bases = [own.extends ?? []].flat().map((name) => this.#read(baseFile(path, name)));
    const whole: Tsconfig = Object.assign({}, ...bases.map(inherited), own);
    const options = Object.assign({}, ...[...bases, own].map((one) => one.compilerOptions));
    const config = { ...whole, compilerOptions: options };
    this.#byPath.set(path, config);
    return config;
  }
}

/** References are the one thing that is not inherited. */
function inherited({ references, ...rest }: Tsconfig): Tsconfig {
  return rest;
}

function parse(path: string): Tsconfig {
  try {
    return parseLenientJson(readFileSync(path, 'utf8')) as Tsconfig;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw unreadable(`${path} cannot be read: ${reason}`, { cause });
  }
}

function covers(path: string, { files = [], include }: Tsconfig, file: string): boolean {
  const inside = relative(dirname(path), file).replaceAll('\\', '/');
  if (inside.startsWith('../')) return false;
  const patterns = include ?? (files.length > 0 ? [] : ['**']);
  return (
    files.some((name) => resolve(dirname(path), name) === file) ||
    patterns.some((glob) => matchesGlob(inside, glob) || matchesGlob(inside, `${glob}/**`))
  );
}

function configFile(path: string): string {
  return path.endsWith('.json') ? path : join(path, 'tsconfig.json');
}

/** The file that `extends` names: a path, or a module as Node finds it. */
function baseFile(path: string, name: string): string {
  const names = [name, `${name}.json`, `${name}/tsconfig.json`];
  if (/^(\.|\/|[a-z]:)/i.test(name)) {
    const found = names.map((one) => resolve(dirname(path), one)).find(isFile);
    if (found !== undefined) return found;
  }
  const { resolve: find } = createRequire(path);
  for (const one of names) {
    try {
      return find(one);
    } catch {}
  }
  throw unreadable(`${path} extends ${JSON.stringify(name)}, which is not there`);
}

function isFile(path: string): boolean {
  return existsSync(path) && path.endsWith('.json');
}

function unreadable(cause: string, options?: ErrorOptions): SetupError {
  return new SetupError('SPANFN_BAD_TSCONFIG', cause, 'Correct it, or name another one.', options);
}
