import { parseArgs } from 'node:util';
import { nodeBinary } from './nodes.ts';

/** What all benchmarks can be told. */
export interface CommandLine {
  /** Binaries to measure with, one after the other. */
  readonly nodes: readonly string[];
  /** One short round, for a first look. */
  readonly isQuick: boolean;
}

/** `--node 20,24,26`, `--all`, `--quick` */
export function commandLine(): CommandLine {
  const { values } = parseArgs({
    options: {
      node: { type: 'string' },
      all: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const majors = values.all ? '20,24,26' : values.node;
  return {
    nodes: majors === undefined ? [process.execPath] : majors.split(',').map(nodeBinary),
    isQuick: values.quick,
  };
}
