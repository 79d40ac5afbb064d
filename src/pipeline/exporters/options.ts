import type { OtlpOptions } from './otlp-options.ts';

/** Where telemetry goes. */
export type ExporterOptions = OtlpOptions;
