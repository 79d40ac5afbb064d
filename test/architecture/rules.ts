import { posix } from 'node:path';
import { type Import, importsOf } from './imports.ts';

/** Text of each file by its path from the root of the repository. */
export type Sources = Readonly<Record<string, string>>;

/** The floors of `src/`, lowest first. Each stands on those before it. */
const FLOORS = [
  'base',
  'site',
  'frame',
  'dispatch',
  'span',
  'run',
  'log',
  'abi',
  'wire',
  'pipeline',
  'testing',
  'bridges',
] as const;
/** Floors on the side, beside each other. */
const ASIDE: readonly string[] = ['testing', 'bridges'];

/** Gathers what users import. */
const ROOF = 'src/index.ts';
/** Houses of their own; `transform/` runs in build tools and shares no code with the runtime. */
const BESIDE_SRC = ['decorators', 'transform'] as const;
/** `decorators/` stands beside `pipeline/`, on the same floor. */
const BELOW_DECORATORS = FLOORS.slice(0, FLOORS.indexOf('abi') + 1);

/** Packages that one file may name. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'src/pipeline/exporters/parquet.ts': ['hyparquet-writer'],
  'src/pipeline/exporters/parquet-table.ts': ['hyparquet-writer'],
  'src/testing/vitest.ts': ['vitest'],
  'src/testing/jest.ts': ['expect'],
  'transform/adapters/options.ts': ['@swc/core'],
  'transform/adapters/unplugin.ts': ['@swc/core', 'unplugin'],
  'transform/compile/swc-options.ts': ['@swc/core'],
  'transform/register/compiler.ts': ['@swc/core'],
};

/** A file that needs more lines than this has more than one idea. */
const LONGEST_FILE = 290;
/** Names that say nothing of what is inside. */
const VAGUE = /(^|[/.-])(utils?|helpers?)([/.-]|$)/;

/** No file imports from a floor above its own, be it a type alone. */
export function upwardImports(sources: Sources): string[] {
  return eachImport(sources, (path, { specifier }) => {
    const target = targetOf(path, specifier);
    if (target === undefined || mayImport(floorOf(path), floorOf(target))) return undefined;
    return `${path} (${floorOf(path)}) imports ${target} (${floorOf(target)})`;
  });
}

/** Every relative import names a file that exists, by its full name. */
export function danglingImports(sources: Sources): string[] {
  return eachImport(sources, (path, { specifier }) => {
    const target = targetOf(path, specifier);
    if (target === undefined || target in sources) return undefined;
    return `${path} imports ${specifier}, which is no file`;
  });
}

/** Files that wait for each other to load; imports of types alone do not count. */
export function importCycles(sources: Sources): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of loadedBy(path, sources)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of Object.keys(sources)) visit(path, []);
  return cycles;
}

/** The asynchronous context of Node has one owner. */
export function asyncHooksOutsideFrame(sources: Sources): string[] {
  return eachImport(sources, (path, { specifier }) => {
    const isOwner = floorOf(path) === 'frame';
    return /^(node:)?async_hooks$/.test(specifier) && !isOwner
      ? `${path} imports ${specifier}`
      : undefined;
  });
}

/** The package has no dependencies; test frameworks are named where their users ask for them. */
export function packageImports(sources: Sources): string[] {
  return eachImport(sources, (path, { specifier }) => {
    const isOwn = specifier.startsWith('.') || specifier.startsWith('node:');
    return isOwn || PACKAGES[path]?.includes(specifier)
      ? undefined
      : `${path} imports the package ${specifier}`;
  });
}

/** `import()` waits for what it loads, and takes a module that exports `then` for a promise. */
export function thenables(sources: Sources): string[] {
  const exported =
    /^export\s+(?:(?:const|let|function\*?|async function)\s+then\b|\{[^}]*\bthen\s*[,}])/m;
  return Object.keys(sources)
    .filter((path) => exported.test(sources[path] ?? ''))
    .map((path) => `${path} exports then`);
}

/** A file is named after its idea. */
export function vagueNames(sources: Sources): string[] {
  return Object.keys(sources).filter((path) => VAGUE.test(path));
}

/** A file is short enough to be read at one go. */
export function longFiles(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, source]) => {
    const lines = source.trimEnd().split('\n').length;
    return lines > LONGEST_FILE ? [`${path} has ${lines} lines`] : [];
  });
}

function eachImport(
  sources: Sources,
  judge: (path: string, imported: Import) => string | undefined,
): string[] {
  return Object.entries(sources).flatMap(([path, source]) =>
    importsOf(source).flatMap((imported) => judge(path, imported) ?? []),
  );
}

function loadedBy(path: string, sources: Sources): string[] {
  return importsOf(sources[path] ?? '').flatMap(({ specifier, typeOnly }) => {
    const target = targetOf(path, specifier);
    return typeOnly || target === undefined ? [] : [target];
  });
}

/** Path of the file that a relative import names; undefined for packages and built-ins. */
function targetOf(path: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
}

/** Name of the floor that a file is on; a folder that is no floor of ours, or `outside`. */
function floorOf(path: string): string {
  if (path === ROOF) return 'roof';
  const beside = BESIDE_SRC.find((folder) => path.startsWith(`${folder}/`));
  if (beside !== undefined) return beside;
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? 'outside';
}

function mayImport(from: string, to: string): boolean {
  const floors: readonly string[] = FLOORS;
  if (from === 'roof') return to === 'decorators' || (floors.includes(to) && !ASIDE.includes(to));
  if (from === to) return floors.includes(from) || (BESIDE_SRC as readonly string[]).includes(from);
  if (from !== to && ASIDE.includes(from) && ASIDE.includes(to)) return false;
  if (from === 'decorators') return (BELOW_DECORATORS as readonly string[]).includes(to);
  return floors.includes(to) && floors.includes(from) && floors.indexOf(to) < floors.indexOf(from);
}
