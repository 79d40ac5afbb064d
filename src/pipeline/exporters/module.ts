import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SpanFnError } from '../../base/errors.ts';
import { badOption, checkOptionNames } from '../../base/options.ts';
import type { Exporter } from './exporter.ts';
import { checkRetry, LIMIT_NAMES, type LimitOptions } from './limits.ts';

/** An exporter of the program's own, in a module that the sidecar loads. */
export interface ModuleOptions extends LimitOptions {
  readonly type: 'module';
  /**
   * URL, absolute path or name of a package, whose default export is an `Exporter`, or a function
   * that makes one of `options`. Such as `new URL('./exporter.js', import.meta.url).href`.
   */
  readonly module: string;
  /** Given to the function; must be something that `structuredClone` can clone. */
  readonly options?: unknown;
}

const OWNER = 'the module exporter';
const NAMES: readonly string[] = ['type', 'module', 'options', ...LIMIT_NAMES];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkModuleOptions(given: object): ModuleOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as ModuleOptions;
  const { module } = options;
  if (typeof module !== 'string' || module === '' || module.startsWith('.')) {
    throw badOption(OWNER, 'module', module, 'a URL, an absolute path, or the name of a package');
  }
  try {
    structuredClone(options.options);
  } catch {
    throw badOption(OWNER, 'options', options.options, 'something that structuredClone can clone');
  }
  checkRetry(options, OWNER);
  return options;
}

/**
 * Loads the module.
 *
 * @throws SpanFnError `SPANFN_BAD_EXPORTER`
 */
export async function moduleExporter({ module, options }: ModuleOptions): Promise<Exporter> {
  const exporter = await load(module, options);
  const isExporter = typeof (exporter as Exporter | null | undefined)?.export === 'function';
  if (!isExporter) throw badExporter(module, 'Its default export makes no exporter');
  const { name } = exporter as Partial<Exporter>;
  if (typeof name !== 'string') throw badExporter(module, 'Its exporter has no name');
  return exporter as Exporter;
}

async function load(module: string, options: unknown): Promise<unknown> {
  try {
    const url = isAbsolute(module) ? pathToFileURL(module).href : module;
    const { default: given } = (await import(url)) as { default: unknown };
    return await (typeof given === 'function' ? given(options) : given);
  } catch (error) {
    throw badExporter(module, `It cannot be loaded: ${error}`);
  }
}

function badExporter(module: string, cause: string): SpanFnError {
  return new SpanFnError('SPANFN_BAD_EXPORTER', {
    value: module,
    cause,
    remedy: 'Export an object with an export(batch) method as default, or a function giving one.',
  });
}
