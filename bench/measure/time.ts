import { type Shape, spansPerBurst } from '../shapes.ts';
import type { Burst } from './burst.ts';
import { cpuTime } from './cpu.ts';
import { median } from './median.ts';

/** Cost of one call, in ns. */
export interface Time {
  readonly shape: string;
  /** Of the calls alone, as their caller waits for them. */
  readonly wall: number;
  /** Of the main thread, with everything that export costs it later. */
  readonly cpu: number;
}

/** Measures for about `budget` ms, after as long a warm-up. */
export async function timeOf(shape: Shape, burst: Burst, budget: number): Promise<Time> {
  const bursts = await burstsWithin(burst, budget);
  const walls: number[] = [];
  const start = cpuTime();
  for (let i = 0; i < bursts; i++) walls.push(await burst.run());
  const cpu = (cpuTime() - start) / bursts;
  const spans = spansPerBurst(shape);
  return { shape: shape.name, wall: median(walls) / spans, cpu: cpu / spans };
}

/** Runs for `ms`, and returns how often. */
export async function burstsWithin(burst: Burst, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let bursts = 0;
  for (; performance.now() < end; bursts++) await burst.run();
  return Math.max(bursts, 3);
}
