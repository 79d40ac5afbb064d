import { expression, type Node, statement } from '../tree.ts';
import { anyExpression, awaitable } from './expressions.ts';
import { fresh, isAsync, type Place } from './place.ts';
import type { Callable } from './scope.ts';

/** Calls something that is in reach and deals with what it gives, as its kind asks for. */
export function consume(place: Place): Node {
  const { random } = place.program;
  const callables = place.scope.reachable();
  if (callables.length === 0) return statement()`log('${fresh(place, 'l')}');`;
  return consumeOne(place, random.one(callables));
}

export function consumeOne(place: Place, { text, kind }: Callable): Node {
  const { random } = place.program;
  const label = fresh(place, 'c');
  const made = random.chance(0.5) ? `${text}()` : `${text}(1, 2)`;
  switch (kind) {
    case 'sync':
      return random.chance(0.7)
        ? statement()`try { log('${label}', ${made}); } catch (e) { log('threw', e); }`
        : statement()`settle('${label}', (${expression()`${made}`}));`;
    case 'async':
      return consumeAsync(place, label, made);
    case 'generator':
      return consumeGenerator(place, label, made);
    case 'async generator':
      return consumeAsyncGenerator(place, label, made);
  }
}

function consumeAsync(place: Place, label: string, made: string): Node {
  const { random } = place.program;
  return random.weighted<() => Node>([
    [4, () => statement('then')`settle('${label}', ${made});`],
    [1, () => statement('rejection that nobody handles')`void ${made};`],
    [0.7, () => statement('rejection handled late')`odd.late(${made});`],
    [
      0.7,
      () =>
        statement('finally of a promise')`${made}.finally(() => log('${label}')).catch(() => {});`,
    ],
    [1, () => statement('race')`settle('${label}', Promise.race([${made}, ${awaitable(place)}]));`],
    [
      isAsync(place) ? 4 : 0,
      () => statement()`log('${label}', ${expression('await', 'await')`(await ${made})`});`,
    ],
  ])();
}

/** By letters: next, throw, return. */
function operations({ program: { random } }: Place): string {
  return random.times(1 + random.below(4), () => random.one(['n', 'n', 'n', 't', 'r'])).join('');
}

function consumeGenerator(place: Place, label: string, made: string): Node {
  const { random } = place.program;
  const other = place.scope.reachable().find(({ kind }) => kind === 'generator')?.text;
  return random.weighted<() => Node>([
    [4, () => statement('generator by hand')`steps('${label}', ${made}, '${operations(place)}');`],
    [
      2,
      () =>
        statement(
          'spread of a generator',
        )`try { log('${label}', [...${made}]); } catch (e) { log('threw', e); }`,
    ],
    [
      1,
      () =>
        statement(
          'destructuring of a generator',
        )`try { const [d] = ${made}; log('${label}', d); } catch (e) { log('threw', e); }`,
    ],
    [
      1.5,
      () =>
        statement(
          'break off a generator',
        )`try { for (const d of ${made}) { log('${label}', d); break; } } catch (e) { log('threw', e); }`,
    ],
    [
      other === undefined ? 0 : 1.5,
      () => statement('interleaved generators')`interleave('${label}', ${made}, ${other ?? ''}());`,
    ],
    [1, () => statement('generator left alone')`odd.keep(${made}); ${made}.next?.();`],
  ])();
}

function consumeAsyncGenerator(place: Place, label: string, made: string): Node {
  const { random } = place.program;
  return random.weighted<() => Node>([
    [4, () => statement('queued next')`queued('${label}', ${made}, '${operations(place)}');`],
    [2, () => statement('next after next')`inTurn('${label}', ${made}, '${operations(place)}');`],
    [1, () => statement('next that nobody handles')`void ${made}.next(${anyExpression(place)});`],
  ])();
}
