import type { Dialect } from './dialects.ts';
import { PLACES, SHAPES, type Shape } from './shapes.ts';

/** Calls in one function. */
const PART = 10;

/** The generated module: by shape, what comes by all places once. */
export type Workload = Readonly<Record<Shape['name'], () => number>>;

/** Source of a module of functions that do next to nothing, and log it. */
export function workload(dialect: Dialect): string {
  return [dialect.preamble, ...SHAPES.flatMap((shape) => functionsOf(shape, dialect))].join('\n');
}

function functionsOf(shape: Shape, dialect: Dialect): string[] {
  const { name } = shape;
  const places = Array.from({ length: PLACES }, (_, i) => {
    const call = dialect.call(shape, `order ${i} stored`);
    return `function ${name}${i}(a, b, c, d) { ${call} return a.length * ${i + 1} + b; }`;
  });
  const parts = Array.from({ length: PLACES / PART }, (_, part) => {
    const calls = Array.from({ length: PART }, (_, i) => {
      const place = part * PART + i;
      return `${name}${place}('item-${place}', ${place * 7}, ${place + 0.5}, ${place % 2 === 0})`;
    });
    return `function ${name}Part${part}() { return ${calls.join(' + ')}; }`;
  });
  const all = parts.map((_, part) => `${name}Part${part}()`).join(' + ');
  return [...places, ...parts, `export function ${name}() { return ${all}; }`];
}
