/**
 * The binary form in which a thread hands spans and log events to the sidecar. A record is a
 * header of 32-bit words in the byte order of the machine, then, for what is rare or of variable
 * length, a tail: fields of OTLP's `Span` or `LogRecord` message, ready to be copied into one.
 * Its length is a multiple of 8 bytes.
 *
 * A site's record comes ahead of the first one that names it.
 */
export const RecordKind = {
  /** Fills what is left before the end of a ring. */
  PAD: 0,
  /** Static metadata: JSON of a `WireSite` as tail. */
  SITE: 1,
  SPAN: 2,
  LOG: 3,
} as const;

/** Words that all records have. */
export const Word = {
  /** Bytes of the whole record, header included. */
  LENGTH: 0,
  /** Kind in the lowest 8 bits, flags above: see `Flag`. */
  HEAD: 1,
  /** `site.id`, unique within its thread. */
  SITE: 2,
  /** Counts the records of a thread: its logical clock. Wraps at 2³². */
  SEQUENCE: 3,
  /** Four words, most significant first. All zero in a log event outside of any trace. */
  TRACE: 4,
  /** Two words, most significant first. All zero in a log event outside of any span. */
  SPAN: 8,
} as const;

/** Words of a span, after those of all records. */
export const SpanWord = {
  /** Two words, most significant first; all zero at a root. */
  PARENT: 10,
  /** Monotonic ns, two words, least significant first: add the anchor of the source. */
  BEGIN: 12,
  /** Monotonic ns, two words, least significant first. */
  END: 14,
  /** With `Flag.TAIL`: bytes of the tail, without padding. */
  TAIL_BYTES: 16,
  /** With `Flag.TAIL`: fields that were left out because of a bound. */
  DROPPED: 17,
} as const;

/** Words of a log event, after those of all records. */
export const LogWord = {
  /** Monotonic ns, two words, least significant first. */
  TIME: 10,
  TAIL_BYTES: 12,
  DROPPED: 13,
} as const;

/** Words of a site's record. */
export const SiteWord = {
  TAIL_BYTES: 4,
} as const;

/** Words before the tail. */
export const HEADER_WORDS = { SITE: 6, SPAN: 16, SPAN_WITH_TAIL: 18, LOG: 14 } as const;

/** Bits of the head word. */
export const Flag = {
  /** Two bits: 0 unset, 1 ok, 2 error, as in OTLP. */
  STATUS_SHIFT: 8,
  /** Of a log event, three bits: rank of its level. */
  LEVEL_SHIFT: 8,
  /** Of a span: its kind is `async`. */
  ASYNC: 0x800,
  /** Of a log event: its trace is not recorded. */
  UNSAMPLED: 0x800,
  /** Of a log event: its body is the name of its site. */
  BODY_IN_SITE: 0x1000,
  /** The parent is in another process or thread. */
  REMOTE_PARENT: 0x1000,
  /** Of a span: it has a tail. */
  TAIL: 0x2000,
  /** Of a span: its whole status is in the tail, with a message. */
  STATUS_IN_TAIL: 0x4000,
  /**
   * Its tail begins with values of the site's `names`, by position: their number in one byte, then
   * each value that has a name, as an `AnyValue` with its length ahead.
   */
  NAMED: 0x8000,
} as const;

/** Tags with which a tail's fields begin. */
export const Tag = {
  /** `Span.attributes` */
  SPAN_ATTRIBUTE: 0x4a,
  /** `Span.events` */
  SPAN_EVENT: 0x5a,
  /** `Span.links` */
  SPAN_LINK: 0x6a,
  /** `Span.status`, written if there is a message; the code is in the head word too. */
  SPAN_STATUS: 0x7a,
  /** `LogRecord.body` */
  LOG_BODY: 0x2a,
  /** `LogRecord.attributes` */
  LOG_ATTRIBUTE: 0x32,
  /** `LogRecord.event_name` */
  LOG_EVENT_NAME: 0x62,
} as const;

/** What is known of a site before any call, as it travels. */
export interface WireSite {
  readonly id: number;
  readonly name: string;
  /** Module path relative to the project, or the name of a logger. */
  readonly target: string;
  readonly level: string;
  /** `sync`, `async`, …; see `SiteKind`. */
  readonly kind: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Names of arguments that are recorded, by position. */
  readonly names?: readonly (string | null)[] | undefined;
  /** Made for one call: nothing else names it later. */
  readonly transient?: boolean | undefined;
}
