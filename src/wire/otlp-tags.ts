/**
 * Tags of the OTLP messages that both sides of a ring know: the one that writes them into a
 * record's tail, and the one that reads them there or writes the rest. A tag is a field's number
 * and its wire type.
 */
export const AnyValueTag = {
  STRING: 0x0a,
  BOOL: 0x10,
  INT: 0x18,
  DOUBLE: 0x21,
  ARRAY: 0x2a,
  KVLIST: 0x32,
  BYTES: 0x3a,
} as const;

/** Tags of `KeyValue`. */
export const KeyValueTag = { KEY: 0x0a, VALUE: 0x12 } as const;

/** Tag of what `ArrayValue` and `KeyValueList` repeat. */
export const ELEMENT_TAG = 0x0a;

/** Tags of `Span.Event`. */
export const EventTag = { TIME: 0x09, NAME: 0x12, ATTRIBUTE: 0x1a } as const;

/** Tags of `Span.Link`. */
export const LinkTag = { TRACE: 0x0a, SPAN: 0x12, ATTRIBUTE: 0x22 } as const;

/** Tags of `Status`. */
export const StatusTag = { MESSAGE: 0x12, CODE: 0x18 } as const;

/** Bits of the `flags` of spans and log records. */
export const TraceFlag = { SAMPLED: 0x01, PARENT_KNOWN: 0x100, PARENT_REMOTE: 0x200 } as const;
