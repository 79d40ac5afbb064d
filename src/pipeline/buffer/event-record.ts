import { threadId } from 'node:worker_threads';
import { wallAnchor } from '../../base/clock.ts';
import type { LiveEvent } from '../../log/live-event.ts';
import { LogWriter } from '../../wire/log-writer.ts';
import { RecordWriter } from '../../wire/record-writer.ts';
import { ringBytes } from '../../wire/ring.ts';
import type { Segment } from '../../wire/source.ts';
import { EmittingThread } from '../sidecar/threads.ts';

/** Room for the longest record wherever the one before it ended, most of the time. */
const RING_BYTES = 262_144;

/** A ring of which both ends are here: it holds one event at a time. */
class Press {
  readonly #records: RecordWriter;
  readonly #logs: LogWriter;
  readonly #outlet: EmittingThread;

  constructor() {
    const ring = new SharedArrayBuffer(ringBytes(RING_BYTES));
    this.#records = new RecordWriter(ring);
    this.#logs = new LogWriter(this.#records);
    this.#outlet = new EmittingThread({ ring, threadId, wallAnchor });
  }

  press(event: LiveEvent, take: (segment: Segment) => void): boolean {
    const { sequence } = this.#records;
    this.#logs.event(event);
    const source = this.#outlet;
    while (source.drain(2, (bytes, words) => take({ source, bytes, words })) > 0);
    return this.#records.sequence !== sequence;
  }
}

let press: Press | undefined;

/**
 * Gives `take` an event as the record that also goes through rings; what it is to keep of that it
 * has to copy. The site may come in a segment of its own. Returns false if it has no such record.
 */
export function recordOf(event: LiveEvent, take: (segment: Segment) => void): boolean {
  press ??= new Press();
  return press.press(event, take);
}
