import type { SpanContext } from '../base/ids.ts';
import type { Fields } from '../base/value.ts';
import type { Site } from '../site/site.ts';

/**
 * `thread`: ran and ended on the stack of its caller. `async`: may have been suspended, like an
 * `async` function, a promise or a generator.
 */
export type SpanKind = 'thread' | 'async';

/** As in OpenTelemetry: `unset` is the normal end, `ok` is said by the program only. */
export type SpanStatus = 'unset' | 'ok' | 'error';

/** Another span that this one has to do with, without being below it. */
export interface SpanLink extends SpanContext {
  readonly fields?: Fields;
}

/** What a span tells whoever observes it. */
export interface ReadableSpan extends SpanContext {
  readonly site: Site;
  readonly name: string;
  /** Final once the span has ended. */
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  /** What was thrown or rejected with, if anything was. */
  readonly error: unknown;
  /** Fields of the context and of the span, copied and bounded. */
  readonly fields: Fields;
  /**
   * The span that it hangs below, in this process; null at a root, and once it has ended, since
   * a span must not keep all its ancestors alive. `parentSpanId` stays.
   */
  readonly parent: ReadableSpan | null;
  /** 16 hex digits; undefined at the root of a trace. A remote parent has an id alone. */
  readonly parentSpanId: string | undefined;
  /** Distance from the local root, which has 0. */
  readonly depth: number;
  readonly links: readonly SpanLink[];
  /** Unix time in ns. */
  readonly startTime: bigint;
  /** Unix time in ns; undefined while the span is open. */
  readonly endTime: bigint | undefined;
  /** Nanoseconds from begin to end, or until now while the span is open. */
  readonly duration: number;
  /** Of a generator: nanoseconds spent inside its body. Undefined for other spans. */
  readonly busy: number | undefined;
  readonly ended: boolean;
}
