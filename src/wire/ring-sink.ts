import type { Sink } from '../dispatch/sink.ts';
import type { LiveEvent } from '../log/live-event.ts';
import { LogWriter } from './log-writer.ts';
import type { RecordWriter } from './record-writer.ts';
import { SpanWriter } from './span-writer.ts';

/** Writes spans and log events into the ring of this thread, in the order in which they come. */
export class RingSink extends SpanWriter implements Sink {
  readonly #logs: LogWriter;

  constructor(records: RecordWriter) {
    super(records);
    this.#logs = new LogWriter(records);
  }

  event(event: LiveEvent): void {
    this.#logs.event(event);
  }
}
