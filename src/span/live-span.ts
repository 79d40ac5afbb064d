import { nanoseconds, readClock, reading, sinceWords, wallAnchor } from '../base/clock.ts';
import { hex8, type Trace } from '../base/ids.ts';
import type { Fields } from '../base/value.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { ReadableSpan, SpanKind, SpanLink, SpanStatus } from '../dispatch/readable-span.ts';
import type { Frame, OnStack } from '../frame/frame.ts';
import type { ArgumentNames, FieldSink, Site } from '../site/site.ts';
import { beginAncestors } from './ancestors.ts';
import { Details } from './details.ts';
import { redactedAt } from './redaction.ts';
import { linkOf, type RemoteSpan } from './remote-span.ts';
import type { Span, SpanReference } from './span.ts';

const BEGUN = 1;
const ENDED = 2;
const ASYNC = 4;
const FAILED = 8;
const OK = 16;
const CHILD = 32;
/** Above the flags stands the depth. */
const DEPTH_SHIFT = 8;
const MAX_DEPTH = 0x7fffff;

const NO_LINKS: readonly SpanLink[] = Object.freeze([]);

/**
 * A span being recorded. The hot path makes one per call, so it holds words and references
 * only, each of them once; texts, times and merged fields are made when somebody reads them. Its
 * fields are `private` by type alone: `#private` ones cost more to initialise.
 */
export class LiveSpan implements Span, OnStack, FieldSink {
  below: OnStack | null = null;
  /** Where a body that runs in place is current, for who ends it has nothing but the span. */
  frame: Frame | null = null;
  /** What such a body returned or threw. */
  outcome: unknown = undefined;
  readonly site: Site;
  readonly dispatch: Dispatch;
  readonly trace: Trace;
  /** The rest of its id is the trace's. */
  readonly idLow: number;
  /**
   * Let go of at the end: a job that starts itself anew for ever must not keep its past. A remote
   * one stays, having no past.
   */
  private parentSpan: LiveSpan | RemoteSpan | null;
  /** Second word of the parent's id; 0 if there is none. */
  readonly parentLow: number;
  private flags: number;
  /** Monotonic ns in two words. */
  beginLow: number;
  beginHigh: number;
  /** Nanoseconds; null until the end. A small integer costs nothing here. */
  took: number | null = null;
  readonly context: Fields | null;
  details: Details | null = null;

  constructor(
    site: Site,
    dispatch: Dispatch,
    parent: LiveSpan | RemoteSpan | null,
    trace: Trace,
    context: Fields | null,
    kind: SpanKind,
  ) {
    this.site = site;
    this.dispatch = dispatch;
    this.parentSpan = parent;
    this.parentLow = parent === null ? 0 : parent.idLow;
    this.trace = trace;
    this.idLow = dispatch.ids.unique();
    this.flags = (kind === 'async' ? ASYNC : 0) | (parent === null ? 0 : placeBelow(parent));
    this.context = context;
    readClock(dispatch.clock);
    this.beginLow = reading[0] as number;
    this.beginHigh = reading[1] as number;
  }

  get remote(): false {
    return false;
  }

  get depth(): number {
    return this.flags >>> DEPTH_SHIFT;
  }

  get name(): string {
    return this.site.name;
  }

  get kind(): SpanKind {
    return (this.flags & ASYNC) === 0 ? 'thread' : 'async';
  }

  get status(): SpanStatus {
    if ((this.flags & FAILED) !== 0) return 'error';
    return (this.flags & OK) === 0 ? 'unset' : 'ok';
  }

  get fields(): Fields {
    return { ...this.context, ...this.details?.fields };
  }

  get parent(): ReadableSpan | null {
    return this.parentSpan === null || this.parentSpan.remote ? null : this.parentSpan;
  }

  get parentSpanId(): string | undefined {
    if ((this.flags & CHILD) === 0) return undefined;
    return hex8(this.parentHigh) + hex8(this.parentLow);
  }

  get traceId(): string {
    return this.trace.hex;
  }

  get spanId(): string {
    return hex8(this.trace.spanHigh) + hex8(this.idLow);
  }

