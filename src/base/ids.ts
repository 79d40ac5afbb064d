import { randomFillSync } from 'node:crypto';
import { SpanFnError } from './errors.ts';

/**
 * The identity of one trace, shared by all its spans that one dispatcher gets. Four signed 32-bit
 * words, since those are stored without allocating; the hex text is made when somebody reads it.
 */
export class Trace {
  declare readonly a: number;
  declare readonly b: number;
  declare readonly c: number;
  declare readonly d: number;
  /** First word of the ids of all spans that this thread adds to the trace. */
  declare readonly spanHigh: number;
  /** Who gets its spans; `dispatch/` gives it its type. Null: nobody yet. */
  declare readonly dispatch: object | null;
  /** Whether its spans are recorded; decided once, at the local root. */
  sampled = true;

  constructor(
    a: number,
    b: number,
    c: number,
    d: number,
    spanHigh: number,
    dispatch: object | null,
  ) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.spanHigh = spanHigh || 1; // No id of a span is all zero.
    this.dispatch = dispatch;
  }

  /** The same trace, for another dispatcher. */
  under(dispatch: object): Trace {
    if (this.dispatch === dispatch) return this;
    const { a, b, c, d, spanHigh } = this;
    const trace = new Trace(a, b, c, d, spanHigh, dispatch);
    trace.sampled = this.sampled;
    return trace;
  }

  /** 32 lower-case hex digits, as in W3C trace context. */
  get hex(): string {
    return hex8(this.a) + hex8(this.b) + hex8(this.c) + hex8(this.d);
  }
}

/** Source of ids. Words are 32 bits, as signed integers. */
export interface Ids {
  /** A random word. */
  word(): number;
  /** A word that does not come again before all others have come. */
  unique(): number;
}

/** 2³² divided by the golden ratio: multiples of it visit every word, far apart. */
const STRIDE = 0x9e3779b9;

/** xorshift128: fast, allocation-free, seeded from the system once per thread. */
export function randomIds(seed: Int32Array = randomFillSync(new Int32Array(4))): Ids {
  let x = seed[0] as number;
  let y = seed[1] as number;
  let z = seed[2] as number;
  let w = (seed[3] as number) | 1; // The all-zero state would repeat zero for ever.
  let last = w;
  return {
    unique() {
      last = (last + STRIDE) | 0;
      return last;
    },
    word() {
      const t = x ^ (x << 11);
      x = y;
      y = z;
      z = w;
      w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
      return w;
    },
  };
}

/** Ids that count 1, 2, 3, …: the same in every run of a test. */
export function countingIds(): Ids {
  let next = 0;
  const count = (): number => {
    next = (next + 1) | 0;
    return next;
  };
  return { word: count, unique: count };
}

/** The thread's generator. */
export const threadIds: Ids = randomIds();

/** A new trace; never all zero, which W3C trace context forbids. */
export function newTrace(ids: Ids, dispatch: object | null = null): Trace {
  return new Trace(ids.word(), ids.word(), ids.word(), ids.word() || 1, ids.word(), dispatch);
}

/** Eight hex digits of one signed 32-bit word. */
export function hex8(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** A span named from outside this process, as carried by a queue message or an HTTP header. */
export interface SpanContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Whether its trace is recorded, as far as that is known. */
  readonly sampled?: boolean | undefined;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;

/**
 * Reads a W3C `traceparent` header.
 *
 * @throws SpanFnError `SPANFN_BAD_PARENT`
 */
export function parseTraceparent(text: string): SpanContext {
  const match = TRACEPARENT.exec(text);
  // Version 00 has four parts; later ones may have more, and ff is none.
  const isOdd = text.startsWith('ff') || (text.startsWith('00') && match?.[4] !== undefined);
  if (match === null || isOdd) throw badParent(text);
  const sampled = (Number.parseInt(match[3] as string, 16) & 1) === 1;
  return checkSpanContext({ traceId: match[1] as string, spanId: match[2] as string, sampled });
}

/**
 * Returns `context` if both its ids are well-formed.
 *
 * @throws SpanFnError `SPANFN_BAD_PARENT`
 */
export function checkSpanContext(context: SpanContext): SpanContext {
  const { traceId, spanId } = context;
  const good = isHex(traceId, 32) && isHex(spanId, 16);
  if (!good) throw badParent(context);
  return context;
}

/** Words of an id written in hex. */
export function words(hex: string): number[] {
  return (hex.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 16) | 0);
}

function isHex(id: unknown, length: number): boolean {
  return (
    typeof id === 'string' && id.length === length && /^[0-9a-f]+$/.test(id) && !ZEROS.test(id)
  );
}

function badParent(value: unknown): SpanFnError {
  return new SpanFnError('SPANFN_BAD_PARENT', {
    value,
    cause: 'A parent or link must name a span',
    remedy: 'Give a span, { traceId: 32 hex digits, spanId: 16 hex digits }, or a traceparent.',
  });
}
