import { badOption, checkOptionNames } from '../../base/options.ts';
import { type ChromeOptions, checkChromeOptions } from './chrome.ts';
import type { Signal } from './exporter.ts';
import { checkFileOptions, type FileOptions } from './file.ts';
import { checkModuleOptions, type ModuleOptions } from './module.ts';
import { checkOtlpOptions, type OtlpOptions } from './otlp-options.ts';
import { checkParquetOptions, type ParquetOptions } from './parquet.ts';

/** Prints the tree of each finished trace, in the thread that has made it. */
export interface ConsoleExporterOptions {
  readonly type: 'console';
  /** Default both. */
  readonly signals?: readonly Signal[] | undefined;
}

/** Exporters that the sidecar runs. */
export type SentOptions =
  | OtlpOptions
  | FileOptions
  | ParquetOptions
  | ChromeOptions
  | ModuleOptions;

/** Where telemetry goes. */
export type ExporterOptions = SentOptions | ConsoleExporterOptions;

type Check = (options: object) => ExporterOptions;

const CHECKS: Readonly<Record<ExporterOptions['type'], Check>> = {
  otlp: checkOtlpOptions,
  file: checkFileOptions,
  parquet: checkParquetOptions,
  chrome: checkChromeOptions,
  module: checkModuleOptions,
  console: checkConsole,
};

/** Whether the sidecar is needed for it. */
export function isSent(options: ExporterOptions): options is SentOptions {
  return options.type !== 'console';
}

/**
 * Checks a list of exporters; a text alone stands for one with nothing but its `type`.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkExporters(list: unknown): readonly ExporterOptions[] {
  if (!Array.isArray(list)) throw badOption('start()', 'exporters', list, 'an array');
  return list.map((one: unknown) => {
    const options = typeof one === 'string' ? { type: one } : one;
    const type = (options as { type?: unknown } | null)?.type;
    const isKnown = typeof type === 'string' && Object.hasOwn(CHECKS, type);
    if (isKnown) return CHECKS[type as ExporterOptions['type']](options as object);
    throw badOption('an exporter', 'type', type, `one of ${Object.keys(CHECKS).join(', ')}`);
  });
}

function checkConsole(options: object): ConsoleExporterOptions {
  checkOptionNames(options, ['type', 'signals'], 'the console exporter');
  return options as ConsoleExporterOptions;
}
