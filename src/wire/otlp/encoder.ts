import type { Source } from '../source.ts';

/** Bytes of the length of most spans and log events. */
const USUAL = 2;
/** So many bytes are copied faster word by word than by a call of the engine's. */
const SHORT = 64;
/** What is copied in words may go beyond its end by so many bytes, which are then written over. */
const BEYOND = 3;
/** Most bytes of a tag and a length. */
const MESSAGE_HEAD = 8;

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
    const needed = this.position + length + BEYOND;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, needed));
    grown.set(this.written);
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Begins a message of a length that is not known yet; `close` takes what this returns. */
  open(tag: number): number {
    this.bytes[this.position] = tag;
    this.position += 1 + USUAL;
    return this.position;
  }

  /** Ends the message that began at `start`. */
  close(start: number): void {
    const end = this.position;
    const length = end - start;
    const wide = varintLength(length);
    if (wide !== USUAL) {
      this.reserve(wide);
      this.bytes.copyWithin(start - USUAL + wide, start, end);
    }
    this.position = start - USUAL;
    this.varint(length);
    this.position += length;
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

  /** Bytes that are written again and again. */
  packed(packed: Packed): void {
    const { length } = packed.bytes;
    if (length > SHORT) this.copy(packed.bytes);
    else {
      writeWords(this.#view, this.position, packed.words);
      this.position += length;
    }
  }

  /** A part of a run, of which most are short. */
  copyPart(from: DataView, start: number, length: number): void {
    if (length > SHORT || start + length + BEYOND > from.byteLength) {
      this.copy(new Uint8Array(from.buffer, from.byteOffset + start, length));
    } else {
      copyWords(this.#view, this.position, from, start, length);
      this.position += length;
    }
  }

  /**
   * A message as the field `tag`: bytes that are written again and again, and a part of a run behind
   * them. Sees to it that there is room.
   */
  joined(tag: number, head: Packed, from: DataView, start: number, length: number): void {
    const ahead = head.bytes.length;
    const both = ahead + length;
    this.reserve(both + MESSAGE_HEAD);
    if (both > SHORT || start + length + BEYOND > from.byteLength) {
      this.byte(tag);
      this.varint(both);
      this.packed(head);
      this.copyPart(from, start, length);
      return;
    }
    const view = this.#view; // In one piece: this is most of what values cost.
    const at = this.position;
    view.setUint8(at, tag);
    view.setUint8(at + 1, both);
    writeWords(view, at + 2, head.words);
    copyWords(view, at + 2 + ahead, from, start, length);
    this.position = at + 2 + both;
  }
}

function writeWords(to: DataView, at: number, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) to.setInt32(at + i * 4, words[i] as number, true);
}

/** May copy up to `BEYOND` bytes more. */
function copyWords(to: DataView, at: number, from: DataView, start: number, length: number): void {
  for (let i = 0; i < length; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true);
}

/** A view of the same bytes. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Bytes in words, filled up with zeros. */
export interface Packed {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

export function packed(bytes: Uint8Array): Packed {
  const { length } = bytes;
  const filled = new DataView(new ArrayBuffer((length + BEYOND) & ~BEYOND));
  new Uint8Array(filled.buffer).set(bytes);
  const words = new Int32Array(filled.byteLength / 4);
  for (let i = 0; i < words.length; i++) words[i] = filled.getInt32(i * 4, true);
  return { words, bytes };
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
function varintLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}
