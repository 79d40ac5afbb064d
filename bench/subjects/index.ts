import { bare } from '../dialects/bare.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { otel } from '../dialects/otel.ts';
import { spanfn } from '../dialects/spanfn.ts';

/** What is measured: a file of this folder, and how the methods it runs are written. */
export interface Entry {
  readonly file: string;
  readonly label: string;
  readonly dialect: Dialect;
}

/** In the order of the report. */
export const SUBJECTS: readonly Entry[] = [
  { file: 'bare', label: 'bare', dialect: bare },
  { file: 'spanfn-off', label: 'spanfn, off', dialect: spanfn },
  { file: 'spanfn-noop', label: 'spanfn, no-op dispatcher', dialect: spanfn },
  { file: 'spanfn-recorder', label: 'spanfn, recorder', dialect: spanfn },
  { file: 'otel-noop', label: 'OpenTelemetry, no-op exporter', dialect: otel },
  { file: 'otel-otlp', label: 'OpenTelemetry, OTLP exporter', dialect: otel },
];
