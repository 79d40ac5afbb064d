import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { SpanFnError } from '../../base/errors.ts';
import type { Segment } from '../../wire/source.ts';
import { type Batch, SIGNALS, type Signal } from '../exporters/exporter.ts';
import type { Outlet } from '../exporters/outlet.ts';
import type { OpenSpan } from '../retention/open-span.ts';
import type { TailSampler } from '../sampling/tail.ts';
import { type Control, SidecarCounter } from './control.ts';
import { Gatherer } from './gather.ts';
import type { Observer } from './observer.ts';
import { retire } from './retired.ts';
import { EmittingThread, type ThreadIntroduction } from './threads.ts';

/** Records taken from one ring before the next has its turn. */
const BATCH = 100;
/** Turns before the sidecar looks at its sockets. */
const TURNS = 32;
/** Times as many that it takes before it answers who asks what there is. */
const REFRESH = 8;
/** Milliseconds that it sleeps when all rings are empty. */
const IDLE = 10;

export interface SidecarParts {
  readonly control: Control;
  readonly outlets: readonly Outlet[];
  readonly makeBatch: (signal: Signal, segments: readonly Segment[]) => Batch;
  readonly tail: TailSampler | undefined;
  readonly observer: Observer | undefined;
  readonly scheduleDelay: number;
  readonly batchBytes: number;
}

/** Drains all rings, and passes on what it finds. */
export class Sidecar {
  readonly #parts: SidecarParts;
  readonly #threads = new Map<number, EmittingThread>();
  readonly #gone = new Set<number>();
  readonly #gatherer = new Gatherer();
  #passedOnAt = performance.now();

  constructor(parts: SidecarParts) {
    this.#parts = parts;
  }

  attach(introduction: ThreadIntroduction): void {
    const before = this.#threads.get(introduction.threadId);
    if (before !== undefined) this.#retire(before); // It has stopped, and attached once more.
    this.#threads.set(introduction.threadId, new EmittingThread(introduction));
  }

  /** A thread is over: what is left in its ring is the last of it. */
  detach(threadId: number): void {
    if (this.#threads.has(threadId)) this.#gone.add(threadId);
  }

  /** Runs until it is told to stop, and then as long as it may. */
  async run(onRetired: (threadId: number) => void): Promise<void> {
    for (;;) {
      const within = this.#parts.control.stopWithin;
      if (within !== undefined) {
        await this.#stop(within);
        return;
      }
      const isIdle = this.#drainTurns();
      this.#retireGone(onRetired);
      if (this.#isDue()) this.#passOn();
      await (isIdle ? sleep(IDLE) : setImmediate());
    }
  }

  /** Delivers everything that is in a ring now; at most for `ms`. */
  async flush(ms: number): Promise<void> {
    this.#drainAll();
    this.#passOn();
    await Promise.all(this.#parts.outlets.map((outlet) => outlet.flush(ms)));
  }

  /** Takes in what is in the rings now. */
  refresh(): void {
    for (let turns = 0; turns < REFRESH && !this.#drainTurns(); turns++);
  }

  /** The spans that are open right now, of all threads. */
  openSpans(): OpenSpan[] {
    return [...this.#threads.values()].flatMap((thread) => thread.openSpans());
  }

  /**
   * Writes what is retained, and returns the path.
   *
   * @throws SpanFnError if nothing is retained, or the error of the file system
   */
  snapshot(reason: string): string {
    const { observer } = this.#parts;
    if (observer === undefined) throw nothingRetained(reason);
    this.refresh();
    return observer.write({ reason, error: undefined }, this.openSpans());
  }

  async #stop(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    await setImmediate(); // Threads may have introduced themselves meanwhile.
    this.#drainAll();
    this.#passOn(true);
    const { ending } = this.#parts.control;
    if (ending !== undefined) {
      await setImmediate(); // What is exported goes on its way.
      this.#parts.observer?.writeAtEnd(ending, this.openSpans());
    }
    const left = Math.max(0, deadline - performance.now());
    await Promise.all(this.#parts.outlets.map((outlet) => outlet.close(left)));
  }

  #drainAll(): void {
    // One that is written to all the time must not keep the others from being exported.
    for (let turn = 0; turn < 100_000; turn++) if (this.#drainOnce() === 0) return;
  }

  #drainTurns(): boolean {
    for (let turn = 0; turn < TURNS; turn++) if (this.#drainOnce() === 0) return turn === 0;
    return false;
  }

  #drainOnce(): number {
    let records = 0;
    for (const thread of this.#threads.values()) {
      records += this.#drainThread(thread);
    }
    if (this.#gatherer.byteLength >= this.#parts.batchBytes) this.#passOn();
    return records;
  }

  #drainThread(thread: EmittingThread): number {
    const { observer, outlets } = this.#parts;
    return thread.drain(BATCH, (bytes, words) => {
      observer?.see({ source: thread, bytes, words });
      if (outlets.length > 0) this.#gatherer.add(thread, bytes);
    });
  }

  #retireGone(onRetired: (threadId: number) => void): void {
    for (const threadId of this.#gone) {
      const thread = this.#threads.get(threadId) as EmittingThread;
      this.#retire(thread);
      this.#threads.delete(threadId);
      onRetired(threadId);
    }
    this.#gone.clear();
  }

  #retire(thread: EmittingThread): void {
    while (this.#drainThread(thread) > 0);
    retire(thread.counters, this.#parts.control);
  }

  #isDue(): boolean {
    return performance.now() - this.#passedOnAt >= this.#parts.scheduleDelay;
  }

  /** Hands what was gathered to the exporters; at the end also what waits for a decision. */
  #passOn(isLast = false): void {
    this.#passedOnAt = performance.now();
    const segments = this.#sampled(this.#gatherer.take(), isLast);
    if (segments.length === 0) return;
    for (const signal of SIGNALS) {
      const batch = this.#parts.makeBatch(signal, segments);
      if (batch.count === 0) continue;
      for (const outlet of this.#parts.outlets) outlet.offer(batch);
    }
  }

  #sampled(segments: Segment[], isLast: boolean): Segment[] {
    const { tail, control } = this.#parts;
    if (tail === undefined) return segments;
    const now = performance.now();
    const goOn = segments.flatMap((segment) => tail.take(segment, now));
    goOn.push(...(isLast ? tail.drain() : tail.tick(now)));
    control.counters[SidecarCounter.TAIL_SAMPLED] = tail.stats.dropped;
    return goOn;
  }
}

function nothingRetained(reason: string): SpanFnError {
  return new SpanFnError('SPANFN_SNAPSHOT_FAILED', {
    value: reason,
    cause: 'Nothing is retained that could be written',
    remedy: 'Call start() with `retention: {}`, or with `endpoints`.',
  });
}
