/** Lengths up to this take one byte. */
export const SHORT = 0x7f;
/** Bytes of a length that is written before it is known: enough for 2 MiB. */
export const WIDE = 3;
/** UTF-8 takes at most three bytes for a unit of UTF-16. */
const WIDEST_UNIT = 3;
/** Units up to this take one byte. */
const ASCII = 0x7f;

/** Thrown by a writer that has no room for what it was to write. */
export const NO_ROOM: Error = new Error('no room');

/**
 * Writes protobuf messages. Whether there is room is asked before each write; who is told that there
 * is none sets `position` back to where what did not fit began.
 *
 * A length that is not known beforehand is written in three bytes, which protobuf allows, since
 * that spares measuring or moving what comes after it.
 */
export class MessageWriter {
  readonly bytes: Uint8Array;
  position = 0;
  protected limit: number;
  readonly #text: Buffer;
  protected readonly view: DataView;

  /** A writer into `memory`, from its start, unless `begin` says otherwise. */
  constructor(memory: ArrayBufferLike) {
    this.bytes = new Uint8Array(memory);
    this.#text = Buffer.from(memory);
    this.view = new DataView(memory);
    this.limit = memory.byteLength;
  }

  /** Goes on writing at `start`, for at most `length` bytes. */
  begin(start: number, length: number): void {
    this.position = start;
    this.limit = start + length;
  }

  /** Writes a text as the field `tag` of a message. @throws NO_ROOM */
  text(tag: number, text: string): void {
    const { length } = text;
    this.room(length * WIDEST_UNIT + WIDE + 1);
    const start = this.position;
    this.bytes[start] = tag;
    const end = length > SHORT ? -1 : this.ascii(text, start + 2);
    if (end < 0) this.#longText(start + 1, text);
    else {
      this.bytes[start + 1] = length;
      this.position = end;
    }
  }

  /** Begins a message as the field `tag` of another. @throws NO_ROOM */
  open(tag: number): number {
    this.room(WIDE + 1);
    this.bytes[this.position] = tag;
    this.position += WIDE + 1;
    return this.position;
  }

  /** Ends the message that `open` began at `start`. */
  close(start: number): void {
    this.wideLength(start - WIDE, this.position - start);
  }

  /** Writes a number of 64 bits, given in two words, as the field `tag`. @throws NO_ROOM */
  fixed64(tag: number, low: number, high: number): void {
    this.room(9);
    this.bytes[this.position++] = tag;
    this.#word(low);
    this.#word(high);
  }

  /** Writes four bytes, most significant first. @throws NO_ROOM */
  bigEndian(word: number): void {
    this.room(4);
    const { bytes, position } = this;
    bytes[position] = word >>> 24;
    bytes[position + 1] = word >>> 16;
    bytes[position + 2] = word >>> 8;
    bytes[position + 3] = word;
    this.position = position + 4;
  }

  /** Writes one byte. @throws NO_ROOM */
  byte(byte: number): void {
    this.room(1);
    this.bytes[this.position++] = byte;
  }

  /** Writes a text of ASCII alone, for which there is room; its end, or -1 if it is none such. */
  protected ascii(text: string, at: number): number {
    const { bytes } = this;
    const { length } = text;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > ASCII) return -1;
      bytes[at++] = unit;
    }
    return at;
  }

  #word(word: number): void {
    const { bytes, position } = this;
    bytes[position] = word;
    bytes[position + 1] = word >>> 8;
    bytes[position + 2] = word >>> 16;
    bytes[position + 3] = word >>> 24;
    this.position = position + 4;
  }

  #longText(lengthAt: number, text: string): void {
    const start = lengthAt + WIDE;
    const written = this.#text.write(text, start, 'utf8');
    this.wideLength(lengthAt, written);
    this.position = start + written;
  }

  /** Makes room for a length that turned out to be long. */
  protected widen(lengthAt: number, length: number): void {
    this.room(WIDE - 1);
    this.bytes.copyWithin(lengthAt + WIDE, lengthAt + 1, this.position);
    this.position += WIDE - 1;
    this.wideLength(lengthAt, length);
  }

  private wideLength(at: number, length: number): void {
    this.bytes[at] = (length & SHORT) | 0x80;
    this.bytes[at + 1] = ((length >>> 7) & SHORT) | 0x80;
    this.bytes[at + 2] = (length >>> 14) & SHORT;
  }

  protected room(bytes: number): void {
    if (this.position + bytes > this.limit) throw NO_ROOM;
  }
}
