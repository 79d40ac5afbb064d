import { inspect } from 'node:util';

/** What has become of a promise, with its value or reason. */
export interface PromiseState {
  readonly status: 'pending' | 'fulfilled' | 'rejected';
  readonly value: unknown;
}

/**
 * Reads the state of a promise without subscribing to it. Any `then` marks a promise as
 * handled for good, and would so hide the program's own unhandled rejection; `util.inspect` is
 * the one reader of a promise's state that leaves no trace on it.
 *
 * It is made to report rather than to print: its `stylize` option is called with each piece of
 * text, and the list of objects it is inside of, which it asks about every object, answers
 * "circular" to all but the promise. So nothing of the value is read, and no getter is run. The
 * price: a symbol or a proxy as value is seen as text only.
 */
export function stateOf(promise: Promise<unknown>): PromiseState {
  probe[1] = promise;
  reading = { status: 'fulfilled', value: undefined, pieces: 0, found: false };
  inspect(probe, REPORTING);
  probe[1] = null;
  return reading;
}

interface Reading {
  status: PromiseState['status'];
  value: unknown;
  pieces: number;
  found: boolean;
}

let reading: Reading;

/** A null comes first: formatting it hands us the context that `inspect` works with. */
const probe: [null, Promise<unknown> | null] = [null, null];

const inside = {
  push() {},
  pop() {},
  includes(object: unknown) {
    if (object === probe || object === probe[1]) return false;
    if (!reading.found) {
      reading.value = object;
      reading.found = true;
    }
    return true;
  },
};

const REPORTING = {
  customInspect: false,
  showProxy: true,
  depth: 1,
  compact: true,
  breakLength: Number.POSITIVE_INFINITY,
  maxStringLength: Number.POSITIVE_INFINITY,
  stylize(this: { seen: unknown } | undefined, text: string, type: string): string {
    hear(reading.pieces++, text, type, this);
    return '';
  },
};

/** Piece 0 is the leading null; piece 1 the value, or that there is none; 2 the verdict. */
function hear(piece: number, text: string, type: string, context: { seen: unknown } | undefined) {
  if (piece === 0) {
    if (context !== undefined) context.seen = inside;
  } else if (type === 'special' && text === '<pending>' && piece === 1) {
    reading.status = 'pending';
  } else if (type === 'special' && text === '<rejected>' && piece === 2) {
    reading.status = 'rejected';
  } else if (piece === 1 && !reading.found) {
    reading.value = primitive(text, type);
  }
  // What comes after the value hangs on the promise; Node keeps contexts there.
  if (piece > 0) reading.found = true;
}

/** The primitive that was formatted as `text`. */
function primitive(text: string, type: string): unknown {
  switch (type) {
    case 'string':
      return unquote(text);
    case 'number':
      return Number(text);
    case 'bigint':
      return BigInt(text.slice(0, -1));
    case 'boolean':
      return text === 'true';
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'special':
      return '[Proxy]';
    default:
      return text;
  }
}

/** Undoes the quoting of `inspect`, which knows three quotes and `\x` beside JSON's escapes. */
function unquote(text: string): string {
  const json = text.slice(1, -1).replace(/\\x(..)|\\(.)|"/g, (sequence, code, char) => {
    if (code !== undefined) return `\\u00${code}`;
    if (char === undefined) return '\\"';
    return char === "'" ? "'" : sequence;
  });
  try {
    return JSON.parse(`"${json}"`);
  } catch {
    return text;
  }
}
