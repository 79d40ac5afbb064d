import type { Sink } from '../dispatch/sink.ts';
import { OpenSpanSink } from '../wire/open-span-sink.ts';
import type { OpenSpanTable } from '../wire/open-span-table.ts';
import type { RecordWriter } from '../wire/record-writer.ts';
import { RingSink } from '../wire/ring-sink.ts';

/** Where the spans of a thread go; with a table those that are open are shown, at some cost. */
export function threadSink(records: RecordWriter, openSpans: OpenSpanTable | undefined): Sink {
  const writer = new RingSink(records);
  return openSpans === undefined ? writer : new OpenSpanSink(writer, records, openSpans);
}
