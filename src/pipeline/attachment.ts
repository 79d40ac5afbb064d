import { BroadcastChannel, threadId } from 'node:worker_threads';
import { wallAnchor } from '../base/clock.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Sink } from '../dispatch/sink.ts';
import { Counter } from '../wire/counters.ts';
import { OpenSpanTable } from '../wire/open-span-table.ts';
import { RecordWriter } from '../wire/record-writer.ts';
import { ringBytes } from '../wire/ring.ts';
import { Errands } from './sidecar/errands.ts';
import { type Call, type Echo, FLUSH_WITHIN, type Invitation } from './sidecar/protocol.ts';
import { threadSink } from './thread-sink.ts';

/** What joins a thread to the sidecar of another: a ring of its own, and a channel. */
export class Attachment implements Dispatcher {
  readonly sink: Sink;
  readonly url: string | undefined;
  readonly #records: RecordWriter;
  readonly #channel: BroadcastChannel;
  readonly #errands: Errands;

  constructor({ channel: name, capacityBytes, url, showsOpenSpans }: Invitation) {
    const ring = new SharedArrayBuffer(ringBytes(capacityBytes));
    const openSpans = showsOpenSpans ? new OpenSpanTable() : undefined;
    this.url = url;
    this.#records = new RecordWriter(ring);
    this.sink = threadSink(this.#records, openSpans);
    const channel = new BroadcastChannel(name);
    this.#channel = channel;
    this.#errands = new Errands(channel, (asked) =>
      channel.postMessage({ asked, threadId } satisfies Call),
    );
    channel.onmessage = (event) => this.#hear((event as MessageEvent).data as Call | Echo);
    channel.unref();
    const attach = { ring, threadId, wallAnchor, openSpans: openSpans?.memory };
    channel.postMessage({ attach } satisfies Call);
  }

  /** Of this thread alone. */
  stats(): Record<string, number> {
    const { counters } = this.#records;
    const spansRingFull = counters.get(Counter.SPANS_RING_FULL);
    const spansOversized = counters.get(Counter.SPANS_OVERSIZED);
    const logsRingFull = counters.get(Counter.LOGS_RING_FULL);
    const logsOversized = counters.get(Counter.LOGS_OVERSIZED);
    return {
      spansPushed: counters.get(Counter.SPANS_WRITTEN) + spansRingFull + spansOversized,
      spansRingFull,
      spansOversized,
      logsPushed: counters.get(Counter.LOGS_WRITTEN) + logsRingFull + logsOversized,
      logsRingFull,
      logsOversized,
    };
  }

  flush(): Promise<void> {
    return this.#errands.flush(FLUSH_WITHIN);
  }

  /** @throws SpanFnError `SPANFN_SNAPSHOT_FAILED` */
  snapshot(reason: string): Promise<string> {
    return this.#errands.snapshot(reason);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#errands.end();
    this.#channel.close();
  }

  #hear(message: Call | Echo): void {
    if ('over' in message) this.#errands.end();
    else if ('done' in message && message.threadId === threadId) {
      this.#errands.hear(message.number, message.done);
    }
  }
}
