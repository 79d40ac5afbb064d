/**
 * Built-ins as they were when this module loaded. User code may replace them later (fake
 * timers, zones, polluted prototypes); the runtime must neither be misled nor call into that.
 */
export const apply: typeof Reflect.apply = Reflect.apply;
export const construct: typeof Reflect.construct = Reflect.construct;
const defineBare = Reflect.defineProperty;
export const getOwnPropertyDescriptor: typeof Reflect.getOwnPropertyDescriptor =
  Reflect.getOwnPropertyDescriptor;
export const getPrototypeOf: typeof Reflect.getPrototypeOf = Reflect.getPrototypeOf;
export const ownKeys: typeof Reflect.ownKeys = Reflect.ownKeys;
export const hasOwn: typeof Object.hasOwn = Object.hasOwn;
export const keysOf: typeof Object.keys = Object.keys;
export const microtask: typeof queueMicrotask = queueMicrotask;

const promiseThen = Promise.prototype.then;
const PromiseHere = Promise;
const promisePrototype = Promise.prototype;
const promiseResolve = Promise.resolve;

/** `Promise.resolve` by the built-in. */
export function toPromise(value: unknown): Promise<unknown> {
  return apply(promiseResolve, PromiseHere, [value]);
}

/**
 * `promise.then(onFulfilled, onRejected)` by the built-in, whatever `promise` overrides. Not
 * called `then`: a module with such an export is itself taken for a thenable.
 */
export function subscribe<T, R>(
  promise: Promise<T>,
  onFulfilled: (value: T) => R,
  onRejected: (error: unknown) => R,
): Promise<R> {
  return apply(promiseThen, promise, [onFulfilled, onRejected]) as Promise<R>;
}

/** Whether whoever takes `promise` for a promise is sure to use the built-in `then`. */
export function isPlainPromise(promise: Promise<unknown>): boolean {
  return (
    getPrototypeOf(promise) === promisePrototype &&
    !hasOwn(promise, 'then') &&
    !hasOwn(promise, 'constructor') &&
    promisePrototype.then === promiseThen
  );
}

/** `Reflect.defineProperty`, with a descriptor that a polluted `Object.prototype` adds nothing to. */
export function defineProperty(
  target: object,
  key: PropertyKey,
  descriptor: PropertyDescriptor,
): boolean {
  return defineBare(target, key, bareCopy(descriptor));
}

/** A copy of the own properties of `object`, that inherits nothing. */
export function bareCopy<T extends object>(object: T): T {
  return Object.assign(Object.create(null), object);
}
