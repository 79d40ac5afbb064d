import type { SpanData } from '../../wire/telemetry.ts';

interface Interval {
  readonly start: bigint;
  readonly end: bigint;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
}

/** Spans of which each two are apart from each other, or one above the other. */
interface Lane {
  readonly id: number;
  /** The outermost ones. */
  spans: Interval[];
}

/** Of one thread. */
interface Trace {
  readonly lanes: Lane[];
  /** Parents of spans that are in no lane, but between two that are. */
  readonly passed: Map<string, string | undefined>;
}

/** A trace that never ends must not hold memory for ever. */
const MAX_TRACES = 1000;
const MAX_LANES = 100;
const MAX_SPANS = 1000;
const MAX_PASSED = 256;

/**
 * Viewers tell the parent of an asynchronous event by time alone: of two that lie within each
 * other, the longer one is above. So concurrent spans go into lanes of their own, where what lies
 * within a span is always below it.
 *
 * Spans come as they end, so that a child is there before its parent.
 */
export class Lanes {
  readonly #traces = new Map<string, Trace>();
  #latest = 0;

  /** A span that is in no lane; its children may be. */
  pass(span: SpanData): void {
    const { passed } = this.#traceOf(span);
    if (passed.size < MAX_PASSED) passed.set(span.spanId, span.parentSpanId);
  }

  /** Number of the lane of a span; never given again once its trace is over. */
  place(span: SpanData): number {
    const trace = this.#traceOf(span);
    const lane = trace.lanes.find(({ spans }) => fits(span, spans, trace)) ?? this.#open(trace);
    const { startTime: start, endTime: end, spanId, parentSpanId } = span;
    lane.spans = lane.spans.filter((other) => other.end <= start || other.start >= end);
    lane.spans.push({ start, end, spanId, parentSpanId });
    return lane.id;
  }

  /** The local root has ended: what comes later, comes into new lanes. */
  finish(span: SpanData): void {
    this.#traces.delete(keyOf(span));
  }

  #traceOf(span: SpanData): Trace {
    const key = keyOf(span);
    const known = this.#traces.get(key);
    if (known !== undefined) return known;
    const trace: Trace = { lanes: [], passed: new Map() };
    this.#traces.set(key, trace);
    if (this.#traces.size > MAX_TRACES) this.#traces.delete(this.#traces.keys().next().value ?? '');
    return trace;
  }

  #open(trace: Trace): Lane {
    const lane = { id: ++this.#latest, spans: [] };
    trace.lanes.push(lane);
    if (trace.lanes.length > MAX_LANES) trace.lanes.shift();
    return lane;
  }
}

/** Each thread has its part of a trace, with a root of its own. */
function keyOf({ traceId, threadId }: SpanData): string {
  return `${traceId}/${threadId}`;
}

/** Whether the outermost spans of a lane are apart from `span`, or below it. */
function fits(span: SpanData, spans: readonly Interval[], trace: Trace): boolean {
  const { startTime: start, endTime: end, spanId } = span;
  if (spans.length >= MAX_SPANS) return false;
  return spans.every((other) => {
    if (other.end <= start || other.start >= end) return true;
    // What begins with it would seem to be above it: it is written earlier.
    return other.start > start && other.end <= end && isBelow(other, spanId, trace);
  });
}

function isBelow({ parentSpanId }: Interval, spanId: string, { passed }: Trace): boolean {
  let above = parentSpanId;
  while (above !== undefined && above !== spanId) above = passed.get(above);
  return above === spanId;
}
