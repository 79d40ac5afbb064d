import type { Fields, FieldValue } from '../base/value.ts';
import { AnyValueTag, ELEMENT_TAG, KeyValueTag } from './otlp-tags.ts';

const { STRING, BOOL, INT, DOUBLE, ARRAY, KVLIST, BYTES } = AnyValueTag;
const { KEY, VALUE } = KeyValueTag;

/** Lengths up to this take one byte. */
const SHORT = 0x7f;
/** Bytes of a length that is written before it is known: enough for 2 MiB. */
const WIDE = 3;
/** UTF-8 takes at most three bytes for a unit of UTF-16. */
const WIDEST_UNIT = 3;

const int64 = new BigInt64Array(1);
const uint64 = new BigUint64Array(int64.buffer);

/** Thrown by a writer that has no room for what it was to write. */
export const NO_ROOM: Error = new Error('no room');

/**
 * Writes attributes as OTLP `KeyValue` messages. Whether there is room is asked before each write;
 * who is told that there is none sets `position` back to where what did not fit began.
 *
 * A length that is not known beforehand is written in three bytes, which protobuf allows, since
 * that spares measuring or moving what comes after it.
 */
export class AttributeWriter {
  readonly bytes: Uint8Array;
  position = 0;
  #limit: number;
  readonly #text: Buffer;
  readonly #view: DataView;

  /** A writer into `memory`, from its start, unless `begin` says otherwise. */
  constructor(memory: ArrayBufferLike) {
    this.bytes = new Uint8Array(memory);
    this.#text = Buffer.from(memory);
    this.#view = new DataView(memory);
    this.#limit = memory.byteLength;
  }

  /** Goes on writing at `start`, for at most `length` bytes. */
  begin(start: number, length: number): void {
    this.position = start;
    this.#limit = start + length;
  }

  /** Writes one attribute as the field `tag` of a message. @throws NO_ROOM */
  attribute(tag: number, key: string, value: FieldValue): void {
    const start = this.position;
    this.#room(WIDE + 3);
    this.bytes[start] = tag;
    this.position = start + 2;
    this.text(KEY, key);
    this.#anyValue(VALUE, value);
    const length = this.position - start - 2;
    if (length <= SHORT) this.bytes[start + 1] = length;
    else this.#widen(start + 1, length);
  }

