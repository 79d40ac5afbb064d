import { copyFields, toValue } from '../base/capture.ts';
import { wallAnchor } from '../base/clock.ts';
import { hex8, type Trace } from '../base/ids.ts';
import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import { type Fields, REDACTED, setField } from '../base/value.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { ReadableSpan, SpanKind, SpanLink, SpanStatus } from '../dispatch/readable-span.ts';
import type { Frame, OnStack } from '../frame/frame.ts';
import type { FieldSink, Site } from '../site/site.ts';
import { beginAncestors } from './ancestors.ts';
import { redactedKeys } from './redaction.ts';
import { linkOf, type RemoteSpan } from './remote-span.ts';
import type { Span, SpanReference } from './span.ts';

const BEGUN = 1;
const ENDED = 2;
const ASYNC = 4;
const FAILED = 8;
const OK = 16;
const CHILD = 32;

const NO_LINKS: readonly SpanLink[] = Object.freeze([]);

/**
 * A span being recorded. The hot path makes one per call, so it holds words and references
 * only; texts and merged fields are made when somebody reads them. Its fields are `private` by
 * type alone: `#private` ones cost more to initialise.
 */
export class LiveSpan implements Span, OnStack, FieldSink {
  readonly remote = false;
  below: OnStack | null = null;
  /** Where a body that runs in place is current, for who ends it has nothing but the span. */
  frame: Frame | null = null;
  /** What such a body returned or threw. */
  outcome: unknown = undefined;
  readonly site: Site;
  readonly dispatch: Dispatch;
  readonly trace: Trace;
  readonly depth: number;
  readonly idHigh: number;
  readonly idLow: number;
  error: unknown = undefined;
  /** Let go of at the end: a job that starts itself anew for ever must not keep its past. */
  private parentSpan: LiveSpan | RemoteSpan | null;
  private readonly parentHigh: number;
  private readonly parentLow: number;
  private flags: number;
  private begunAt: bigint;
  private endedAt = 0n;
  private readonly context: Fields | null;
  private own: Fields | null = null;
  private ownCount = 0;
  private rare: { links: SpanLink[]; busy: bigint | undefined } | null = null;

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
    this.parentHigh = parent === null ? 0 : parent.idHigh;
    this.parentLow = parent === null ? 0 : parent.idLow;
    this.trace = trace;
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.idHigh = dispatch.ids.word();
    this.idLow = dispatch.ids.word() || 1;
    this.flags = (kind === 'async' ? ASYNC : 0) | (parent === null ? 0 : CHILD);
    this.context = context;
    this.begunAt = dispatch.clock.now();
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
    return { ...this.context, ...this.own };
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
    return hex8(this.idHigh) + hex8(this.idLow);
  }

  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-01`;
  }

  get links(): readonly SpanLink[] {
    return this.rare?.links ?? NO_LINKS;
  }

  get startTime(): bigint {
    return this.begunAt + wallAnchor;
  }

  get endTime(): bigint | undefined {
    return this.ended ? this.endedAt + wallAnchor : undefined;
  }

  get duration(): number {
    return Number((this.ended ? this.endedAt : this.dispatch.clock.now()) - this.begunAt);
  }

  get busy(): number | undefined {
    const busy = this.rare?.busy;
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
    this.begunAt = this.dispatch.clock.now();
    this.begin();
  }

  /** Ends the span and tells the dispatcher; the second time does nothing. */
  end(): void {
    if ((this.flags & ENDED) !== 0) return;
    this.endedAt = this.dispatch.clock.now();
    if ((this.flags & BEGUN) === 0) this.begin();
    this.flags |= ENDED;
    this.dispatch.end(this);
    this.parentSpan = null;
  }

  /** Next ancestor that has not begun, or null. */
  get unbegunParent(): LiveSpan | null {
    const parent = this.parentSpan;
    return parent === null || parent.begun ? null : (parent as LiveSpan);
  }

  /** The mark comes last: after a stack overflow on the way, it is tried again. */
  beginAlone(): void {
    this.dispatch.begin(this);
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
    this.error = error;
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
    if (this.ended) return this;
    if (typeof keyOrFields === 'string') this.setField(keyOrFields, value);
    else if (typeof keyOrFields === 'object' && keyOrFields !== null) this.setFields(keyOrFields);
    return this;
  }

  setField(key: string, value: unknown): void {
    this.own ??= {};
    if (this.ownCount >= LIMITS.fields && !Object.hasOwn(this.own, key)) return;
    this.ownCount++;
    const redact = this.redacted();
    const name = key.length > LIMITS.length ? cut(key) : key;
    setField(this.own, name, redact.has(key) ? REDACTED : toValue(value, redact));
  }

  setFields(fields: object): void {
    if (typeof fields !== 'object' || fields === null) throw new TypeError('no object of fields');
    if (this.ownCount >= LIMITS.fields) return;
    this.own = copyFields(fields, this.redacted(), this.own ?? {});
    this.ownCount = Object.keys(this.own).length;
  }

  private redacted(): ReadonlySet<string> {
    const everywhere = redactedKeys();
    const here = this.site.capture?.redact;
    if (here === undefined) return everywhere;
    return everywhere.size === 0 ? here : new Set([...everywhere, ...here]);
  }

  link(to: SpanReference | SpanLink): this {
    if (this.ended) return this;
    const link = linkOf(to);
    if (link !== null) this.rarely().links.push(link);
    return this;
  }

  addBusy(ns: bigint): void {
    const rare = this.rarely();
    rare.busy = (rare.busy ?? 0n) + ns;
  }

  private rarely(): { links: SpanLink[]; busy: bigint | undefined } {
    this.rare ??= { links: [], busy: undefined };
    return this.rare;
  }
}
