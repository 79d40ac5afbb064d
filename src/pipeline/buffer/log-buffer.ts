import { SpanFnError } from '../../base/errors.ts';
import { Dispatch } from '../../dispatch/dispatch.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { ReadableEvent } from '../../dispatch/readable-event.ts';
import { isLive } from '../../log/live-event.ts';
import { type Logger, ownLogger } from '../../log/logger.ts';
import { parseFilter } from '../../site/filter.ts';
import { RecordKind } from '../../wire/record.ts';
import type { Segment } from '../../wire/source.ts';
import type { Resource } from '../../wire/telemetry.ts';
import { RecordBatch } from '../batch.ts';
import type { Batch } from '../exporters/exporter.ts';
import { detectResource } from '../resource/detect.ts';
import { RecordHistory } from '../retention/record-history.ts';
import { Delivery } from './delivery.ts';
import { recordOf } from './event-record.ts';
import { checkLogBufferOptions, type LogBufferOptions } from './options.ts';

/** Detected when first needed. */
let resource: Resource | undefined;

/**
 * Holds log events as bytes, bounded and counted to the byte, until they are drained or delivered.
 *
 * It is a dispatcher: of a thread, by `start({ dispatcher: buffer })`; of one context, by
 * `withDispatcher(buffer, run, { only: 'events' })`. Or a component has one to itself, and logs by
 * `buffer.logger(…)`.
 */
export class LogBuffer implements Dispatcher {
  readonly #evicts: boolean;
  readonly #held: RecordHistory;
  readonly #delivery: Delivery | undefined;
  #own: Dispatch | undefined;
  #dropped = 0;
  readonly #take = (segment: Segment): void => {
    if (this.#evicts || this.#held.hasRoomFor(segment)) this.#held.keep(segment);
    else this.#dropped++;
  };

  /** @throws SpanFnError `SPANFN_BAD_OPTION` */
  constructor(options: LogBufferOptions = {}) {
    const { maxBytes, whenFull, deliver, scheduleDelay } = checkLogBufferOptions(options);
    this.#evicts = whenFull === 'evict';
    this.#held = new RecordHistory(RecordKind.LOG, { maxBytes });
    if (deliver !== undefined) this.#delivery = new Delivery(this, deliver, scheduleDelay);
  }

  /**
   * Takes an event in, as a dispatcher was given it; fields that do not fit into the 65,536 bytes of
   * one record are left out.
   *
   * @throws SpanFnError `SPANFN_BAD_OPTION` if it is none
   */
  push(event: ReadableEvent): void {
    if (!isLive(event)) throw noEvent(event);
    if (!recordOf(event, this.#take)) this.#dropped++;
    this.#delivery?.schedule();
  }

  /** The same, for `Dispatch`. */
  event(event: ReadableEvent): void {
    this.push(event);
  }

  /** Takes out everything that is held, oldest first. */
  drain(): Batch {
    resource ??= detectResource(process.env);
    return new RecordBatch('logs', this.#held.drain(), resource);
  }

  /** Hands over what is held, if there is something and somebody to take it; rejects never. */
  flush(): Promise<void> {
    return this.#delivery?.flush() ?? Promise.resolve();
  }

  /**
   * A logger whose events go into this buffer and nowhere else, whatever is installed; from `info`
   * on, which its `setLevel` changes.
   *
   * @param target name of the component that has the buffer
   * @param fields put on all its events, such as the id of a node
   * @throws SpanFnError `SPANFN_BAD_NAME`, `SPANFN_BAD_OPTION`
   */
  logger(target: string, fields: object = {}): Logger {
    const sink = { end() {}, event: (event: ReadableEvent) => this.push(event) };
    const flush = (): Promise<void> => this.flush();
    this.#own ??= new Dispatch({ flush }, { filter: parseFilter('info'), sink });
    return ownLogger(this.#own, target, fields);
  }

  get isEmpty(): boolean {
    return this.#held.isEmpty;
  }

  /** Events that are held. */
  get length(): number {
    return this.#held.length;
  }

  /** Bytes of their records, which is what the bound counts. */
  get byteLength(): number {
    return this.#held.byteLength;
  }

  /** Events that had to go for newer ones. */
  get evicted(): number {
    return this.#held.evicted;
  }

  /** Events for which there was no room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Events of batches that `deliver` failed at. */
  get undelivered(): number {
    return this.#delivery?.failed ?? 0;
  }

  stats(): Record<string, number> {
    return {
      bufferedLogs: this.length,
      bufferedLogBytes: this.byteLength,
      bufferEvicted: this.evicted,
      bufferDropped: this.dropped,
      bufferUndelivered: this.undelivered,
    };
  }
}

function noEvent(value: unknown): SpanFnError {
  return new SpanFnError('SPANFN_BAD_OPTION', {
    value,
    cause: 'A log buffer holds events as dispatchers get them',
    remedy: 'Log into it: by buffer.logger(name), or with the buffer as dispatcher.',
  });
}
