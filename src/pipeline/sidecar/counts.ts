import { Counter, type Counters } from '../../wire/counters.ts';
import { countersOfRing } from '../../wire/ring.ts';
import type { SentOptions } from '../exporters/options.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { type Control, SidecarCounter } from './control.ts';
import type { ThreadIntroduction } from './threads.ts';

/** What is counted on the way from all threads to all exporters. */
export class PipelineCounts {
  readonly #control: Control;
  readonly #outlets: readonly (readonly [string, OutletCounters])[];
  readonly #rings = new Map<number, Counters>();

  constructor(
    control: Control,
    exporters: readonly SentOptions[],
    outlets: readonly SharedArrayBuffer[],
  ) {
    this.#control = control;
    this.#outlets = outlets.map((memory, i) => {
      const { type } = exporters[i] as SentOptions;
      const before = exporters.slice(0, i).filter((other) => other.type === type).length;
      return [before === 0 ? type : `${type}${before + 1}`, new OutletCounters(memory)];
    });
  }

  add({ threadId, ring }: ThreadIntroduction): void {
    this.#rings.set(threadId, countersOfRing(ring));
  }

  remove(threadId: number): void {
    this.#rings.delete(threadId);
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

  #sum(counter: Counter): number {
    let sum = this.#control.counters[SidecarCounter.RETIRED + counter] as number;
    for (const counters of this.#rings.values()) sum += counters.get(counter);
    return sum;
  }
}