  /** Writes a text as the field `tag` of a message. @throws NO_ROOM */
  text(tag: number, text: string): void {
    const { length } = text;
    this.#room(length * WIDEST_UNIT + WIDE + 1);
    const { bytes } = this;
    const start = this.position;
    bytes[start] = tag;
    if (length > SHORT) {
      this.#longText(start + 1, text);
      return;
    }
    let at = start + 2;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.#longText(start + 1, text);
        return;
      }
      bytes[at++] = unit;
    }
    bytes[start + 1] = length;
    this.position = at;
  }

  /** Begins a message as the field `tag` of another. @throws NO_ROOM */
  open(tag: number): number {
    this.#room(WIDE + 1);
    this.bytes[this.position] = tag;
    this.position += WIDE + 1;
    return this.position;
  }

  /** Ends the message that `open` began at `start`. */
  close(start: number): void {
    this.#wideLength(start - WIDE, this.position - start);
  }

  /** Writes a number of 64 bits, given in two words, as the field `tag`. @throws NO_ROOM */
  fixed64(tag: number, low: number, high: number): void {
    this.#room(9);
    this.bytes[this.position++] = tag;
    this.#word(low);
    this.#word(high);
  }

  /** Writes four bytes, most significant first. @throws NO_ROOM */
  bigEndian(word: number): void {
    this.#room(4);
    const { bytes, position } = this;
    bytes[position] = word >>> 24;
    bytes[position + 1] = word >>> 16;
    bytes[position + 2] = word >>> 8;
    bytes[position + 3] = word;
    this.position = position + 4;
  }

  /** Writes one byte. @throws NO_ROOM */
  byte(byte: number): void {
    this.#room(1);
    this.bytes[this.position++] = byte;
  }

  /**
   * Writes an `AnyValue` with its length ahead, but without a tag. Most are numbers, flags and short
   * texts, whose length is known. @throws NO_ROOM
   */
  value(value: FieldValue): void {
    this.#room(WIDE + 12);
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#boolean(value);
    else if (typeof value !== 'string' || !this.#shortText(value)) this.#measured(value);
  }

  #anyValue(tag: number, value: FieldValue): void {
    this.#room(1);
    this.bytes[this.position++] = tag;
    this.value(value);
  }

  #boolean(value: boolean): void {
    const { bytes, position } = this;
    bytes[position] = 2;
    bytes[position + 1] = BOOL;
    bytes[position + 2] = value ? 1 : 0;
    this.position = position + 3;
  }

  #number(value: number): void {
    if (value === (value | 0) && (value > 0 || (value === 0 && !Object.is(value, -0)))) {
      this.#smallInteger(value);
    } else if (Number.isSafeInteger(value) && value !== 0) this.#measured(BigInt(value));
    else {
      const { bytes, position } = this;
      bytes[position] = 9;
      bytes[position + 1] = DOUBLE;
      this.#view.setFloat64(position + 2, value, true);
      this.position = position + 10;
    }
  }

  #smallInteger(value: number): void {
    const { bytes, position } = this;
    bytes[position + 1] = INT;
    let at = position + 2;
    let rest = value;
    while (rest > SHORT) {
      bytes[at++] = (rest & SHORT) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    bytes[position] = at - position - 1;
    this.position = at;
  }

  /** Writes a text of which the length of its value takes one byte; false if it is none such. */
  #shortText(text: string): boolean {
    const { length } = text;
    if (length > SHORT - 2) return false;
    this.#room(length + 3);
    const { bytes, position } = this;
    let at = position + 3;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at++] = unit;
    }
    bytes[position] = length + 2;
    bytes[position + 1] = STRING;
    bytes[position + 2] = length;
    this.position = at;
    return true;
  }

  /** Writes a value first, and then how long it is. */
  #measured(value: FieldValue): void {
    const start = this.position++;
    if (typeof value === 'string') this.text(STRING, value);
    else if (typeof value === 'bigint') {
      this.bytes[this.position++] = INT;
      this.#bigint(value);
    } else if (typeof value === 'object' && value !== null) this.#object(value);
    const length = this.position - start - 1;
    if (length <= SHORT) this.bytes[start] = length;
    else this.#widen(start, length);
  }

  #object(value: Uint8Array | FieldValue[] | Fields): void {
    if (value instanceof Uint8Array) {
      const start = this.open(BYTES);
      this.#room(value.length);
      this.bytes.set(value, this.position);
      this.position += value.length;
      this.close(start);
    } else if (Array.isArray(value)) {
      const start = this.open(ARRAY);
      for (const element of value) this.#anyValue(ELEMENT_TAG, element);
      this.close(start);
    } else {
      const start = this.open(KVLIST);
      for (const key of Object.keys(value)) {
        this.attribute(ELEMENT_TAG, key, value[key] as FieldValue);
      }
      this.close(start);
    }
  }

  /** As two's complement of 64 bits, of which a negative one takes ten bytes. */
  #bigint(value: bigint): void {
    int64[0] = value;
    let rest = uint64[0] as bigint;
    while (rest > 0x7fn) {
      this.bytes[this.position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[this.position++] = Number(rest);
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
    this.#wideLength(lengthAt, written);
    this.position = start + written;
  }

  /** Makes room for a length that turned out to be long. */
  #widen(lengthAt: number, length: number): void {
    this.#room(WIDE - 1);
    this.bytes.copyWithin(lengthAt + WIDE, lengthAt + 1, this.position);
    this.position += WIDE - 1;
    this.#wideLength(lengthAt, length);
  }

  #wideLength(at: number, length: number): void {
    this.bytes[at] = (length & SHORT) | 0x80;
    this.bytes[at + 1] = ((length >>> 7) & SHORT) | 0x80;
    this.bytes[at + 2] = (length >>> 14) & SHORT;
  }

  #room(bytes: number): void {
    if (this.position + bytes > this.#limit) throw NO_ROOM;
  }
}
