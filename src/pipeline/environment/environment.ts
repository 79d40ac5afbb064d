import type { SamplerOptions } from '../sampling/options.ts';
import { type EnvironmentExporter, readExporters } from './exporters.ts';
import { type RecordLimits, readLimits } from './limits.ts';
import { readTraceContext } from './propagators.ts';
import { readSampler } from './sampler.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { noteUnsupported } from './unsupported.ts';
import { type Environment, Variables, type Warn } from './variables.ts';

/** How much OpenTelemetry's own parts say of themselves. */
export type DiagnosticLevel = 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose' | 'all';

/**
 * What the standard `OTEL_*` variables ask for. Undefined is what none of them sets: options in
 * code come before the environment, and the environment before defaults.
 */
export interface EnvironmentOptions {
  /** Whether nothing is to be recorded or exported, whatever else is said. */
  readonly disabled: boolean;
  /** Undefined: nothing is said of exporting. Empty: nothing is to be exported. */
  readonly exporters?: readonly EnvironmentExporter[] | undefined;
  readonly sampler?: SamplerOptions | undefined;
  readonly schedule: Schedule;
  readonly limits: RecordLimits;
  /** Whether W3C trace context is to be read and written. */
  readonly traceContext?: boolean | undefined;
  readonly diagnostics?: DiagnosticLevel | undefined;
}

const LEVELS: readonly DiagnosticLevel[] = [
  'none',
  'error',
  'warn',
  'info',
  'debug',
  'verbose',
  'all',
];
const QUIET: readonly unknown[] = ['none', 'error'];

/**
 * Reads the environment. Never throws: what is not understood, or not supported, is said once
 * through `warn`, and the default holds. The resource's variables are read by `detectResource`.
 */
export function readEnvironment(environment: Environment, warn: Warn): EnvironmentOptions {
  const isQuiet = QUIET.includes(environment['OTEL_LOG_LEVEL']?.trim().toLowerCase());
  const variables = new Variables(environment, isQuiet ? () => {} : warn);
  const disabled = variables.flag('OTEL_SDK_DISABLED');
  if (disabled) return { disabled, schedule: {}, limits: {} };
  noteUnsupported(variables);
  return {
    disabled,
    exporters: readExporters(variables),
    sampler: readSampler(variables),
    schedule: readSchedule(variables),
    limits: readLimits(variables),
    traceContext: readTraceContext(variables),
    diagnostics: variables.choice('OTEL_LOG_LEVEL', LEVELS),
  };
}
