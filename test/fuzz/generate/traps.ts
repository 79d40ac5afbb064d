import { expression, list, type Node, part, statement } from '../tree.ts';
import { factsOf, uncountedBody } from './functions.ts';
import { fresh, type Place } from './place.ts';
import {
  attempt,
  awaits,
  catches,
  declared,
  finals,
  here,
  returns,
  tries,
  yields,
} from './trap-parts.ts';
import { fault, promise } from './values.ts';

/** What breaks rewriting tools, whole: each makes sense only as it is written. */
export function trap(place: Place): Node {
  return place.program.random.one(place.program.strict ? STRICT : [...STRICT, ...SLOPPY])(place);
}

type Trap = (place: Place) => Node;

const returnsPromise: Trap = (place) => {
  const [id, fn] = declared(place, { kind: 'async' }, () => [
    returns(promise(place.program.random)),
  ]);
  return list([
    statement('async function returns a promise')`${fn}`,
    statement()`settle('${id}', ${id}());`,
  ]);
};

const threeWayConflict: Trap = (place) => {
  const [id, fn] = declared(place, {}, () => [
    statement()`const kept = odd.keep(odd.promise(5));`,
    returns(place.program.random.chance(0.5) ? 'kept' : promise(place.program.random)),
  ]);
  const use = place.program.random.chance(0.5) ? '' : `settle('${id}', `;
  return list([
    statement('promise returned by a sync function')`${fn}`,
    statement()`${use}${id}()${use === '' ? '' : ')'};`,
    statement()`log('same', odd.kept() === ${id}());`,
  ]);
};

const lazyReturned: Trap = (place) => {
  const [id, fn] = declared(place, {}, () => [returns('odd.promise(10)')]);
  return list([
    statement('lazy thenable returned')`${fn}`,
    statement()`{ const q = ${id}(); log('runs', q.runs); log('chained', q.where('x') === q); settle('${id}', q); }`,
    statement()`later(() => log('total runs', odd.runs()));`,
  ]);
};

const finallyOverrides: Trap = (place) => {
  const kind = place.program.random.one(['sync', 'async', 'generator', 'async generator'] as const);
  const suspends = kind === 'sync' ? part()`1` : kind === 'generator' ? yields('1') : awaits('1');
  const [id, fn] = declared(place, { kind }, (self) => [
    statement()`outer: ${tries(
      [
        tries(
          [
            statement()`log('tried', ${suspends});`,
            statement()`throw ${fault(place.program.random)};`,
          ],
          finals([here(self), statement()`if (odd.coin()) break outer;`, returns("'overridden'")]),
        ),
      ],
      finals([statement()`log('last', ${suspends});`, here(self)]),
    )}`,
    here(self),
  ]);
  const use = { sync: `log('${id}', ${id}());`, async: `settle('${id}', ${id}());` };
  const drive =
    kind === 'generator' ? `steps('${id}', ${id}(), 'ntrn');` : `queued('${id}', ${id}(), 'ntrn');`;
  return list([
    statement('finally that overrides')`${fn}`,
    statement()`${kind === 'sync' || kind === 'async' ? use[kind] : drive}`,
  ]);
};

const catchesRejections: Trap = (place) => {
  const { random } = place.program;
  const [id, fn] = declared(place, { kind: 'async' }, (self) => [
    tries(
      [statement()`log('never', ${awaits(expression()`Promise.reject(${fault(random)})`)});`],
      catches([here(self), statement()`log('caught', e);`, statement()`${awaits('1')};`]),
    ),
    here(self),
    statement()`log('sum', 1 + ${awaits('2')} * ${awaits(awaits('odd.promise(2)'))});`,
    here(self),
  ]);
  return list([statement('rejected await caught')`${fn}`, statement()`settle('${id}', ${id}());`]);
};

