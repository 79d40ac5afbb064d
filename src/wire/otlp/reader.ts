/** Reads protobuf: fields one after another. */
export class Reader {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = end;
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
    return this.#view(8).getFloat64(0, true);
  }

  /** @throws RangeError at the end */
  fixed64(): bigint {
    return this.#view(8).getBigUint64(0, true);
  }

  /** Bytes with a length ahead of them. @throws RangeError at the end */
  bytes(): Uint8Array {
    const length = this.uint();
    const view = this.#view(length);
    return new Uint8Array(view.buffer, view.byteOffset, length);
  }

  text(): string {
    return Buffer.from(this.bytes()).toString();
  }

  message(): Reader {
    return new Reader(this.bytes());
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
    else if (wireType === 1) this.#view(8);
    else if (wireType === 2) this.bytes();
    else if (wireType === 5) this.#view(4);
    else throw new RangeError(`no wire type ${wireType}`);
  }

  #byte(): number {
    if (this.position >= this.#end) throw new RangeError('a message is cut short');
    return this.#bytes[this.position++] as number;
  }

  #view(length: number): DataView {
    if (this.position + length > this.#end) throw new RangeError('a message is cut short');
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.position, length);
    this.position += length;
    return view;
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
