import { expression, type FunctionKind, list, type Node, part, statement } from '../tree.ts';
import { bodyOf, factsOf } from './functions.ts';
import type { Place } from './place.ts';

export interface Shape {
  readonly kind?: FunctionKind;
  readonly params?: string;
  readonly directive?: string;
}

/** A function declaration around members, with the id that calls it. */
export function declared(
  place: Place,
  shape: Shape,
  members: (id: string) => Node[],
): [string, Node] {
  const { kind = 'sync', params = '', directive } = shape;
  const facts = factsOf(place, kind);
  const { id } = facts;
  const word = kind.startsWith('async') ? 'async ' : '';
  const star = kind.endsWith('generator') ? '*' : '';
  const first = directive === undefined ? part()`` : part('directive')`${directive}\n`;
  const body = bodyOf(facts, list(members(id)), first);
  return [
    id,
    statement()`${word}function${star} ${id}(${params}) ${body}\nregister('${id}', ${id});`,
  ];
}

export const returns = (text: string | Node): Node =>
  statement('return', 'return')`return ${expression()`(${text})`};`;
export const awaits = (value: string | Node): Node =>
  expression('await', 'await')`(await ${expression()`${value}`})`;
export const yields = (value: string | Node): Node =>
  expression('yield', 'yield')`(yield ${expression()`${value}`})`;
export const tries = (body: Node[], rest: Node): Node => statement()`try {\n${list(body)}}${rest}`;
export const catches = (body: Node[]): Node => part('catch', 'catch')` catch (e) {\n${list(body)}}`;
export const finals = (body: Node[]): Node =>
  part('finally', 'finally')` finally {\n${list(body)}}`;
export const attempt = (text: string): Node =>
  statement()`try { log('got', ${text}); } catch (e) { log('threw', e); }`;
export const here = (id: string): Node => statement('probe')`here('${id}');`;
