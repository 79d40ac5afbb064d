import type { Signal } from '../exporters/exporter.ts';
import type { OtlpOptions } from '../exporters/otlp-options.ts';
import type { SamplerOptions } from '../sampling/options.ts';
import { type EnvironmentExporter, otlpExporters, readExporters } from './exporters.ts';
import { notePropagators } from './propagators.ts';
import { readSampler } from './sampler.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { noteUnsupported } from './unsupported.ts';
import { type Environment, Variables, type Warn } from './variables.ts';

/**
 * What the standard `OTEL_*` variables ask for. Undefined is what none of them sets: options in
 * code come before the environment, and the environment before defaults.
 */
export interface EnvironmentOptions {
  /** Whether nothing is to be recorded or exported, whatever else is said. */
  readonly disabled: boolean;
  /** Undefined: nothing is said of exporting. Empty: nothing is to be exported. */
  readonly exporters?: readonly EnvironmentExporter[] | undefined;
  /** Where OTLP of these signals goes, and how: one exporter, or one for each if they differ. */
  readonly otlp: (signals: readonly Signal[]) => readonly OtlpOptions[];
  readonly sampler?: SamplerOptions | undefined;
  readonly schedule: Schedule;
}

/** Of `OTEL_LOG_LEVEL`: what is said here are warnings. */
const QUIET: readonly unknown[] = ['none', 'error'];

/**
 * Reads the environment. Never throws: what is not understood, or not supported, is said once
 * through `warn`, and the default holds. The resource's variables are read by `detectResource`.
 */
export function readEnvironment(environment: Environment, warn: Warn): EnvironmentOptions {
  const isQuiet = QUIET.includes(environment['OTEL_LOG_LEVEL']?.trim().toLowerCase());
  const variables = new Variables(environment, isQuiet ? () => {} : warn);
  const disabled = variables.flag('OTEL_SDK_DISABLED');
  if (disabled) return { disabled, otlp: () => [], schedule: {} };
  noteUnsupported(variables);
  notePropagators(variables);
  return {
    disabled,
    exporters: readExporters(variables),
    otlp: (signals) => otlpExporters(variables, signals),
    sampler: readSampler(variables),
    schedule: readSchedule(variables),
  };
}
