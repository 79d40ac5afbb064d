import type { Level } from '../base/level.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { Site } from '../site/site.ts';
import type { ReadableSpan } from './readable-span.ts';

/** What a log event tells whoever observes it. */
export interface ReadableEvent {
  readonly site: Site;
  readonly level: Level;
  /** Name of its logger, or path of its module; what filters match. */
  readonly target: string;
  /** Unix time in ns. */
  readonly time: bigint;
  /** Its name, if it is an event in the sense of OpenTelemetry. */
  readonly name: string | undefined;
  /** The message, or what stands in its place; null if there is none. */
  readonly body: FieldValue;
  /** Fields of the context, of the logger and of the event, copied and bounded. */
  readonly fields: Fields;
  /** The error that it reports, if there is one. */
  readonly error: unknown;
  /** The innermost span that was open; null outside of any. */
  readonly span: ReadableSpan | null;
  /** 32 hex digits; undefined outside of any span. */
  readonly traceId: string | undefined;
  /** 16 hex digits; undefined outside of any span. */
  readonly spanId: string | undefined;
}
