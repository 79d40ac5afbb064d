import { COUNTER_COUNT, type Counter, type Counters } from '../../wire/counters.ts';
import { type Control, SidecarCounter } from './control.ts';

/** Moves what a thread that is gone had counted to the counters of all that are gone. */
export function retire(counters: Counters, control: Control): void {
  for (let counter = 0; counter < COUNTER_COUNT; counter++) {
    const index = SidecarCounter.RETIRED + counter;
    const count = counters.get(counter as Counter);
    control.counters[index] = (control.counters[index] as number) + count;
    counters.add(counter as Counter, -count);
  }
}
