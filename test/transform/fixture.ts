import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../fixtures');

/** One way through SWC. */
export interface Variant {
  readonly decorators: 'legacy' | '2022-03' | '2023-11';
  /** Whether the plugin runs before all other transforms, or after them. */
  readonly order: 'first' | 'default';
  readonly target: 'es2022' | 'es2016' | 'esnext';
  /** How often the plugin is listed. */
  readonly times: number;
}

/** `options.json` of a fixture; all may be left out. */
interface Written extends Partial<Variant> {
  /** Options of the plugin. */
  readonly plugin?: unknown;
  /** Why the fixture takes this way, for readers alone. */
  readonly why?: string;
  /** False for scripts, which know `require`. */
  readonly isModule?: boolean;
  /** Other ways that must end in the same tree and the same results. */
  readonly also?: readonly Partial<Variant>[];
}

/** A program, and what is expected of the plugin. */
export interface Fixture {
  readonly name: string;
  readonly folder: string;
  /** Sources by the name of their module; `input` is the one to run. */
  readonly modules: ReadonlyMap<string, string>;
  readonly plugin: unknown;
  readonly isModule: boolean;
  /** The first is the one whose output is kept. */
  readonly variants: readonly Variant[];
}

const USUAL: Variant = { decorators: '2022-03', order: 'first', target: 'es2022', times: 1 };

/** All fixtures in a folder of `test/fixtures/`, by name. */
export function fixturesIn(...path: readonly string[]): Fixture[] {
  const folder = join(FOLDER, ...path);
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'input.ts')))
    .map((name) => readFixture(name, join(folder, name)));
}

function readFixture(name: string, folder: string): Fixture {
  const { plugin = {}, isModule = true, also = [], why: _, ...variant } = readOptions(folder);
  const first = { ...USUAL, ...variant };
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const modules = sources.map((file) => [file.slice(0, -3), read(folder, file)] as const);
  const variants = [first, ...also.map((other) => ({ ...first, ...other }))];
  return { name, folder, modules: new Map(modules), plugin, isModule, variants };
}

function readOptions(folder: string): Written {
  return existsSync(join(folder, 'options.json')) ? JSON.parse(read(folder, 'options.json')) : {};
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** In words, as far as it is not usual. */
export function titleOf(variant: Variant): string {
  const told = Object.entries(variant).filter(
    ([key, value]) => value !== USUAL[key as keyof Variant],
  );
  return told.map(([key, value]) => `${key} ${value}`).join(', ') || 'as usual';
}
