import { ARRAY, BYTES, TAG, TEXT, UINT } from './major';

/** Bytes that grow. */
export class Writer {
  length: usize = 0;

  constructor(
    private capacity: usize = 256,
    private start: usize = heap.alloc(capacity),
  ) {}

  get pointer(): usize {
    return this.start;
  }

  byte(value: u32): void {
    this.reserve(1);
    store<u8>(this.start + this.length++, <u8>value);
  }

  /** A number as memory holds it, in four bytes. */
  word(value: u32): void {
    this.reserve(4);
    store<u32>(this.start + this.length, value);
    this.length += 4;
  }

  /** Copies bytes from memory. */
  raw(from: usize, length: usize): void {
    this.reserve(length);
    memory.copy(this.start + this.length, from, length);
    this.length += length;
  }

  head(major: u32, argument: u32): void {
    const type = major << 5;
    if (argument < 24) this.byte(type | argument);
    else if (argument < 0x100) {
      this.byte(type | 24);
      this.byte(argument);
    } else if (argument < 0x10000) {
      this.byte(type | 25);
      this.byte(argument >> 8);
      this.byte(argument);
    } else {
      this.byte(type | 26);
      for (let shift: i32 = 24; shift >= 0; shift -= 8) this.byte(argument >> shift);
    }
  }

  array(count: u32): void {
    this.head(ARRAY, count);
  }

  tag(number: u32): void {
    this.head(TAG, number);
  }

  uint(value: u32): void {
    this.head(UINT, value);
  }

  bool(value: bool): void {
    this.byte(value ? 0xf5 : 0xf4);
  }

  /** An option that holds nothing, or a list of none. */
  none(): void {
    this.byte(0x80);
  }

  text(value: string): void {
    this.string(TEXT, value);
  }

  /** A string as the AST keeps those that may hold lone surrogates. */
  bytes(value: string): void {
    this.string(BYTES, value);
  }

  double(value: f64): void {
    this.byte(0xfb);
    const bits = reinterpret<u64>(value);
    for (let shift: i32 = 56; shift >= 0; shift -= 8) this.byte(<u32>((bits >> shift) & 255));
  }

  private string(major: u32, value: string): void {
    const length = String.UTF8.byteLength(value);
    this.head(major, length);
    this.reserve(length);
    String.UTF8.encodeUnsafe(changetype<usize>(value), value.length, this.start + this.length);
    this.length += length;
  }

  private reserve(more: usize): void {
    const needed = this.length + more;
    if (needed <= this.capacity) return;
    const capacity = max(this.capacity * 2, needed);
    const grown = heap.alloc(capacity);
    memory.copy(grown, this.start, this.length);
    this.start = grown;
    this.capacity = capacity;
  }
}
