import { getHeapStatistics } from 'node:v8';
import { type Shape, spansPerBurst } from '../shapes.ts';
import type { Burst } from './burst.ts';
import { median } from './median.ts';

/** What one call allocates on the JavaScript heap. */
export interface Bytes {
  readonly shape: string;
  readonly bytes: number;
}

const BURSTS = 15;

/**
 * Measures bursts between two collections; the process is started with a young generation so
 * large that none comes in between. Bytes outside the heap (buffers) are not seen.
 */
export async function bytesOf(shape: Shape, burst: Burst): Promise<Bytes> {
  const samples: number[] = [];
  for (let i = 0; i < BURSTS; i++) {
    (globalThis.gc as () => void)();
    const before = getHeapStatistics().used_heap_size;
    await burst.run();
    samples.push(getHeapStatistics().used_heap_size - before);
  }
  return { shape: shape.name, bytes: median(samples) / spansPerBurst(shape) };
}
