import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { Sink } from '../dispatch/sink.ts';
import type { LiveSpan } from '../span/live-span.ts';
import type { OpenSpanTable } from './open-span-table.ts';
import type { RecordWriter } from './record-writer.ts';

/** Before another sink: notes the spans that are open, for whoever looks on. */
export class OpenSpanSink implements Sink {
  readonly #next: Sink;
  readonly #records: RecordWriter;
  readonly #table: OpenSpanTable;

  constructor(next: Sink, records: RecordWriter, table: OpenSpanTable) {
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

  event(event: ReadableEvent): void {
    this.#next.event?.(event);
  }
}
