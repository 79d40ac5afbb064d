import { nanoseconds, readClock, reading, sinceWords, wallAnchor } from '../base/clock.ts';
import { hex8, type Trace } from '../base/ids.ts';
import type { Overdue } from '../base/overdue.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { ReadableSpan, SpanKind, SpanLink, SpanStatus } from '../dispatch/readable-span.ts';
import type { Frame, OnStack } from '../frame/frame.ts';
import type { ArgumentNames, FieldSink, Site } from '../site/site.ts';
import { type Above, beginAncestors, idHighOf, idLowOf, liveOf } from './ancestors.ts';
import { argumentFields, keepArguments, setArguments } from './arguments.ts';
import { Details } from './details.ts';
import { redactedAt } from './redaction.ts';
import { linkOf, type RemoteSpan } from './remote-span.ts';
import type { Span, SpanReference } from './span.ts';
import {
  ASYNC,
  BEGUN,
  DEPTH_SHIFT,
  depthFlags,
  ENDED,
  FAILED,
  OK,
  statusOf,
} from './span-flags.ts';

const NO_LINKS: readonly SpanLink[] = Object.freeze([]);

/**
 * A span being recorded. The hot path makes one per call, so it holds words and references only, as
 * few as can be; texts, times and merged fields are made when somebody reads them. Its fields are
 * `private` by type alone: `#private` ones cost more to initialise. Those that the constructor sets are
 * declared, or they would be `undefined` first: V8 then never learns that they hold small integers.
 */
export class LiveSpan implements Span, OnStack, FieldSink, Overdue {
  below: OnStack | null = null;
  /** Where a body that runs in place is current: who ends it has nothing but the span. */
  frame: Frame | null = null;
  declare readonly site: Site;
  declare readonly trace: Trace;
  /** The rest of its id is the trace's. */
  declare readonly idLow: number;
  /**
   * Let go of at the end, but for the second word of its id: a job that starts itself anew for ever
   * must not keep its past. A remote one stays, having no past.
   */
  declare above: Above;
  /** See `span-flags.ts`. */
  declare flags: number;
  /** Monotonic ns in two words. */
  declare beginLow: number;
  declare beginHigh: number;
  /** Nanoseconds; null until the end. A small integer costs nothing here. */
  took: number | null = null;
  declare readonly context: Fields | null;
  /** Fields from arguments: by position, under the names that the site knows. */
  values: readonly FieldValue[] | null = null;
  details: Details | null = null;

  constructor(
    site: Site,
    trace: Trace,
    parent: LiveSpan | RemoteSpan | null,
    context: Fields | null,
    kind: SpanKind,
  ) {
    const { ids, clock } = trace.dispatch as Dispatch;
    this.site = site;
    this.trace = trace;
    this.idLow = ids.unique();
    this.above = parent;
    this.flags =
      (kind === 'async' ? ASYNC : 0) | (parent === null ? 0 : depthFlags(parent.depth + 1));
    this.context = context;
    readClock(clock);
    this.beginLow = reading[0] as number;
    this.beginHigh = reading[1] as number;
  }

  get dispatch(): Dispatch {
    return this.trace.dispatch as Dispatch;
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
    return statusOf(this.flags);
  }

  get fields(): Fields {
    return { ...this.context, ...this.ownFields };
  }

  /** Without those of the context. */
  get ownFields(): Fields {
    const own = this.details?.own ?? {};
    return this.values === null ? own : { ...argumentFields(this.site, this.values), ...own };
  }

  get parent(): ReadableSpan | null {
    return liveOf(this.above);
  }

  get parentSpanId(): string | undefined {
    if (this.above === null) return undefined;
    return hex8(idHighOf(this.above, this.trace)) + hex8(idLowOf(this.above));
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
    return `00-${this.traceId}-${this.spanId}-${this.sampled ? '01' : '00'}`;
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
    const { above } = this;
    if (above !== null && typeof above !== 'number' && !above.begun) beginAncestors(above);
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
    const { dispatch, sampled } = this.trace;
    readClock((dispatch as Dispatch).clock);
    const took = sinceWords(this.beginLow, this.beginHigh);
    if ((this.flags & BEGUN) === 0) this.begin();
    this.took = took;
    this.flags |= ENDED;
    if (sampled) (dispatch as Dispatch).end(this);
    const parent = liveOf(this.above);
    if (parent !== null) this.above = parent.idLow;
  }

  /** The rest of an end that a stack overflow broke off. */
  makeUp(): void {
    if (!this.ended) this.end();
    else if (this.sampled) this.dispatch.end(this);
  }

  /** Next ancestor that has not begun, or null. */
  get unbegunParent(): LiveSpan | null {
    const parent = liveOf(this.above);
    return parent === null || parent.begun ? null : parent;
  }

  /** The mark comes last: after a stack overflow on the way, it is tried again. */
  beginAlone(): void {
    const { dispatch, sampled } = this.trace;
    if (sampled) (dispatch as Dispatch).begin(this);
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
    this.rarely().setField(key, value, redactedAt(this.site), this.values?.length ?? 0);
  }

  /** Keeps arguments, unless there are fields already that they may go over. Once in a life. */
  setNamed(names: ArgumentNames, given: readonly unknown[]): void {
    if (this.details === null || this.details.own === null) {
      this.values = keepArguments(names, given, redactedAt(this.site));
    } else setArguments(this, names, given);
  }

  setFields(fields: object): void {
    if (typeof fields !== 'object' || fields === null) throw new TypeError('no object of fields');
    this.rarely().setFields(fields, redactedAt(this.site), this.values?.length ?? 0);
  }

  link(to: SpanReference | SpanLink): this {
    if (this.ended) return this;
    const link = linkOf(to);
    if (link !== null) this.rarely().link(link);
    return this;
  }

  /** Where all is kept that most spans do not have. */
  rarely(): Details {
    this.details ??= new Details();
    return this.details;
  }
}
