import {
  expression,
  type FunctionFacts,
  type FunctionKind,
  list,
  type Node,
  part,
  statement,
} from '../tree.ts';
import { anyExpression } from './expressions.ts';
import { fresh, type Place } from './place.ts';
import { Scope } from './scope.ts';
import { statements, sureYield } from './statements.ts';

const KINDS: readonly (readonly [number, FunctionKind])[] = [
  [4, 'sync'],
  [5, 'async'],
  [3, 'generator'],
  [3, 'async generator'],
];

export function anyKind({ program }: Place): FunctionKind {
  return program.random.weighted(KINDS);
}

export function factsOf(place: Place, kind: FunctionKind, named = true): FunctionFacts {
  return { id: fresh(place, 'f'), kind, named, isExpression: false, movable: true };
}

/** The body of a function: its directives, that it was entered, and what it does. */
export function bodyOf(facts: FunctionFacts, members: Node, directives: Node = part()``): Node {
  // Part of the body for good: it is the fuel that brings every program to its end.
  return uncountedBody(facts, part()`entered('${facts.id}');\n${members}`, directives);
}

/** A body that uses no fuel; whoever makes one sees that it ends. */
export function uncountedBody(
  facts: FunctionFacts,
  members: Node,
  directives: Node = part()``,
): Node {
  return part(facts.kind, 'body', facts)`{\n${directives}${members}}`;
}

/** Parameters and body, for whatever stands in front of them. */
export interface Parts {
  readonly params: Node;
  readonly body: Node;
}

interface PartsOptions {
  /** Parameters: so many, and simple ones. */
  readonly count?: number;
  /** What the body does first. */
  readonly opening?: readonly Node[];
  /** By which name the body can call its own function. */
  readonly itself?: string;
}

export function functionParts(
  place: Place,
  facts: FunctionFacts,
  change: Partial<Place> = {},
  { count, opening = [], itself }: PartsOptions = {},
): Parts {
  const { random } = place.program;
  const at: Place = {
    ...place,
    scope: new Scope(place.scope, true),
    kind: facts.kind,
    id: facts.named ? facts.id : undefined,
    depth: place.depth + 1,
    own: true,
    hasSuper: false,
    inLoop: false,
    inSwitch: false,
    labels: [],
    mayReturn: true,
    ...change,
  };
  const simple = count !== undefined || random.chance(0.5);
  const params = simple ? simpleParams(at, count ?? random.below(3)) : oddParams(at);
  const strictly = simple && !place.strict && random.chance(0.15);
  const directives = strictly
    ? part('directive')`'use strict';\n`
    : part()`${random.chance(0.05) ? "'use client';\n" : ''}`;
  // Only the body: a default that calls its own function would never come to an end.
  if (itself !== undefined) at.scope.callables.push({ text: itself, kind: facts.kind });
  const inner = { ...at, strict: at.strict || strictly };
  return { params, body: bodyOf(facts, list([...opening, membersOf(inner, facts)]), directives) };
}

function membersOf(at: Place, facts: FunctionFacts): Node {
  const { random } = at.program;
  const clash = random.chance(0.04) ? [clashing(at, facts)] : [];
  return list([...clash, statements(at, 4), ...sureYield(at)]);
}

/** Declarations that a function body may hold, and a block may not. */
function clashing(at: Place, facts: FunctionFacts): Node {
  facts.movable = false;
  const name = fresh(at, 'dup');
  return at.program.random.one([
    () =>
      statement(
        'var and function of one name',
      )`var ${name} = 1; function ${name}() {} log('dup', ${name});`,
    () =>
      statement(
        'function declared twice',
      )`function ${name}() { return 1; } function ${name}() { return 2; } log('dup', ${name}());`,
    () =>
      statement(
        'function used before its declaration',
      )`log('dup', ${name}()); function ${name}() { return 1; }`,
  ])();
}

function simpleParams(at: Place, count: number): Node {
  const names = at.program.random.times(count, () => at.scope.declare(at.program.random, 'param'));
  return part()`${names.filter((name) => name !== undefined).join(', ')}`;
}

