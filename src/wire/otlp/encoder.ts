import type { Source } from '../source.ts';

/** 64-bit sums are made of halves: BigInts would be garbage. */
const CARRY = 0x1_0000_0000;

/** Writes parts of OTLP messages into a buffer that grows. */
export class Encoder {
  bytes: Uint8Array;
  position = 0;
  #view: DataView;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** What was written. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.position);
  }

  /** Sees to it that so many bytes more can be written. */
  reserve(length: number): void {
    if (this.position + length <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.position + length));
    grown.set(this.written);
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(byte: number): void {
    this.bytes[this.position++] = byte;
  }

  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.bytes[this.position++] = (rest & 0x7f) | 0x80;
    this.bytes[this.position++] = rest;
  }

  /** Words of an id, most significant byte first. */
  id(tag: number, words: Int32Array, at: number, count: number): void {
    const { bytes } = this;
    bytes[this.position] = tag;
    bytes[this.position + 1] = count * 4;
    this.position += 2;
    for (let i = 0; i < count; i++) {
      this.#view.setInt32(this.position, words[at + i] as number);
      this.position += 4;
    }
  }

  /** A time of a thread's clock as Unix time. */
  time(tag: number, words: Int32Array, at: number, anchor: Anchor): void {
    const low = ((words[at] as number) >>> 0) + anchor.low;
    const high = (words[at + 1] as number) + anchor.high + (low >= CARRY ? 1 : 0);
    this.bytes[this.position] = tag;
    this.#view.setInt32(this.position + 1, low, true);
    this.#view.setInt32(this.position + 5, high, true);
    this.position += 9;
  }

  fixed32(value: number): void {
    this.#view.setInt32(this.position, value, true);
    this.position += 4;
  }

  /** A longer run of bytes. */
  copy(from: Uint8Array): void {
    this.bytes.set(from, this.position);
    this.position += from.length;
  }

  /** A part of a run, of which most are short. */
  copyPart(from: Uint8Array, start: number, length: number): void {
    if (length > 96) {
      this.copy(from.subarray(start, start + length));
      return;
    }
    const { bytes, position } = this;
    for (let i = 0; i < length; i++) bytes[position + i] = from[start + i] as number;
    this.position = position + length;
  }
}

/** Unix time of zero of a thread's clock, in halves. */
export interface Anchor {
  readonly low: number;
  readonly high: number;
}

export function anchorOf({ wallAnchor }: Source): Anchor {
  return { low: Number(BigInt.asUintN(32, wallAnchor)), high: Number(wallAnchor >> 32n) };
}

/** Bytes of a varint. */
export function varintLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}
