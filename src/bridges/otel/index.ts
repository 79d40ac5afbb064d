/** Logs of OpenTelemetry, in both directions. */
export type { Bridge } from '../bridge.ts';
export type { Feed } from '../feed.ts';
export { captureOtelLogs, type OtelCapture, type OtelCaptureOptions } from './capture.ts';
export { toOtelLogs } from './feed.ts';
export type { OtelLogger, OtelLoggerProvider, OtelRecord, OtelSdkRecord } from './library.ts';
