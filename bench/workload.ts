import type { Dialect, Method } from './dialects/dialect.ts';
import { CALLS, FAMILIES, type Family, METHODS } from './shapes.ts';

/** Calls in one function. */
const PART = 10;
const PARTS = METHODS / PART;

/**
 * Source of a module with one class that holds every family, and a driver for each. It is
 * text because fifty methods must be fifty pieces of code, each called from places of its own:
 * a loop over closures of one function would share what the engine learns about them.
 */
export function workload(dialect: Dialect): string {
  return [
    dialect.preamble,
    'const given = (value) => value;',
    'export class Service {',
    ...FAMILIES.flatMap((family) => [...methodsOf(family, dialect), requestOf(family, dialect)]),
    '}',
    ...FAMILIES.flatMap(partsOf),
    'export const requests = {',
    ...FAMILIES.map(({ name }) => `${name}: (s) => s.${name}Request('item', 3, 2.5, true),`),
    '};',
    'export const roots = {',
    ...FAMILIES.map((family) => `${family.name}: async (s) => { ${callsOf(family, 's')} },`),
    '};',
  ].join('\n');
}

function methodsOf(family: Family, dialect: Dialect): string[] {
  return Array.from({ length: METHODS }, (_, i) =>
    dialect.method({ ...family, name: `${family.name}${i}`, code: codeOf(family, i) }),
  );
}

/** Small and unlike each other: the cheaper the body, the plainer the cost of a span. */
function codeOf({ body, proved }: Family, i: number): string {
  const value = `a.length * ${i + 1} + b ${'+-*'[i % 3]} c + (d ? ${i} : ${i + 1})`;
  if (body === 'promise') return `return Promise.resolve(b).then((b) => ${value});`;
  if (body === 'async') return `await undefined; return ${value};`;
  return proved ? `return ${value};` : `return given(${value});`; // Who knows what a call gives.
}

function requestOf(family: Family, dialect: Dialect): string {
  const request: Method = {
    name: `${family.name}Request`,
    body: 'async',
    fields: false,
    proved: true,
    code: callsOf(family, 'this'),
  };
  return dialect.method(request);
}

/** All calls of a request, in parts. */
function callsOf(family: Family, target: string): string {
  const parts = Array.from(
    { length: CALLS / PART },
    (_, i) => `${waitFor(family)}${partName(family, i % PARTS)}(${target})`,
  );
  return `return ${parts.join(' + ')};`;
}

/** Functions as long as people write them: one of a hundred calls takes long to be optimised. */
function partsOf(family: Family): string[] {
  return Array.from({ length: PARTS }, (_, part) => {
    const calls = Array.from({ length: PART }, (_, i) => {
      const method = part * PART + i;
      return `${waitFor(family)}s.${family.name}${method}('item', ${method}, 2.5, true)`;
    });
    const isAsync = family.body === 'sync' ? '' : 'async ';
    return `${isAsync}function ${partName(family, part)}(s) { return ${calls.join(' + ')}; }`;
  });
}

function partName({ name }: Family, part: number): string {
  return `${name}Part${part}`;
}

function waitFor({ body }: Family): string {
  return body === 'sync' ? '' : 'await ';
}
