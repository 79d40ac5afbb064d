/** The items of CBOR (RFC 8949) that SWC writes: no maps, no negative or indefinite items. */
export type Item = number | boolean | string | Buffer | Item[] | Tagged | Float;

export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: Item,
  ) {}
}

/** Told apart from an integer, which is another item. */
export class Float {
  constructor(readonly value: number) {}
}

/**
 * Decodes one item. Up to `padding` bytes may follow it.
 * @throws Error at an item of another kind, and if more follows.
 */
export function decode(bytes: Buffer, padding: number): Item {
  const reader = new Reader(bytes);
  const item = reader.item();
  if (bytes.length - reader.at > padding) throw new Error(`${bytes.length - reader.at} bytes left`);
  return item;
}

const UINT = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const TAG = 6;
const SIMPLE = 7;
const FALSE = 20;
const TRUE = 21;
const DOUBLE = 27;

class Reader {
  at = 0;
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  item(): Item {
    const head = this.bytes.readUInt8(this.at++);
    const info = head & 31;
    switch (head >> 5) {
      case UINT:
        return this.size(info);
      case BYTES:
        return this.take(this.size(info));
      case TEXT:
        return this.take(this.size(info)).toString('utf8');
      case ARRAY:
        return Array.from({ length: this.size(info) }, () => this.item());
      case TAG:
        return new Tagged(this.size(info), this.item());
      case SIMPLE:
        return this.simple(info);
      default:
        throw new Error(`no item begins with ${head} at ${this.at - 1}`);
    }
  }

  private simple(info: number): Item {
    if (info === FALSE || info === TRUE) return info === TRUE;
    if (info !== DOUBLE) throw new Error(`no simple value is ${info} at ${this.at - 1}`);
    return new Float(this.take(8).readDoubleBE());
  }

  private size(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw new Error(`no size is ${info} at ${this.at - 1}`);
    const width = 2 ** (info - 24);
    const bytes = this.take(width);
    return width === 8 ? Number(bytes.readBigUInt64BE()) : bytes.readUIntBE(0, width);
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error(`cut off at ${this.at}`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
