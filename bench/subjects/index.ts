import { bare } from '../dialects/bare.ts';
import { decorator } from '../dialects/decorator.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { inPlace } from '../dialects/in-place.ts';
import { otel } from '../dialects/otel.ts';

/** What is measured: a file of this folder, and how the methods it runs are written. */
export interface Entry {
  readonly name: string;
  readonly file: string;
  readonly label: string;
  readonly dialect: Dialect;
}

/** In the order of the report. */
export const SUBJECTS: readonly Entry[] = [
  { name: 'bare', label: 'bare', file: 'bare', dialect: bare },
  { name: 'decorator-off', label: 'decorator, off', file: 'spanfn-off', dialect: decorator },
  {
    name: 'decorator-noop',
    label: 'decorator, no-op dispatcher',
    file: 'spanfn-noop',
    dialect: decorator,
  },
  {
    name: 'decorator-recorder',
    label: 'decorator, recorder',
    file: 'spanfn-recorder',
    dialect: decorator,
  },
  { name: 'in-place-off', label: 'in place, off', file: 'spanfn-off', dialect: inPlace },
  {
    name: 'in-place-noop',
    label: 'in place, no-op dispatcher',
    file: 'spanfn-noop',
    dialect: inPlace,
  },
  {
    name: 'in-place-recorder',
    label: 'in place, recorder',
    file: 'spanfn-recorder',
    dialect: inPlace,
  },
  {
    name: 'decorator-otlp',
    label: 'decorator, ring and OTLP exporter',
    file: 'spanfn-otlp',
    dialect: decorator,
  },
  {
    name: 'in-place-otlp',
    label: 'in place, ring and OTLP exporter',
    file: 'spanfn-otlp',
    dialect: inPlace,
  },
  { name: 'otel-noop', label: 'OpenTelemetry, no-op exporter', file: 'otel-noop', dialect: otel },
  { name: 'otel-otlp', label: 'OpenTelemetry, OTLP exporter', file: 'otel-otlp', dialect: otel },
];
