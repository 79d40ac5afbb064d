import { decodeLogs, decodeSpans } from '../wire/otlp/decode.ts';
import { logsJson, tracesJson } from '../wire/otlp/json.ts';
import { encodeLogs } from '../wire/otlp/logs.ts';
import { encodeTraces } from '../wire/otlp/traces.ts';
import { countRecords } from '../wire/otlp/walk.ts';
import { RecordKind } from '../wire/record.ts';
import type { Segment } from '../wire/source.ts';
import type { LogData, Resource, SpanData } from '../wire/telemetry.ts';
import type { Batch, Signal } from './exporters/exporter.ts';

/** Records of one signal on their way out; each form is made when first asked for, and kept. */
export class RecordBatch implements Batch {
  readonly signal: Signal;
  readonly count: number;
  readonly byteLength: number;
  readonly resource: Resource;
  readonly #segments: readonly Segment[];
  #spans: readonly SpanData[] | undefined;
  #logs: readonly LogData[] | undefined;
  #protobuf: Uint8Array | undefined;
  #json: string | undefined;

  constructor(signal: Signal, segments: readonly Segment[], resource: Resource) {
    this.signal = signal;
    this.resource = resource;
    this.#segments = segments;
    const kind = signal === 'traces' ? RecordKind.SPAN : RecordKind.LOG;
    this.count = segments.reduce((sum, segment) => sum + countRecords(segment, kind), 0);
    this.byteLength = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  get spans(): readonly SpanData[] {
    this.#spans ??= this.signal === 'traces' ? decodeSpans(this.#segments).items : [];
    return this.#spans;
  }

  get logs(): readonly LogData[] {
    this.#logs ??= this.signal === 'logs' ? decodeLogs(this.#segments).items : [];
    return this.#logs;
  }

  protobuf(): Uint8Array {
    const encode = this.signal === 'traces' ? encodeTraces : encodeLogs;
    this.#protobuf ??= encode(this.#segments, this.resource);
    return this.#protobuf;
  }

  json(): string {
    this.#json ??=
      this.signal === 'traces'
        ? tracesJson(this.spans, this.resource)
        : logsJson(this.logs, this.resource);
    return this.#json;
  }
}
