import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan, SpanKind } from '../dispatch/readable-span.ts';
import { arrange, draw } from '../pipeline/tree.ts';
import { logLine, RecordedLog } from './recorded-log.ts';
import { lineOf, RecordedSpan } from './recorded-span.ts';

/** One begin or end, in the order in which they came. */
export interface SpanEvent {
  readonly type: 'begin' | 'end';
  readonly kind: SpanKind;
  readonly span: RecordedSpan;
}

/** What a drawn tree shows. */
export interface TreeOptions {
  /** Leave fields out. */
  readonly fields?: boolean | undefined;
  /** Show log events too, each in its span. */
  readonly logs?: boolean | undefined;
}

/** What was recorded. It is complete once all spans that began have ended. */
export class Recording {
  /** In order of their begin. */
  readonly spans: RecordedSpan[] = [];
  readonly events: SpanEvent[] = [];
  /** Log events, in their order. */
  readonly logs: RecordedLog[] = [];
  /** Both, in their order. */
  readonly #lines: (RecordedSpan | RecordedLog)[] = [];
  readonly #known = new Map<ReadableSpan, RecordedSpan>();

  /** Spans that have begun and not ended. */
  get openSpans(): RecordedSpan[] {
    return this.spans.filter((span) => !span.ended);
  }

  /** One line a span, children indented by two: name, kind, fields, error. No ids, no times. */
  tree(options: TreeOptions = {}): string {
    const showFields = options.fields !== false;
    const lines = options.logs === true ? this.#lines : this.spans;
    const line = (one: RecordedSpan | RecordedLog): string =>
      one instanceof RecordedLog ? logLine(one, showFields) : lineOf(one, showFields);
    return draw(arrange(lines), line).join('\n');
  }

  toString(options?: TreeOptions): string {
    return this.tree(options);
  }

  /** The dispatcher that fills this recording. */
  dispatcher(): Dispatcher {
    return {
      spanBegin: (span) => this.#begin(span),
      spanEnd: (span) => this.#end(span),
      event: (event) => this.#log(event),
    };
  }

  #begin(span: ReadableSpan): void {
    if (this.#known.has(span)) return; // Told again, after a stack overflow on the way here.
    const parent = (span.parent && this.#known.get(span.parent)) ?? null;
    const recorded = new RecordedSpan(span, parent, this.spans.length);
    const event = new Event('begin', recorded);
    // From here on nothing is called that a stack overflow could keep from being done.
    this.#known.set(span, recorded);
    this.spans[this.spans.length] = recorded;
    this.events[this.events.length] = event;
    this.#lines[this.#lines.length] = recorded;
  }

  #log(event: ReadableEvent): void {
    const parent = (event.span && this.#known.get(event.span)) ?? null;
    const recorded = new RecordedLog(event, parent);
    this.logs.push(recorded);
    this.#lines.push(recorded);
  }

  #end(span: ReadableSpan): void {
    const recorded = this.#known.get(span);
    if (recorded !== undefined) this.events.push(new Event('end', recorded));
  }
}

/** The kind of a span may be corrected when its function returns; events show the corrected one. */
class Event implements SpanEvent {
  readonly type: 'begin' | 'end';
  readonly span: RecordedSpan;

  constructor(type: 'begin' | 'end', span: RecordedSpan) {
    this.type = type;
    this.span = span;
  }

  get kind(): SpanKind {
    return this.span.kind;
  }
}
