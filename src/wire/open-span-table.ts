import { hex8 } from '../base/ids.ts';
import { idHighOf, idLowOf } from '../span/ancestors.ts';
import type { LiveSpan } from '../span/live-span.ts';

/** A power of two. */
const SLOTS = 1024;
/** Places at which a span may stand; where all are taken, it is counted only. */
const PLACES = 16;
const HOME_SHIFT: number = 32 - Math.log2(SLOTS);
/** Words before the slots: the number of open spans that have none. */
const UNLISTED = 0;
const HEADER = 16;
/** A cache line. */
const SLOT_WORDS = 16;
const BYTES: number = (HEADER + SLOTS * SLOT_WORDS) * 4;
/** Reads of one slot, which may be written to meanwhile. */
const ATTEMPTS = 3;

/** Words of a slot. */
const Slot = {
  /** Made of all other words, so that a slot which was read while it changed is told; 0: free. */
  SEAL: 0,
  SITE: 1,
  /** Four words, most significant first. */
  TRACE: 2,
  /** Two words, most significant first. */
  SPAN: 6,
  /** Two words, most significant first; all zero at a root. */
  PARENT: 8,
  /** Monotonic ns, two words, least significant first. */
  BEGIN: 10,
  END: 12,
} as const;

/**
 * The spans that are open in a thread, in shared memory: so they can be seen while it is blocked.
 * Written by that thread alone, which waits for nobody. A span's place follows from its id.
 */
export class OpenSpanTable {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  open(span: LiveSpan): void {
    const at = this.#find(span.idLow, isFree);
    if (at < 0) this.#countUnlisted(1);
    else this.#write(at, span);
  }

  close({ idLow }: LiveSpan): void {
    const at = this.#find(idLow, isOf);
    if (at < 0) this.#countUnlisted(-1);
    else Atomics.store(this.#words, at + Slot.SEAL, 0);
  }

  /** Index of the first place of an id that fits; -1 if none does. */
  #find(id: number, fits: (words: Int32Array, at: number, id: number) => boolean): number {
    const mixed = mix(id);
    const step = mixed | 1; // Odd: it visits every slot before one comes again.
    let slot = mixed >>> HOME_SHIFT;
    for (let place = 0; place < PLACES; place++) {
      const at = HEADER + slot * SLOT_WORDS;
      if (fits(this.#words, at, id)) return at;
      slot = (slot + step) & (SLOTS - 1);
    }
    return -1;
  }

  #write(at: number, span: LiveSpan): void {
    const { trace } = span;
    const words = this.#words;
    words[at + Slot.SITE] = span.site.id;
    words[at + Slot.TRACE] = trace.a;
    words[at + Slot.TRACE + 1] = trace.b;
    words[at + Slot.TRACE + 2] = trace.c;
    words[at + Slot.TRACE + 3] = trace.d;
    words[at + Slot.SPAN] = trace.spanHigh;
    words[at + Slot.SPAN + 1] = span.idLow;
    words[at + Slot.PARENT] = idHighOf(span.above, span.trace);
    words[at + Slot.PARENT + 1] = idLowOf(span.above);
    words[at + Slot.BEGIN] = span.beginLow;
    words[at + Slot.BEGIN + 1] = span.beginHigh;
    // Last: until then, be it for ever after a stack overflow, the slot is free.
    Atomics.store(words, at + Slot.SEAL, sealOf(words, at));
  }

  #countUnlisted(change: number): void {
    this.#words[UNLISTED] = (this.#words[UNLISTED] as number) + change;
  }
}

/** Spans that stay open may have ids at equal distances: these are not to be in each other's way. */
function mix(id: number): number {
  const product = Math.imul(id ^ (id >>> 16), 0x85ebca6b);
  return product ^ (product >>> 13);
}

function isFree(words: Int32Array, at: number): boolean {
  return words[at + Slot.SEAL] === 0;
}

function isOf(words: Int32Array, at: number, id: number): boolean {
  return words[at + Slot.SEAL] !== 0 && words[at + Slot.SPAN + 1] === id;
}

function sealOf(words: Int32Array, at: number): number {
  let seal = 0;
  for (let i = Slot.SITE; i < Slot.END; i++) {
    seal = Math.imul(seal ^ (words[at + i] as number), 0x9e3779b1) + i;
  }
  return seal | 1;
}

/** A slot as another thread reads it. */
export interface OpenSlot {
  readonly site: number;
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 16 hex digits; undefined at a root. */
  readonly parentSpanId: string | undefined;
  /** Monotonic ns. */
  readonly begin: bigint;
}

/** The spans that are open right now in the thread that writes to a table. */
export function readOpenSpans(memory: SharedArrayBuffer): OpenSlot[] {
  const words = new Int32Array(memory);
  const slots: OpenSlot[] = [];
  for (let at = HEADER; at < words.length; at += SLOT_WORDS) {
    const copy = copyOf(words, at);
    if (copy !== undefined) slots.push(readable(copy));
  }
  return slots;
}

/** How many open spans are not in a table. */
export function countUnlisted(memory: SharedArrayBuffer): number {
  return new Int32Array(memory, 0, HEADER)[UNLISTED] as number;
}

/** Undefined for a slot that is free, or that changes so fast that no span in it is worth a look. */
function copyOf(words: Int32Array, at: number): Int32Array | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seal = Atomics.load(words, at + Slot.SEAL);
    if (seal === 0) return undefined;
    const copy = Int32Array.from(words.subarray(at, at + Slot.END));
    if (sealOf(copy, 0) === seal) return copy;
  }
  return undefined;
}

function readable(slot: Int32Array): OpenSlot {
  const hex = (from: number, to: number): string => [...slot.subarray(from, to)].map(hex8).join('');
  const parentSpanId = hex(Slot.PARENT, Slot.BEGIN);
  const high = BigInt(slot[Slot.BEGIN + 1] as number) << 32n;
  return {
    site: slot[Slot.SITE] as number,
    traceId: hex(Slot.TRACE, Slot.SPAN),
    spanId: hex(Slot.SPAN, Slot.PARENT),
    parentSpanId: /^0+$/.test(parentSpanId) ? undefined : parentSpanId,
    begin: high | BigInt((slot[Slot.BEGIN] as number) >>> 0),
  };
}
