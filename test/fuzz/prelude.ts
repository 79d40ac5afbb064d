/**
 * What programs find around them. It is text, since it is evaluated among the objects of the
 * realm that the program runs in, and plain: no compiler touches it. `host` gives what must
 * come from outside: how to log, to schedule and to register, and
 * `foreign` classes.
 */
export const PRELUDE = `(function (host) {
'use strict';
const log = (label, ...values) => { host.note(label, values); return values[0]; };
const { immediate, nextTick, queueMicrotask } = host;
const later = (run) => immediate(run);
let coins = 0, bits = 7;
const coin = () => { bits = (bits * 1103515245 + 12345) & 0x7fffffff; return ++coins < 300 && (bits >> 12) % 2 === 0; };
const kept = []; let runs = 0; let lastKept;
const keep = (value) => { kept.push(value); lastKept = value; return value; };
class Sub extends Promise { extra() { return 'sub'; } }
class Base {
  constructor() { log('Base', new.target.name); }
  greet() { return 'base ' + typeof this; }
  static greet() { return 'static base'; }
}
const proto = { greet() { return 'proto ' + typeof this; } };
class Lazy {
  constructor(fails) { this.fails = fails; this.runs = 0; this.wheres = 0; }
  where() { this.wheres++; return this; }
  then(yes, no) {
    this.runs++; runs++;
    log('lazy runs', this.runs);
    return (this.fails ? Promise.reject(new Error('lazy')) : Promise.resolve('row')).then(yes, no);
  }
}
const afterwards = (Class, fails) => new Class((resolve, reject) => {
  immediate(() => (fails ? reject(new Error('late')) : resolve('late')));
});
const soon = (Class, fails) => new Class((resolve, reject) => {
  queueMicrotask(() => (fails ? reject(new Error('soon')) : resolve('soon')));
});
const shared = Promise.resolve('shared');
const promises = [
  () => Promise.resolve('ok'),
  () => Promise.reject(new Error('no')),
  () => afterwards(Promise, false),
  () => afterwards(Promise, true),
  () => soon(Sub, false),
  () => soon(Sub, true),
  () => Object.assign(soon(Promise, false), { cancel() { return 'cancelled'; } }),
  () => shared,
  () => host.foreign.Promise.resolve('foreign'),
  () => host.foreign.Promise.reject(new host.foreign.Error('foreign')),
  () => new Lazy(false),
  () => new Lazy(true),
  () => ({ then(yes) { log('then at once'); yes('at once'); } }),
  () => ({ then(yes) { log('then'); queueMicrotask(() => yes('nothing returned')); } }),
  () => ({ then() { throw new Error('then threw'); } }),
  () => ({ then(yes, no) { yes('first'); no('second'); yes('third'); throw 4; } }),
  () => ({ get then() { log('then read'); throw new Error('getter threw'); } }),
  () => { const p = Promise.resolve('own then'); p.then = function (yes, no) { log('own then'); return Promise.prototype.then.call(this, yes, no); }; return p; },
  () => new Promise(() => {}),
];
const once = new Error('kept');
const faults = [
  () => new Error('fault'),
  () => Object.freeze(new TypeError('frozen')),
  () => null,
  () => undefined,
  () => Object.defineProperty(new Error(), 'message', { get() { throw new Error('message read'); } }),
  () => new Error('outer', { cause: new RangeError('inner') }),
  () => new host.foreign.Error('foreign fault'),
  () => 'just text',
  () => ({ get then() { throw new Error('then of a fault'); } }),
  () => once,
];
const iterables = {
  bare: () => { let n = 0; return { [Symbol.iterator]() { return this; }, next: (v) => ({ done: ++n > 3, value: n }) }; },
  returning: () => ({ ...iterables.bare(), return(value) { log('iterator closed', value); return {}; } }),
  throwing: () => { let n = 0; return { [Symbol.iterator]() { return this; }, next() { if (++n > 1) throw new Error('next'); return { done: false, value: n }; }, throw(e) { log('iterator threw', e); return { done: true, value: 'thrown' }; } }; },
};
const streams = {
  bare: () => { let n = 0; return { [Symbol.asyncIterator]() { return this; }, next: () => (++n > 2 ? Promise.resolve({ done: true, value: n }) : soon(Promise, false).then((value) => ({ done: false, value }))) }; },
  returning: () => ({ ...streams.bare(), return(value) { log('stream closed', value); return Promise.resolve({ done: true, value }); } }),
};
const text = (value) => host.text(value);
const odd = {
  coin, keep, Base, proto, text, self: { tag: 'self' },
  kept: () => lastKept, runs: () => runs,
  promise: (n) => promises[n](),
  fault: (n) => faults[n](),
  raise: () => { throw new Error('raised'); },
  late: (promise) => immediate(() => promise.then((v) => log('late', v), (e) => log('late no', e))),
  iterable: (kind) => iterables[kind](),
  stream: (kind) => streams[kind](),
  tag: (strings, ...values) => { log('tag', strings.raw.length, ...values); return strings; },
  key: (value) => 'key' + (typeof value),
  name: (fn) => (fn === undefined ? 'none' : String(fn.name)),
  who: (self) => (self === undefined ? 'undefined' : self === globalThis ? 'global' : self === odd.self ? 'self' : typeof self),
  box: (a) => ({ a }),
  circular: () => { const o = {}; o.o = o; return o; },
  proxy: () => new Proxy({}, { get(_, key) { log('proxy', String(key)); return undefined; } }),
  getter: () => ({ get a() { log('getter'); return 1; } }),
  loud: () => ({ toString() { log('toString'); return 'loud'; } }),
  disposable: () => ({
    [Symbol.dispose ?? 'd']() { log('disposed'); },
    [Symbol.asyncDispose ?? 'a']() { log('async disposed'); return Promise.resolve(); },
  }),
};
const settle = (label, promise) => {
  if (promise === null || typeof promise !== 'object' || typeof promise.then !== 'function') return log(label, promise);
  return void promise.then((v) => log(label + ' yes', v), (e) => log(label + ' no', e));
};
const operations = { n: 'next', t: 'throw', r: 'return' };
const step = (label, it, letter, value) => {
  try { return log(label + letter, it[operations[letter]](letter === 't' ? new Error('thrown in') : value)); }
  catch (e) { log(label + letter + ' threw', e); }
};
const steps = (label, it, letters) => { let n = 0; for (const letter of letters) step(label, it, letter, n++); };
const interleave = (label, a, b) => { for (const letter of 'nnnr') { step(label + 'a', a, letter, 1); step(label + 'b', b, letter, 2); } };
const queued = (label, it, letters) => { for (const letter of letters) settle(label + letter, step(label, it, letter, letter)); };
const inTurn = (label, it, letters) => {
  const [letter, ...rest] = letters;
  if (letter === undefined) return;
  const go = (state) => (value) => { log(label + state, value); inTurn(label, it, rest); };
  it[operations[letter]](letter).then(go('yes'), go('no'));
};
return { log, odd, settle, steps, interleave, queued, inTurn, later, immediate, nextTick, queueMicrotask, register: host.register, entered: host.entered, here: host.here };
})`;

/** The names above, as a program may use them. */
export const NAMES = [
  'log',
  'odd',
  'settle',
  'steps',
  'interleave',
  'queued',
  'inTurn',
  'later',
  'immediate',
  'nextTick',
  'queueMicrotask',
  'register',
  'entered',
  'here',
] as const;
