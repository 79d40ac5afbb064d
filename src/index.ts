/**
 * spanfn: functions instrumented with spans.
 *
 * The code stands on floors; a file imports from its own floor or from those below.
 *
 *     base/        clock, ids, levels, values, errors: plain facts
 *     site/        call sites, their registry, the cached answer `site.on`, filters
 *     frame/       what an asynchronous flow knows; the one place that names `node:async_hooks`
 *     dispatch/    who receives spans and events: the global dispatcher, scoped ones, layers
 *     span/        spans: created, begun, ended; context fields
 *     run/         how each kind of function is run inside a span; spans made by hand
 *     log/         log events: loggers, evaluated fields, the global logger
 *     abi/         the names that decorators and emitted code may call
 *     wire/        finished spans as bytes: the record, the ring, OTLP
 *     pipeline/    `start()`, the console, the sidecar and its exporters
 *     testing/     recording and asserting spans in tests
 *     bridges/     logs of the console, pino, winston and OpenTelemetry, in both directions
 *
 * `../decorators` stands on `abi/`. This file is the roof: it gathers what users import.
 */
export {
  type FieldAnnotation,
  type FieldDecorator,
  field,
  type SpanFn,
  type SpanFnDecorator,
  type SpanFnOptions,
  type SpanFnPlace,
  spanFn,
} from '../decorators/index.ts';
export { SpanFnError, type SpanFnErrorCode } from './base/errors.ts';
export type { SpanContext } from './base/ids.ts';
export type { Level } from './base/level.ts';
export { rawLog } from './base/raw-log.ts';
export { debug, display, type Rendered } from './base/rendered.ts';
export type { Fields, FieldValue } from './base/value.ts';
export type { DispatchStats } from './dispatch/dispatch.ts';
export type { Dispatcher } from './dispatch/dispatcher.ts';
export { isEnabled } from './dispatch/installed.ts';
export { markInternal } from './dispatch/internal.ts';
export { type Layer, layers } from './dispatch/layers.ts';
export type { ReadableEvent } from './dispatch/readable-event.ts';
export type { ReadableSpan, SpanKind, SpanLink, SpanStatus } from './dispatch/readable-span.ts';
export { type ScopeOptions, withDispatcher } from './dispatch/scoped.ts';
export type { EventBuilder } from './log/builder.ts';
export { type EventOptions, event } from './log/event.ts';
export { type GlobalLogger, setLogger } from './log/global-logger.ts';
export { type LogFields, type Logger, type LogMethod, log, logger } from './log/logger.ts';
export { type AttachOptions, attach } from './pipeline/attach.ts';
export { LogBuffer } from './pipeline/buffer/log-buffer.ts';
export type { LogBufferOptions } from './pipeline/buffer/options.ts';
export { type ConsoleOptions, consoleDispatcher } from './pipeline/console.ts';
export type { EndpointOptions } from './pipeline/endpoints/options.ts';
export {
  type Batch,
  type Exporter,
  type ExportResult,
  RetryableError,
  type Signal,
} from './pipeline/exporters/exporter.ts';
export type { FileOptions } from './pipeline/exporters/file.ts';
export type { ModuleOptions } from './pipeline/exporters/module.ts';
export type { ExporterOptions } from './pipeline/exporters/options.ts';
export type { OtlpOptions, TlsOptions } from './pipeline/exporters/otlp-options.ts';
export {
  type InternalWorkerOptions,
  startInternalWorker,
} from './pipeline/internal-worker/start.ts';
export type { PipelineOptions } from './pipeline/options.ts';
export type { ResourceOptions } from './pipeline/resource/options.ts';
export type { RetentionOptions, SnapshotSignal } from './pipeline/retention/options.ts';
export type { Handle, Stats } from './pipeline/running.ts';
export type {
  ParentSamplerOptions,
  RootSamplerOptions,
  SamplerFunction,
  SamplerOptions,
} from './pipeline/sampling/options.ts';
export type { TailOptions } from './pipeline/sampling/tail-options.ts';
export { type StartOptions, start } from './pipeline/start.ts';
export { type ManualSpanOptions, span } from './run/manual.ts';
export { type Timer, timer } from './run/timer.ts';
export type { Site, SiteKind } from './site/site.ts';
export { contextFields, withContext } from './span/context.ts';
export { current } from './span/current.ts';
export type { Span, SpanPlacement, SpanReference } from './span/span.ts';
export type { LogData, Resource, SpanData, SpanEvent } from './wire/telemetry.ts';
