import { list, type Node, part, statement } from '../tree.ts';
import { anyExpression, iterable } from './expressions.ts';
import { fresh, inside, isAsync, type Place } from './place.ts';
import { anyStatement, statements } from './statements.ts';

/** Loops end by construction: each counts its own rounds. */
export function loopStatement(place: Place): Node {
  const { random } = place.program;
  const label = random.chance(0.25) ? fresh(place, 'loop') : undefined;
  const loop = random.weighted<(place: Place, label: string | undefined) => Node>([
    [2, forOf],
    [isAsync(place) ? 4 : 0, forAwait],
    [1.5, forCounting],
    [1, whileLoop],
    [0.8, doLoop],
    [0.7, forIn],
  ])(place, label);
  return label === undefined ? loop : statement('labelled loop')`${label}: ${loop}`;
}

function bodyOf(place: Place): Place {
  return inside(place, { inLoop: true, inSwitch: false });
}

function roundsOf(place: Place, label: string | undefined): Node {
  const { random } = place.program;
  const all = statements(place, 3);
  if (label === undefined || random.chance(0.4)) return all;
  // Out of an inner loop, past its own `continue`.
  const jump = statement(
    'jump out of an inner loop',
  )`for (;;) { if (odd.coin()) ${random.one(['break', 'continue'])} ${label}; break; }`;
  return list([all, jump]);
}

function named(place: Place): string {
  return place.scope.declare(place.program.random, 'const') ?? fresh(place, 'k');
}

function forOf(place: Place, label: string | undefined): Node {
  const over = iterable({ ...place, kind: 'sync' });
  const at = bodyOf(place);
  const name = named(at);
  return statement('for of')`for (const ${name} of ${over}) {\n${roundsOf(at, label)}}`;
}

function forAwait(place: Place, label: string | undefined): Node {
  const over = iterable(place);
  const at = bodyOf(place);
  const name = named(at);
  return statement(
    'for await',
    'for await',
  )`for await (const ${name} of ${over}) {\n${roundsOf(at, label)}}`;
}

function forCounting(place: Place, label: string | undefined): Node {
  const at = bodyOf(place);
  const name = fresh(place, 'i');
  const rounds = String(1 + place.program.random.below(3));
  const kept = statement('closure over a loop variable')`odd.keep(() => ${name});`;
  return statement(
    'for',
  )`for (let ${name} = 0; ${name} < ${rounds}; ${name}++) {\n${list([kept, roundsOf(at, label)])}}`;
}

function whileLoop(place: Place, label: string | undefined): Node {
  const name = fresh(place, 'w');
  const test = anyExpression(place);
  const head = part()`let ${name} = 0; `;
  const loop = part()`while (${name}++ < 2 && (odd.text(${test}), true)) {\n${roundsOf(bodyOf(place), label)}}`;
  // The label must stand before the loop itself.
  return label === undefined
    ? statement('while')`{ ${head}${loop} }`
    : statement(
        'while',
      )`for (let ${name} = 0; ${name} < 2; ${name}++) {\n${roundsOf(bodyOf(place), label)}}`;
}

function doLoop(place: Place, label: string | undefined): Node {
  return statement('do')`do {\n${roundsOf(bodyOf(place), label)}} while (odd.coin());`;
}

function forIn(place: Place, label: string | undefined): Node {
  const at = bodyOf(place);
  const name = named(at);
  return statement('for in')`for (const ${name} in { p: 1, q: 2 }) {\n${roundsOf(at, label)}}`;
}

export function switchStatement(place: Place): Node {
  const { random } = place.program;
  const on = anyExpression(place);
  const at = inside(place, { inSwitch: true });
  const cases = random.times(1 + random.below(3), () => {
    const members = random.times(1 + random.below(2), () => anyStatement(at));
    const leave = random.chance(0.5) ? [statement()`break;`] : [];
    const test = random.chance(0.3) ? anyExpression(place) : part()`${String(random.below(3))}`;
    return part()`case ${test}:\n${list([...members, ...leave])}`;
  });
  const fallback = part()`default:\n${list([anyStatement(at)])}`;
  return statement('switch')`switch (${on}) {\n${list([...cases, fallback])}}`;
}
