import { getHeapStatistics } from 'node:v8';
import { type Shape, spansPerBurst } from '../shapes.ts';
import type { Burst } from './burst.ts';
import { median } from './median.ts';

/** What one call allocates on the JavaScript heap. */
export interface Bytes {
  readonly shape: string;
  readonly bytes: number;
}

const SAMPLES = 7;
/** Ahead of all samples. */
const WARM_UP = 10;
const BURSTS = 4;

/**
 * Measures bursts between two collections of the young generation, which is so large that none
 * comes in between. A full collection would take compiled code along, and what runs until it has
 * been compiled anew allocates more. Bytes outside the heap (buffers) are not seen.
 */
export async function bytesOf(shape: Shape, burst: Burst): Promise<Bytes> {
  const samples: number[] = [];
  for (let k = 0; k < WARM_UP; k++) await burst.run();
  for (let i = 0; i < SAMPLES; i++) {
    (globalThis.gc as NodeJS.GCFunction)({ type: 'minor' });
    await burst.run();
    const before = getHeapStatistics().used_heap_size;
    for (let k = 0; k < BURSTS; k++) await burst.run();
    samples.push((getHeapStatistics().used_heap_size - before) / BURSTS);
  }
  return { shape: shape.name, bytes: median(samples) / spansPerBurst(shape) };
}
