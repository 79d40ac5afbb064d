import type { SpanSink } from '../dispatch/span-sink.ts';
import { OpenSpanSink } from '../wire/open-span-sink.ts';
import type { OpenSpanTable } from '../wire/open-span-table.ts';
import type { RecordWriter } from '../wire/record-writer.ts';
import { SpanWriter } from '../wire/span-writer.ts';

/** Where the spans of a thread go; with a table those that are open are shown, at some cost. */
export function threadSink(records: RecordWriter, openSpans: OpenSpanTable | undefined): SpanSink {
  const writer = new SpanWriter(records);
  return openSpans === undefined ? writer : new OpenSpanSink(writer, records, openSpans);
}
