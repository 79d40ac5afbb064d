/** The same bytes as what reads texts and numbers fastest. */
interface Views {
  readonly buffer: Buffer;
  readonly data: DataView;
}

const views = new WeakMap<Uint8Array, Views>();

/** Made once for all records of a segment: a view costs more than most of what is read through it. */
function viewsOf(bytes: Uint8Array): Views {
  let found = views.get(bytes);
  if (found === undefined) {
    const { buffer, byteOffset, length } = bytes;
    found = {
      buffer: Buffer.from(buffer, byteOffset, length),
      data: new DataView(buffer, byteOffset, length),
    };
    views.set(bytes, found);
  }
  return found;
}

/** Reads protobuf: fields one after another. */
export class Reader {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #views: Views;

  constructor(
    bytes: Uint8Array,
    start = 0,
    end: number = bytes.length,
    views: Views = viewsOf(bytes),
  ) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = end;
    this.#views = views;
  }

  get done(): boolean {
    return this.position >= this.#end;
  }

  /** A varint of up to 53 bits: a tag or a length. @throws RangeError at the end */
  uint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A varint of 64 bits, signed. @throws RangeError at the end */
  int64(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  }

  /** @throws RangeError at the end */
  double(): number {
    return this.#views.data.getFloat64(this.#pass(8), true);
  }

  /** @throws RangeError at the end */
  fixed64(): bigint {
    return this.#views.data.getBigUint64(this.#pass(8), true);
  }

  /** Bytes with a length ahead of them. @throws RangeError at the end */
  bytes(): Uint8Array {
    const length = this.uint();
    const start = this.#pass(length);
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + start, length); // No Buffer, whose slices are views.
  }

  /** A text with a length ahead of it. @throws RangeError at the end */
  text(): string {
    const length = this.uint();
    const start = this.#pass(length);
    return this.#views.buffer.toString('utf8', start, start + length);
  }

  /** A message with a length ahead of it. @throws RangeError at the end */
  message(): Reader {
    const length = this.uint();
    const start = this.#pass(length);
    return new Reader(this.#bytes, start, start + length, this.#views);
  }

  /** Reads to the end; returns the text of the last field with this tag, or none. */
  textField(tag: number): string {
    let text = '';
    while (!this.done) {
      const found = this.uint();
      if (found === tag) text = this.text();
      else this.skip(found);
    }
    return text;
  }

  /** Passes over the value of a field. @throws RangeError at the end */
  skip(tag: number): void {
    const wireType = tag & 7;
    if (wireType === 0) this.int64();
    else if (wireType === 1) this.#pass(8);
    else if (wireType === 2) this.#pass(this.uint());
    else if (wireType === 5) this.#pass(4);
    else throw new RangeError(`no wire type ${wireType}`);
  }

  #byte(): number {
    if (this.position >= this.#end) throw new RangeError('a message is cut short');
    return this.#bytes[this.position++] as number;
  }

  /** Goes over so many bytes, and returns where they begin. */
  #pass(length: number): number {
    const start = this.position;
    if (start + length > this.#end) throw new RangeError('a message is cut short');
    this.position = start + length;
    return start;
  }
}

const WIRE_TYPE = 7;
const WITH_LENGTH = 2;
const MORE = 0x80;

/**
 * Whether there are whole fields, and nothing else, from `start` to `end`. All fields of a tail
 * have a length, and tags of one byte; what is inside of them is not looked at.
 */
export function areFields(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const tag = bytes[at++] as number;
    if ((tag & WIRE_TYPE) !== WITH_LENGTH || tag >= MORE) return false;
    let length = 0;
    let byte = MORE;
    for (let shift = 0; byte >= MORE && shift < 28; shift += 7) {
      byte = bytes[at++] as number;
      length |= (byte & 0x7f) << shift;
    }
    at += length;
  }
  return at === end;
}
