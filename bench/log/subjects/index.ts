import { compiled, type Dialect, otel, pino, plain, silent, textFirst } from '../dialects.ts';

/** What is measured: a file of this folder, and how its calls are written. */
export interface Entry {
  readonly name: string;
  readonly label: string;
  readonly file: string;
  readonly dialect: Dialect;
  /** Where events arrive, to be counted. */
  readonly to?: 'file' | 'otlp';
}

/** In the order of the report. */
export const SUBJECTS: readonly Entry[] = [
  { name: 'nothing', label: 'nothing logged', file: 'silent', dialect: silent },
  {
    name: 'plugin-file',
    label: 'spanfn, plugin, to a file',
    file: 'spanfn-file',
    dialect: compiled,
    to: 'file',
  },
  {
    name: 'plugin-otlp',
    label: 'spanfn, plugin, OTLP',
    file: 'spanfn-otlp',
    dialect: compiled,
    to: 'otlp',
  },
  {
    name: 'plain-file',
    label: 'spanfn, no plugin, to a file',
    file: 'spanfn-file',
    dialect: plain,
    to: 'file',
  },
  {
    name: 'plain-otlp',
    label: 'spanfn, no plugin, OTLP',
    file: 'spanfn-otlp',
    dialect: plain,
    to: 'otlp',
  },
  {
    name: 'pino-worker',
    label: 'pino, worker transport',
    file: 'pino-worker',
    dialect: pino('pino-worker'),
    to: 'file',
  },
  {
    name: 'pino-buffered',
    label: 'pino, asynchronous',
    file: 'pino-buffered',
    dialect: pino('pino-buffered'),
    to: 'file',
  },
  {
    name: 'winston',
    label: 'winston, to a file',
    file: 'winston',
    dialect: textFirst('winston'),
    to: 'file',
  },
  {
    name: 'logtape',
    label: 'LogTape, to a file',
    file: 'logtape',
    dialect: textFirst('logtape'),
    to: 'file',
  },
  { name: 'otel', label: 'OpenTelemetry logs, OTLP', file: 'otel', dialect: otel, to: 'otlp' },
];
