import { types } from 'node:util';

/** What Node hangs on promises while somebody uses AsyncLocalStorage; it comes along in copies. */
const NODES_OWN = new Set(['async_id_symbol', 'trigger_async_id_symbol', 'kResourceStore']);

/**
 * Texts for values that two runs can be compared by. Reading them runs no code of the
 * program's: no getter, no proxy trap, no `toString`. Objects are numbered as they turn up, so
 * identity shows.
 */
export class Describer {
  readonly #known = new Map<object, number>();

  describe(value: unknown, depth = 0): string {
    if (typeof value === 'string') return JSON.stringify(neutral(value));
    if (typeof value === 'bigint') return `${value}n`;
    if (Object.is(value, -0)) return '-0';
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) {
      return String(value);
    }
    const seen = this.#known.get(value);
    if (seen !== undefined) return `#${seen}`;
    this.#known.set(value, this.#known.size);
    return `#${this.#known.size - 1}=${this.#object(value, depth)}`;
  }

  #object(value: object, depth: number): string {
    if (types.isProxy(value)) return 'Proxy';
    const kind = kindOf(value);
    if (types.isNativeError(value)) {
      const message = Object.getOwnPropertyDescriptor(value, 'message');
      const cause = Object.getOwnPropertyDescriptor(value, 'cause');
      const reason = cause === undefined ? '' : ` because ${this.describe(cause.value, depth + 1)}`;
      return `${kind}(${message?.get ? 'getter' : this.describe(message?.value)})${reason}`;
    }
    if (typeof value === 'function') return `${kind} ${ownText(value, 'name')}`;
    if (depth > 2 || types.isPromise(value)) return kind;
    return `${kind}{${this.#properties(value, depth)}}`;
  }

  #properties(value: object, depth: number): string {
    const entries = Reflect.ownKeys(value)
      .filter((key) => !isTolerated(value, key))
      .slice(0, 12)
      .map((key) => {
        const property = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
        const text = 'value' in property ? this.describe(property.value, depth + 1) : 'accessor';
        return `${String(key)}:${text}`;
      });
    return entries.join(',');
  }
}

/** A lazy thenable that was returned has been given a `then` that tells when it is started. */
function isTolerated(value: object, key: string | symbol): boolean {
  if (typeof key === 'symbol') return NODES_OWN.has(key.description ?? '');
  const then = key === 'then' && Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof then === 'function';
}

/** Name of the class, as far as it is plain data. */
function kindOf(value: object): string {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    if (types.isProxy(at)) return 'Proxy';
    const made = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof made === 'function') return ownText(made, 'name');
    const tag = Object.getOwnPropertyDescriptor(at, Symbol.toStringTag)?.value;
    if (typeof tag === 'string') return tag;
  }
  return 'null';
}

function ownText(of: object, key: string): string {
  return String(Object.getOwnPropertyDescriptor(of, key)?.value);
}

/** V8 quotes code and names in some messages; compilers may change both. */
function neutral(text: string): string {
  return text
    .replace(/^.* is not (a function|iterable|a constructor|async iterable)/, '… is not $1')
    .replace(/^(… is not iterable) \(cannot read property .*\)$/, '$1') // Where it was a literal.
    .replace(/^Cannot access '.*' before/, "Cannot access '…' before")
    .replace(/^\S+ is not defined/, '… is not defined')
    .replace(/^(Cannot destructure .*) of '.*' as/, "$1 of '…' as");
}

/** What reflection shows of a function, class or object, and of the functions it holds. */
export function appearance(value: unknown, depth = 0): string {
  if ((typeof value !== 'function' && typeof value !== 'object') || value === null)
    return typeof value;
  const head =
    typeof value === 'function'
      ? `${kindOf(Object.getPrototypeOf(value))} ${ownText(value, 'name')}/${ownText(value, 'length')}`
      : 'object';
  if (depth > 2 || types.isProxy(value)) return head;
  const properties = Reflect.ownKeys(value).map((key) => property(value, key, depth));
  return `${head} [${properties.join(' ')}]`;
}

function property(value: object, key: string | symbol, depth: number): string {
  const found = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
  const flags = `${found.enumerable ? 'e' : ''}${found.writable ? 'w' : ''}${found.configurable ? 'c' : ''}`;
  const parts = key === 'constructor' ? [] : [found.value, found.get, found.set];
  const held = parts
    .filter((part) => typeof part === 'function' || (key === 'prototype' && part !== undefined))
    .map((part) => appearance(part, depth + 1));
  return `${String(key)}:${flags}${held.length > 0 ? `(${held.join()})` : ''}`;
}
