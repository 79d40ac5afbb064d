import { Counter, type Counters } from '../../wire/counters.ts';
import { countUnlisted } from '../../wire/open-span-table.ts';
import { countersOfRing } from '../../wire/ring.ts';
import type { SentOptions } from '../exporters/options.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { type Control, SidecarCounter } from './control.ts';
import type { SidecarConfig } from './protocol.ts';
import type { ThreadIntroduction } from './threads.ts';

/** What is counted of retention, in the order of its places in `Control`. */
export const KEPT_COUNTERS = [
  'spansKept',
  'spansKeptBytes',
  'spansEvicted',
  'logsKept',
  'logsKeptBytes',
  'logsEvicted',
] as const;

/** What is counted on the way from all threads to all exporters. */
export class PipelineCounts {
  readonly #control: Control;
  readonly #outlets: readonly (readonly [string, OutletCounters])[];
  readonly #retains: boolean;
  readonly #rings = new Map<number, Counters>();
  readonly #openSpans = new Map<number, SharedArrayBuffer>();

  constructor(
    control: Control,
    { exporters, retention }: Pick<SidecarConfig, 'exporters' | 'retention'>,
    outlets: readonly SharedArrayBuffer[],
  ) {
    this.#control = control;
    this.#retains = retention !== undefined;
    this.#outlets = outlets.map((memory, i) => {
      const { type } = exporters[i] as SentOptions;
      const before = exporters.slice(0, i).filter((other) => other.type === type).length;
      return [before === 0 ? type : `${type}${before + 1}`, new OutletCounters(memory)];
    });
  }

  add({ threadId, ring, openSpans }: ThreadIntroduction): void {
    this.#rings.set(threadId, countersOfRing(ring));
    if (openSpans !== undefined) this.#openSpans.set(threadId, openSpans);
  }

  remove(threadId: number): void {
    this.#rings.delete(threadId);
    this.#openSpans.delete(threadId);
  }

  /** By name; times that nothing happened are told only where it is good to know. */
  named(): Record<string, number> {
    const of = (counter: Counter): number => this.#sum(counter);
    const spansDropped = of(Counter.SPANS_RING_FULL) + of(Counter.SPANS_OVERSIZED);
    const logsDropped = of(Counter.LOGS_RING_FULL) + of(Counter.LOGS_OVERSIZED);
    const named: Record<string, number> = {
      spansPushed: of(Counter.SPANS_WRITTEN) + spansDropped,
      spansRingFull: of(Counter.SPANS_RING_FULL),
      spansOversized: of(Counter.SPANS_OVERSIZED),
      spansTailSampled: this.#control.counters[SidecarCounter.TAIL_SAMPLED] as number,
      logsPushed: of(Counter.LOGS_WRITTEN) + logsDropped,
      logsRingFull: of(Counter.LOGS_RING_FULL),
      logsOversized: of(Counter.LOGS_OVERSIZED),
      fieldsCut: of(Counter.CUT),
      bytesWritten: of(Counter.BYTES),
    };
    if (this.#retains) Object.assign(named, this.#kept());
    for (const [name, counters] of this.#outlets) Object.assign(named, counters.named(name));
    return named;
  }

  /** What was lost on the way, by name: nothing that was left out on purpose. */
  losses(): Record<string, number> {
    const isLoss =
      /RingFull$|Oversized$|QueueFull$|Refused$|Rejected$|Exhausted$|Timeout$|Shutdown$|Pending$/;
    return Object.fromEntries(
      Object.entries(this.named()).filter(([name, count]) => count > 0 && isLoss.test(name)),
    );
  }

  #kept(): Record<string, number> {
    const { counters } = this.#control;
    const named: Record<string, number> = { spansOpenUnlisted: 0 };
    for (const [i, name] of KEPT_COUNTERS.entries()) {
      named[name] = counters[SidecarCounter.KEPT + i] as number;
    }
    for (const memory of this.#openSpans.values()) {
      named.spansOpenUnlisted = (named.spansOpenUnlisted as number) + countUnlisted(memory);
    }
    return named;
  }

  #sum(counter: Counter): number {
    let sum = this.#control.counters[SidecarCounter.RETIRED + counter] as number;
    for (const counters of this.#rings.values()) sum += counters.get(counter);
    return sum;
  }
}
