import type { SpanSink } from '../dispatch/span-sink.ts';
import type { LiveSpan } from '../span/live-span.ts';
import type { OpenSpanTable } from './open-span-table.ts';
import type { RecordWriter } from './record-writer.ts';

/** Before another sink: notes the spans that are open, for whoever looks on. */
export class OpenSpanSink implements SpanSink {
  readonly #next: SpanSink;
  readonly #records: RecordWriter;
  readonly #table: OpenSpanTable;

  constructor(next: SpanSink, records: RecordWriter, table: OpenSpanTable) {
    this.#next = next;
    this.#records = records;
    this.#table = table;
  }

  begin(span: LiveSpan): void {
    this.#records.announce(span.site);
    this.#table.open(span);
  }

  end(span: LiveSpan): void {
    this.#table.close(span);
    this.#next.end(span);
  }
}