  get sampled(): boolean {
    return this.trace.sampled;
  }

  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-${this.trace.sampled ? '01' : '00'}`;
  }

  get error(): unknown {
    return this.details?.error;
  }

  get links(): readonly SpanLink[] {
    return this.details?.links ?? NO_LINKS;
  }

  get startTime(): bigint {
    return nanoseconds(this.beginLow, this.beginHigh) + wallAnchor;
  }

  get endTime(): bigint | undefined {
    return this.took === null ? undefined : this.startTime + BigInt(this.took);
  }

  get duration(): number {
    if (this.took !== null) return this.took;
    readClock(this.dispatch.clock);
    return sinceWords(this.beginLow, this.beginHigh);
  }

  get busy(): number | undefined {
    const busy = this.details?.busy;
    return busy === undefined ? undefined : Number(busy);
  }

  get begun(): boolean {
    return (this.flags & BEGUN) !== 0;
  }

  get ended(): boolean {
    return (this.flags & ENDED) !== 0;
  }

  /**
   * Tells the dispatcher, ancestors first. It may come later than creation: whether a call
   * returns a lazy thenable, whose span begins with its first `then`, shows at its end.
   */
  begin(): void {
    if ((this.flags & BEGUN) !== 0) return;
    const parent = this.parentSpan;
    if (parent !== null && !parent.begun) beginAncestors(parent as LiveSpan);
    this.beginAlone();
  }

  /** Begins now, whenever it was created. */
  beginLate(): void {
    if ((this.flags & BEGUN) !== 0) return;
    readClock(this.dispatch.clock);
    this.beginLow = reading[0] as number;
    this.beginHigh = reading[1] as number;
    this.begin();
  }

  /** Ends the span and tells the dispatcher; the second time does nothing. */
  end(): void {
    if ((this.flags & ENDED) !== 0) return;
    readClock(this.dispatch.clock);
    const took = sinceWords(this.beginLow, this.beginHigh);
    if ((this.flags & BEGUN) === 0) this.begin();
    this.took = took;
    this.flags |= ENDED;
    if (this.trace.sampled) this.dispatch.end(this);
    if (this.parentSpan !== null && !this.parentSpan.remote) this.parentSpan = null;
  }

  get hasRemoteParent(): boolean {
    return this.parentSpan?.remote === true;
  }

  /** First word of the parent's id; 0 if there is none. */
  get parentHigh(): number {
    const parent = this.parentSpan;
    if (parent?.remote === true) return parent.idHigh;
    return (this.flags & CHILD) === 0 ? 0 : this.trace.spanHigh;
  }

  /** Next ancestor that has not begun, or null. */
  get unbegunParent(): LiveSpan | null {
    const parent = this.parentSpan;
    return parent === null || parent.begun ? null : (parent as LiveSpan);
  }

  /** The mark comes last: after a stack overflow on the way, it is tried again. */
  beginAlone(): void {
    if (this.trace.sampled) this.dispatch.begin(this);
    this.flags |= BEGUN;
  }

  becomeAsync(): void {
    this.flags |= ASYNC;
  }

  becomeThread(): void {
    this.flags &= ~ASYNC;
  }

  /** Notes what was thrown; `failed` says whether that is a failure. */
  note(error: unknown, failed: boolean): void {
    this.rarely().error = error;
    if (failed) this.flags = (this.flags | FAILED) & ~OK;
  }

  fail(error: unknown): this {
    if (!this.ended) this.note(error, true);
    return this;
  }

  ok(): this {
    if ((this.flags & (FAILED | ENDED)) === 0) this.flags |= OK;
    return this;
  }

  set(keyOrFields: string | object, value?: unknown): this {
    if (this.ended || !this.trace.sampled) return this;
    if (typeof keyOrFields === 'string') this.setField(keyOrFields, value);
    else if (typeof keyOrFields === 'object' && keyOrFields !== null) this.setFields(keyOrFields);
    return this;
  }

  setField(key: string, value: unknown): void {
    this.rarely().setField(key, value, redactedAt(this.site));
  }

  /** Fields from arguments, by position. */
  setNamed(names: ArgumentNames, given: readonly unknown[]): void {
    this.rarely().setNamed(names, given, redactedAt(this.site));
  }

  setFields(fields: object): void {
    if (typeof fields !== 'object' || fields === null) throw new TypeError('no object of fields');
    this.rarely().setFields(fields, redactedAt(this.site));
  }

  link(to: SpanReference | SpanLink): this {
    if (this.ended) return this;
    const link = linkOf(to);
    if (link !== null) this.rarely().link(link);
    return this;
  }

  addBusy(ns: bigint): void {
    this.rarely().addBusy(ns);
  }

  private rarely(): Details {
    this.details ??= new Details();
    return this.details;
  }
}

/** The flags of a child: it is one, and how deep. */
function placeBelow(parent: LiveSpan | RemoteSpan): number {
  return CHILD | (Math.min(parent.depth + 1, MAX_DEPTH) << DEPTH_SHIFT);
}
