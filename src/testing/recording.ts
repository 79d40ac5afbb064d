import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { ReadableSpan, SpanKind } from '../dispatch/readable-span.ts';
import { arrange, draw } from '../pipeline/tree.ts';
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
}

/** What was recorded. It is complete once all spans that began have ended. */
export class Recording {
  /** In order of their begin. */
  readonly spans: RecordedSpan[] = [];
  readonly events: SpanEvent[] = [];
  readonly #known = new Map<ReadableSpan, RecordedSpan>();

  /** Spans that have begun and not ended. */
  get openSpans(): RecordedSpan[] {
    return this.spans.filter((span) => !span.ended);
  }

  /** One line a span, children indented by two: name, kind, fields, error. No ids, no times. */
  tree(options: TreeOptions = {}): string {
    const showFields = options.fields !== false;
    return draw(arrange(this.spans), (span) => lineOf(span, showFields)).join('\n');
  }

  /** The dispatcher that fills this recording. */
  dispatcher(): Dispatcher {
    return {
      spanBegin: (span) => this.#begin(span),
      spanEnd: (span) => this.#end(span),
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
