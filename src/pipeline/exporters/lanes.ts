import type { SpanData } from '../../wire/telemetry.ts';

/** Spans of one parent, one after another. */
interface Interval {
  readonly start: bigint;
  end: bigint;
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
const MAX_LANES = 32;
const MAX_INTERVALS = 64;
const MAX_PASSED = 256;

/**
 * Viewers tell the parent of an asynchronous event by time alone: of two that lie within each
 * other, the longer one is above. So concurrent spans go into lanes of their own, where what lies
 * within a span is always below it. Not all that is below it comes into its lane: where siblings
 * run at once, only one of them does.
 *
 * Spans come as they end, so that a child is there before its parent.
 */
export class Lanes {
  readonly #traces = new Map<string, Trace>();
  #latest = 0;

  /** A span that is in no lane; its children may be. */
  pass(span: SpanData): void {
    const { passed } = this.#traceOf(span);
    passed.set(span.spanId, span.parentSpanId);
    if (passed.size > MAX_PASSED) passed.delete(passed.keys().next().value as string);
  }

  /** Number of the lane of a span; never given again once its trace is over. */
  place(span: SpanData): number {
    const trace = this.#traceOf(span);
    const lane = choose(span, trace) ?? this.#open(trace);
    const { startTime: start, endTime: end, parentSpanId } = span;
    lane.spans = lane.spans.filter((other) => isApart(other, span));
    const last = lane.spans.at(-1);
    const isNext = last !== undefined && last.parentSpanId === parentSpanId && last.end < start;
    if (isNext) last.end = end;
    else lane.spans.push({ start, end, parentSpanId });
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

/** Best where a sibling is, so that their parent is above both. */
function choose(span: SpanData, trace: Trace): Lane | undefined {
  const free = trace.lanes.filter(({ spans }) => fits(span, spans, trace));
  return free.find(({ spans }) => spans.at(-1)?.parentSpanId === span.parentSpanId) ?? free[0];
}

/** Whether the outermost spans of a lane are apart from `span`, or below it. */
function fits(span: SpanData, spans: readonly Interval[], trace: Trace): boolean {
  const { startTime: start, endTime: end, spanId } = span;
  if (spans.length >= MAX_INTERVALS) return false;
  return spans.every((other) => {
    if (isApart(other, span)) return true;
    // What begins with it would seem to be above it: it is written earlier.
    return other.start > start && other.end <= end && isBelow(other, spanId, trace);
  });
}

/** Two that touch are not: what has no length could be on either side. */
function isApart({ start, end }: Interval, { startTime, endTime }: SpanData): boolean {
  return end < startTime || start > endTime;
}

function isBelow({ parentSpanId }: Interval, spanId: string, { passed }: Trace): boolean {
  let above = parentSpanId;
  while (above !== undefined && above !== spanId) above = passed.get(above);
  return above === spanId;
}
