import { decodeLogs, decodeSpans } from '../wire/otlp/decode.ts';
import { logsJson, tracesJson } from '../wire/otlp/json.ts';
import { encodeLogs } from '../wire/otlp/logs.ts';
import { encodeTraces } from '../wire/otlp/traces.ts';
import { countRecords } from '../wire/otlp/walk.ts';
import { RecordKind } from '../wire/record.ts';
import type { Segment } from '../wire/source.ts';
import type { LogData, Resource, SpanData } from '../wire/telemetry.ts';
import type { Batch } from './exporters/exporter.ts';

/** Records on their way out; each form of them is made when first asked for, and kept. */
export class RecordBatch implements Batch {
  readonly resource: Resource;
  readonly segments: readonly Segment[];
  readonly spanCount: number;
  readonly logCount: number;
  readonly byteLength: number;
  #spans: readonly SpanData[] | undefined;
  #logs: readonly LogData[] | undefined;
  #traces: Uint8Array | undefined;
  #logRequest: Uint8Array | undefined;
  #tracesJson: string | undefined;
  #logsJson: string | undefined;

  constructor(segments: readonly Segment[], resource: Resource) {
    this.resource = resource;
    this.segments = segments;
    this.spanCount = count(segments, RecordKind.SPAN);
    this.logCount = count(segments, RecordKind.LOG);
    this.byteLength = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  get spans(): readonly SpanData[] {
    this.#spans ??= decodeSpans(this.segments).items;
    return this.#spans;
  }

  get logs(): readonly LogData[] {
    this.#logs ??= decodeLogs(this.segments).items;
    return this.#logs;
  }

  tracesProtobuf(): Uint8Array {
    this.#traces ??= encodeTraces(this.segments, this.resource);
    return this.#traces;
  }

  logsProtobuf(): Uint8Array {
    this.#logRequest ??= encodeLogs(this.segments, this.resource);
    return this.#logRequest;
  }

  tracesJson(): string {
    this.#tracesJson ??= tracesJson(this.spans, this.resource);
    return this.#tracesJson;
  }

  logsJson(): string {
    this.#logsJson ??= logsJson(this.logs, this.resource);
    return this.#logsJson;
  }
}

function count(segments: readonly Segment[], kind: number): number {
  return segments.reduce((sum, segment) => sum + countRecords(segment, kind), 0);
}