function oddParams(at: Place): Node {
  const { random } = at.program;
  const name = (): string => at.scope.declare(random, 'param') ?? fresh(at, 'p');
  // Neither `await` nor `yield` may stand among parameters.
  const outside: Place = { ...at, kind: 'sync', hasSuper: false, id: undefined };
  const [first, second] = [name(), name()];
  return random.one([
    () => part('default parameter')`${first}, ${second} = ${anyExpression(outside)}`,
    () => part('closure in a default')`${first}, ${second} = () => ${first}`,
    () => part('destructured parameter')`{ a: ${first}, ...${second} } = { a: 1, z: 2 }`,
    () => part('destructured array parameter')`[${first}, ${second} = 2] = [1]`,
    () => part('rest parameter')`${first}, ...${second}`,
    () => part('default that may throw')`${first} = odd.coin() ? odd.raise() : 1, ${second}`,
  ])();
}

const star = (kind: FunctionKind): string => (kind.endsWith('generator') ? '*' : '');
const asyncWord = (kind: FunctionKind): string => (kind.startsWith('async') ? 'async ' : '');

/** What stands in front of a method's name. */
export const methodPrefix = (kind: FunctionKind): string => `${asyncWord(kind)}${star(kind)}`;

function functionOf(place: Place, facts: FunctionFacts, name: string): Node {
  // Recursion ends with the fuel, but eats all of it: seldom, then.
  const calls = name !== '' && place.program.random.chance(0.05) ? { itself: name } : {};
  const { params, body } = functionParts(place, facts, {}, calls);
  return part(
    `${facts.kind} function`,
  )`${asyncWord(facts.kind)}function${star(facts.kind)} ${name}(${params}) ${body}`;
}

function arrowOf(place: Place, facts: FunctionFacts): Node {
  const { random } = place.program;
  const { own, hasSuper } = place;
  if (random.chance(0.4)) return expressionArrow(place, facts);
  const { params, body } = functionParts(place, facts, { own, hasSuper });
  return part(`${facts.kind} arrow`)`${asyncWord(facts.kind)}(${params}) => ${body}`;
}

function expressionArrow(place: Place, facts: FunctionFacts): Node {
  facts.isExpression = true;
  const at: Place = {
    ...place,
    scope: new Scope(place.scope, true),
    kind: facts.kind,
    id: facts.named ? facts.id : undefined,
    depth: place.depth + 1,
    inLoop: false,
    labels: [],
  };
  const params = simpleParams(at, place.program.random.below(2));
  const value = expression()`(entered('${facts.id}'), ${anyExpression(at)})`;
  const body = part('expression body', 'body', facts)`${value}`;
  return part(`${facts.kind} arrow`)`${asyncWord(facts.kind)}(${params}) => ${body}`;
}

const isArrow = (kind: FunctionKind): boolean => !kind.endsWith('generator');

/** A function without a name, as a value. */
export function functionExpression(place: Place): Node {
  const { random } = place.program;
  const facts = factsOf(place, random.one(['sync', 'async', anyKind(place)]), false);
  const made =
    isArrow(facts.kind) && random.chance(0.6)
      ? arrowOf(place, facts)
      : functionOf(place, facts, '');
  return expression('function expression')`(${made})`;
}

/** A function with a name that the code after it can call. */
export function functionDeclaration(place: Place): Node {
  const { random } = place.program;
  const facts = factsOf(place, anyKind(place));
  const { id, kind } = facts;
  const made = random.weighted<() => Node>([
    [5, () => statement('function declaration')`${functionOf(place, facts, id)}`],
    [2, () => statement('function in a const')`const ${id} = ${functionOf(place, facts, '')};`],
    [
      1,
      () => statement('named function expression')`const ${id} = ${functionOf(place, facts, id)};`,
    ],
    [
      isArrow(kind) ? 4 : 0,
      () => statement('arrow in a const')`const ${id} = ${arrowOf(place, facts)};`,
    ],
  ])();
  place.scope.callables.push({ text: id, kind });
  return list([made, statement()`register('${id}', ${id});`]);
}