const namesOfTheTool: Trap = (place) => {
  if (place.depth > 0 || place.program.counter > 30) return returnsPromise(place);
  const [id, fn] = declared(place, { kind: 'async' }, () => [
    statement()`const _resume = 1, _suspend = 2, _leaveAsync = 3;`,
    statement()`log('mine', _resume, _suspend, _leaveAsync, typeof _fail, ${awaits('_resume')});`,
  ]);
  return list([
    statement('names of the tool at the top')`var _fail = 'mine', _returned = 1, _leave = 2;`,
    fn,
    statement()`settle('${id}', ${id}());`,
    statement()`log('free', typeof _iterate, typeof _delegate, typeof _s0);`,
  ]);
};

const newOnEverything: Trap = (place) => {
  const [id, fn] = declared(place, { kind: 'async' }, () => [returns('1')]);
  const [plain, made] = declared(place, { params: 'a' }, () => [
    statement()`this.a = a; this.target = new.target === undefined;`,
  ]);
  return list([
    statement('new on functions')`${list([fn, made])}`,
    attempt(`new ${id}()`),
    attempt(`new ${plain}(7)`),
    attempt(`Reflect.construct(${plain}, [1], odd.Base)`),
    attempt(`Object.getPrototypeOf(new ${plain}(2)) === ${plain}.prototype`),
  ]);
};

const closureInParameters: Trap = (place) => {
  const [id, fn] = declared(place, { params: 'a, read = () => a' }, () => [
    statement()`var a = 2;`,
    statement()`log('scopes', a, read());`,
  ]);
  const [redeclared, again] = declared(place, { params: 'name' }, () => [
    statement()`var name = name || 'x';`,
    returns('name'),
  ]);
  return list([
    statement('scope of parameters and of the body')`${list([fn, again])}`,
    attempt(`${id}(1)`),
    attempt(`[${redeclared}(), ${redeclared}('y')]`),
  ]);
};

const throwingDefault: Trap = (place) => {
  const kind = place.program.random.one(['async', 'async generator', 'sync'] as const);
  const [id, fn] = declared(place, { kind, params: 'a = odd.raise()' }, () => [returns('a')]);
  return list([
    statement('default that throws')`${fn}`,
    statement()`try { settle('${id}', ${id}()); } catch (e) { log('threw', e); }`,
  ]);
};

const hoisted: Trap = (place) => {
  const [id, fn] = declared(place, {}, () => [returns('typeof afterwards')]);
  return list([
    statement('function called above itself')`log('early', ${id}());`,
    fn,
    statement()`var afterwards = 1;`,
  ]);
};

const deepRecursion: Trap = (place) => {
  const facts = factsOf(place, 'sync');
  const { id } = facts;
  facts.movable = false; // How deep the stack goes is nobody's promise, nor how many spans that makes.
  // Without the probe: fuel would end what the stack is meant to end.
  const body = uncountedBody(facts, list([returns(`${id}(n + 1)`)]));
  return list([
    statement('stack overflow')`function ${id}(n) ${body}`,
    statement()`try { ${id}(0); } catch (e) { log('deep', e.name); }`,
    statement()`here('');`,
  ]);
};

const generatorOfManyCallers: Trap = (place) => {
  const [id, fn] = declared(place, { kind: 'generator' }, (self) => [
    tries(
      [statement()`log('got', ${yields('1')});`, here(self), statement()`${yields('2')};`],
      finals([here(self), statement()`log('closed', ${yields('3')});`]),
    ),
  ]);
  const [caller, calls] = declared(place, { params: 'it' }, (self) => [
    statement()`it.next('from a caller');`,
    here(self),
    returns('it.return(9)'),
  ]);
  return list([
    statement('generator with many callers')`${list([fn, calls])}`,
    statement()`{ const it = ${id}(); steps('m', it, 'n'); log('returned', ${caller}(it)); steps('m', it, 'nn'); }`,
    statement()`log('prototype', Object.getPrototypeOf(${id}()) === ${id}.prototype);`,
    statement()`log('own', Object.getOwnPropertyNames(${id}()).join());`,
  ]);
};

