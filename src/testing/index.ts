export {
  assertLogged,
  assertNoOpenSpans,
  assertSpan,
  assertSpanTree,
} from './assertions.ts';
export type { ExpectedSpan, TreeExpectation } from './expectations.ts';
export { type RecordOptions, record } from './record.ts';
export type { RecordedLog } from './recorded-log.ts';
export type { RecordedSpan } from './recorded-span.ts';
export type { Recording, SpanEvent, TreeOptions } from './recording.ts';
