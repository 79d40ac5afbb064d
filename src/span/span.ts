import type { SpanContext } from '../base/ids.ts';
import type { ReadableSpan, SpanLink } from '../dispatch/readable-span.ts';

/** Something that names a span: one of ours, an id pair, or a W3C `traceparent`. */
export type SpanReference = SpanContext | string;

/** Where a span hangs, if not below the current one. */
export interface SpanPlacement {
  /** Start a new trace. */
  readonly root?: boolean | undefined;
  /** Hang below this span instead of the current one. */
  readonly parent?: SpanReference | null | undefined;
  /** Other spans that this one has to do with. */
  readonly links?: readonly (SpanReference | SpanLink)[] | undefined;
}

/** A span as the traced program sees it. No method throws; all are quiet when nobody listens. */
export interface Span extends ReadableSpan {
  /** W3C trace context, to hand to a queue, a worker or another process. */
  readonly traceparent: string;
  /** Records a field; the value is copied and bounded now. */
  set(key: string, value: unknown): this;
  /** Records every own enumerable property of `fields`. */
  set(fields: object): this;
  /** Marks the span failed, with what went wrong. */
  fail(error: unknown): this;
  /** Says that all is well, whatever an observer might think. A failure stays one. */
  ok(): this;
  /** Adds another span that this one has to do with. */
  link(to: SpanReference | SpanLink): this;
}