const queuedAsyncGenerator: Trap = (place) => {
  const { random } = place.program;
  const [inner, innerFn] = declared(place, { kind: 'async generator' }, (self) => [
    tries(
      [statement()`log('inner', ${yields(promise(random))});`, here(self)],
      finals([here(self), statement()`${awaits('0')};`]),
    ),
    returns(random.chance(0.5) ? 'odd.promise(2)' : "'end'"),
  ]);
  const [id, fn] = declared(place, { kind: 'async generator' }, (self) => [
    statement()`log('delegated', ${expression('yield*', 'delegate')`(yield* ${expression()`${inner}()`})`});`,
    here(self),
    returns(promise(random)),
  ]);
  const ops = random.one(['nnnn', 'nrn', 'ntn', 'rn', 'tn']);
  return list([
    statement('async generator delegates')`${list([innerFn, fn])}`,
    statement()`queued('${id}', ${id}(), '${ops}');`,
  ]);
};

const firstLines: Trap = (place) => {
  const [id, fn] = declared(place, { directive: "'use strict';\n'use client';" }, () => [
    returns('this === undefined'),
  ]);
  return list([statement('several directives')`${fn}`, attempt(`${id}()`)]);
};

const consumerUnpolluted: Trap = (place) => {
  const [id, fn] = declared(place, { kind: 'async' }, (self) => [
    statement()`${awaits('odd.promise(2)')};`,
    here(self),
    statement()`queueMicrotask(here.bind(null, '${self}'));`,
  ]);
  const [caller, calls] = declared(place, {}, (self) => [
    statement()`const p = ${id}();`,
    here(self),
    statement()`log('own', Object.getOwnPropertyNames(p).length, Object.getPrototypeOf(p) === Promise.prototype);`,
    returns('p.then(() => 1)'),
  ]);
  return list([
    statement('caller of an async function')`${list([fn, calls])}`,
    statement()`settle('${caller}', ${caller}());`,
    here(''),
  ]);
};

const sloppyThis: Trap = (place) => {
  const [id, fn] = declared(place, { params: 'a, b' }, () => [
    statement()`arguments[0] = 'written'; b = 'too';`,
    returns('[a, arguments[1], arguments.length, typeof this, this === globalThis]'),
  ]);
  return list([
    statement('mapped arguments')`${fn}`,
    attempt(`${id}(1, 2)`),
    attempt(`${id}(1)`),
    attempt(`${id}.call('primitive', 1, 2)`),
  ]);
};

const argumentsAsName: Trap = (place) => {
  const [id, fn] = declared(place, { params: 'arguments' }, () => [returns('arguments')]);
  const [again, second] = declared(place, { params: 'a, a' }, () => [returns('[a, arguments[0]]')]);
  return list([
    statement('a parameter named arguments')`${list([fn, second])}`,
    attempt(`${id}(5)`),
    attempt(`${again}(1, 2)`),
  ]);
};

const functionInBlock: Trap = (place) => {
  const name = fresh(place, 'inBlock');
  const [id, fn] = declared(place, {}, () => [
    statement()`log('before', typeof ${name});`,
    statement()`{ function ${name}() {} }`,
    returns(`typeof ${name}`),
  ]);
  return list([statement('sloppy function in a block')`${fn}`, attempt(`${id}()`)]);
};

const STRICT: readonly Trap[] = [
  returnsPromise,
  threeWayConflict,
  lazyReturned,
  finallyOverrides,
  catchesRejections,
  namesOfTheTool,
  newOnEverything,
  closureInParameters,
  throwingDefault,
  hoisted,
  generatorOfManyCallers,
  queuedAsyncGenerator,
  firstLines,
  consumerUnpolluted,
  (place) => (place.program.random.chance(0.1) ? deepRecursion(place) : hoisted(place)),
];

const SLOPPY: readonly Trap[] = [sloppyThis, argumentsAsName, functionInBlock];
