import type { WireSite } from './record.ts';

/** A thread that emits, as the sidecar knows it. */
export interface Source {
  /** Node's number of the thread; 0 is the main one. */
  readonly threadId: number;
  /** Unix time, in ns, of zero of the thread's monotonic clock. */
  readonly wallAnchor: bigint;
  /** By id; filled as their records come by. */
  readonly sites: ReadonlyMap<number, WireSite>;
}

/** A run of whole records of one thread, copied out of its ring; of any kind, fill included. */
export interface Segment {
  readonly source: Source;
  readonly bytes: Uint8Array;
  /** The same memory in words: a record is found and read by these. */
  readonly words: Int32Array;
}
