import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { ArgumentNames } from '../site/site.ts';
import { MessageWriter, NO_ROOM, SHORT, WIDE } from './message-writer.ts';
import { AnyValueTag, ELEMENT_TAG, KeyValueTag } from './otlp-tags.ts';

const { STRING, BOOL, INT, DOUBLE, ARRAY, KVLIST, BYTES } = AnyValueTag;
const { KEY, VALUE } = KeyValueTag;

const int64 = new BigInt64Array(1);
const uint64 = new BigUint64Array(int64.buffer);

/** Writes attributes as OTLP `KeyValue` messages. */
export class AttributeWriter extends MessageWriter {
  /** Writes one attribute as the field `tag` of a message. @throws NO_ROOM */
  attribute(tag: number, key: string, value: FieldValue): void {
    const start = this.position;
    this.room(WIDE + 3);
    this.bytes[start] = tag;
    this.position = start + 2;
    this.text(KEY, key);
    this.#anyValue(VALUE, value);
    const length = this.position - start - 2;
    if (length <= SHORT) this.bytes[start + 1] = length;
    else this.widen(start + 1, length);
  }

  /**
   * Writes an `AnyValue` with its length ahead, but without a tag. Most are numbers, flags and short
   * texts, whose length is known. @throws NO_ROOM
   */
  value(value: FieldValue): void {
    this.room(WIDE + 12);
    const end = this.#known(value, this.position);
    if (end < 0) this.#measured(value);
    else this.position = end;
  }

  /**
   * Writes how many values there are, and those that have a name, without it: the hot path, which
   * keeps its place to itself. @throws NO_ROOM
   */
  values(names: ArgumentNames, values: readonly FieldValue[], count: number): void {
    this.room(1);
    let at = this.position;
    this.bytes[at++] = count;
    for (let i = 0; i < count; i++) {
      if (typeof names[i] !== 'string') continue;
      const value = values[i] as FieldValue;
      if (at + WIDE + 12 > this.limit) throw NO_ROOM;
      const end = this.#known(value, at);
      if (end >= 0) at = end;
      else {
        const isLong = typeof value === 'string' && value.length > LIMITS.length;
        this.position = at;
        this.#measured(isLong ? cut(value) : value);
        at = this.position;
      }
    }
    this.position = at;
  }

  /**
   * Writes a value whose length is known beforehand and takes one byte; its end, or -1 if it is none
   * such, and nothing counts as written.
   */
  #known(value: FieldValue, at: number): number {
    if (typeof value === 'number') return this.#number(value, at);
    if (typeof value === 'string') return this.#shortText(value, at);
    if (typeof value !== 'boolean') return -1;
    const { bytes } = this;
    bytes[at] = 2;
    bytes[at + 1] = BOOL;
    bytes[at + 2] = value ? 1 : 0;
    return at + 3;
  }

  #anyValue(tag: number, value: FieldValue): void {
    this.room(1);
    this.bytes[this.position++] = tag;
    this.value(value);
  }

  #number(value: number, at: number): number {
    if (value === (value | 0) && (value > 0 || (value === 0 && !Object.is(value, -0)))) {
      return this.#smallInteger(value, at);
    }
    if (Number.isSafeInteger(value) && value !== 0) return -1;
    const { bytes } = this;
    bytes[at] = 9;
    bytes[at + 1] = DOUBLE;
    this.view.setFloat64(at + 2, value, true);
    return at + 10;
  }

  #smallInteger(value: number, at: number): number {
    const { bytes } = this;
    bytes[at + 1] = INT;
    let end = at + 2;
    let rest = value;
    while (rest > SHORT) {
      bytes[end++] = (rest & SHORT) | 0x80;
      rest >>>= 7;
    }
    bytes[end++] = rest;
    bytes[at] = end - at - 1;
    return end;
  }

  #shortText(text: string, at: number): number {
    const { length } = text;
    if (length > SHORT - 2) return -1;
    if (at + length + 3 > this.limit) throw NO_ROOM;
    const end = this.ascii(text, at + 3);
    if (end < 0) return -1;
    const { bytes } = this;
    bytes[at] = length + 2;
    bytes[at + 1] = STRING;
    bytes[at + 2] = length;
    return end;
  }

  /** Writes a value first, and then how long it is. */
  #measured(value: FieldValue): void {
    const start = this.position++;
    if (typeof value === 'string') this.text(STRING, value);
    else if (typeof value === 'bigint' || typeof value === 'number') {
      this.bytes[this.position++] = INT;
      this.#bigint(BigInt(value));
    } else if (typeof value === 'object' && value !== null) this.#object(value);
    const length = this.position - start - 1;
    if (length <= SHORT) this.bytes[start] = length;
    else this.widen(start, length);
  }

  #object(value: Uint8Array | FieldValue[] | Fields): void {
    if (value instanceof Uint8Array) {
      const start = this.open(BYTES);
      this.room(value.length);
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
}
