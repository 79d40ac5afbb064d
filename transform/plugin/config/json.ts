/** Kinds of JSON values. */
export enum Json {
  Null,
  Bool,
  Number,
  Text,
  List,
  Record,
}

/** A JSON value; what its kind does not have stays empty. */
export class Value {
  /** Of what is neither a list nor a record, as written. */
  text: string = '';
  number: f64 = 0;
  items: Array<Value> = [];
  keys: Array<string> = [];

  constructor(public kind: Json) {}

  get isTrue(): bool {
    return this.kind == Json.Bool && this.number != 0;
  }

  /** How it reads in a message. */
  get shown(): string {
    if (this.kind == Json.Text) return `"${this.text}"`;
    if (this.kind == Json.List) return 'an array';
    if (this.kind == Json.Record) return 'an object';
    if (this.kind == Json.Null) return 'null';
    return this.text;
  }

  /** The value of a key of a record; null if it has none. */
  at(key: string): Value | null {
    const index = this.keys.indexOf(key);
    return index < 0 ? null : this.items[index];
  }
}

let source: string = '';
let at: i32 = 0;

/** Reads JSON that a host wrote; text that is none becomes null. */
export function parseJson(text: string): Value {
  source = text;
  at = 0;
  return readValue();
}

function readValue(): Value {
  const char = peek();
  if (char == 0x22) return textValue();
  if (char == 0x5b) return readList();
  if (char == 0x7b) return readRecord();
  const word = bareWord();
  if (word == 'true' || word == 'false') {
    const bool = new Value(Json.Bool);
    bool.number = word == 'true' ? 1 : 0;
    bool.text = word;
    return bool;
  }
  if (word == 'null' || word == '') return new Value(Json.Null);
  const number = new Value(Json.Number);
  number.number = whole(word, 10);
  number.text = word;
  return number;
}

function textValue(): Value {
  const text = new Value(Json.Text);
  text.text = readText();
  return text;
}

function readList(): Value {
  const list = new Value(Json.List);
  at++;
  while (peek() != 0x5d && at < source.length) {
    list.items.push(readValue());
    if (peek() == 0x2c) at++;
  }
  at++;
  return list;
}

function readRecord(): Value {
  const record = new Value(Json.Record);
  at++;
  while (peek() == 0x22) {
    record.keys.push(readText());
    if (peek() == 0x3a) at++;
    record.items.push(readValue());
    if (peek() == 0x2c) at++;
  }
  at++;
  return record;
}

function readText(): string {
  let text = '';
  at++;
  while (at < source.length && source.charCodeAt(at) != 0x22) {
    if (source.charCodeAt(at) == 0x5c) text += escaped();
    else text += source.charAt(at++);
  }
  at++;
  return text;
}

function escaped(): string {
  const char = source.charAt(at + 1);
  at += 2;
  if (char == 'n') return '\n';
  if (char == 't') return '\t';
  if (char == 'r') return '\r';
  if (char == 'b') return '\b';
  if (char == 'f') return '\f';
  if (char != 'u') return char;
  at += 4;
  return String.fromCharCode(<i32>whole(source.substring(at - 4, at), 16));
}

/** A whole number in digits; NaN for any other, since no option is one. Reading those takes 2 KB. */
function whole(word: string, base: i32): f64 {
  let value: f64 = 0;
  for (let i = 0; i < word.length; i++) {
    const char = word.charCodeAt(i);
    const digit = char <= 0x39 ? char - 0x30 : (char | 0x20) - 0x57;
    if (digit < 0 || digit >= base) return NaN;
    value = value * base + digit;
  }
  return value;
}

function bareWord(): string {
  const start = at;
  while (at < source.length && ',]} \n\r\t'.indexOf(source.charAt(at)) < 0) at++;
  return source.substring(start, at);
}

/** The next character that is no space. */
function peek(): i32 {
  while (at < source.length && source.charCodeAt(at) <= 0x20) at++;
  return at < source.length ? source.charCodeAt(at) : 0;
}
