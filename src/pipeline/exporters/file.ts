import { checkOptionNames } from '../../base/options.ts';
import type { Exporter } from './exporter.ts';
import { checkRetry, LIMIT_NAMES, type LimitOptions } from './limits.ts';
import {
  checkRotation,
  ROTATION_NAMES,
  RotatingFile,
  type RotationOptions,
} from './rotating-file.ts';

/** Appends each batch to a file, as one line of OTLP's JSON: what a Collector reads and writes. */
export interface FileOptions extends RotationOptions, LimitOptions {
  readonly type: 'file';
}

const OWNER = 'the file exporter';
const NAMES: readonly string[] = ['type', ...ROTATION_NAMES, ...LIMIT_NAMES];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkFileOptions(given: object): FileOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as FileOptions;
  checkRotation(options, OWNER);
  checkRetry(options, OWNER);
  return options;
}

/** Writes lines to a file that is replaced when it is full. */
export function fileExporter(options: FileOptions): Exporter {
  const file = new RotatingFile(options);
  return {
    name: 'file',
    export: (batch, signal) => file.append(`${batch.json()}\n`, signal),
  };
}
