import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { otelSubject } from './otel.ts';
import type { Subject } from './subject.ts';

/** The URL comes from the environment, as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
export const subject: Subject = otelSubject(new OTLPTraceExporter());
