import type { Level } from '../base/level.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { SpanKind, SpanLink, SpanStatus } from '../dispatch/readable-span.ts';
import type { WireSite } from './record.ts';

/** Something that happened at one moment of a span, such as its exception. */
export interface SpanEvent {
  readonly name: string;
  /** Unix time in ns. */
  readonly time: bigint;
  readonly fields: Fields;
}

/** A finished span as read from its record, for exporters that want objects. */
export interface SpanData {
  readonly site: WireSite;
  readonly name: string;
  readonly kind: SpanKind;
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 16 hex digits; undefined at a root. */
  readonly parentSpanId: string | undefined;
  /** Whether the parent is in another process or thread. */
  readonly remoteParent: boolean;
  /** Unix time in ns. */
  readonly startTime: bigint;
  /** Unix time in ns. */
  readonly endTime: bigint;
  readonly status: SpanStatus;
  /** Of a failure: its message. */
  readonly statusMessage: string;
  /** Without what is known of the site. */
  readonly fields: Fields;
  /** Fields left out because of a bound. */
  readonly droppedFields: number;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly threadId: number;
  /** Position among all that its thread has recorded; wraps at 2³². */
  readonly sequence: number;
}

/** A log event as read from its record. */
export interface LogData {
  readonly site: WireSite;
  /** Unix time in ns. */
  readonly time: bigint;
  readonly level: Level;
  /** Name of the event, for those that have one. */
  readonly eventName: string | undefined;
  /** The message; null if there is none. */
  readonly body: FieldValue;
  readonly fields: Fields;
  readonly droppedFields: number;
  /** Undefined outside of any span. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** Whether its trace is recorded; true outside of any. */
  readonly sampled: boolean;
  readonly threadId: number;
  readonly sequence: number;
}

/** What produces the telemetry: attributes of the process, its host, its service. */
export interface Resource {
  readonly attributes: Fields;
  readonly schemaUrl?: string | undefined;
}
