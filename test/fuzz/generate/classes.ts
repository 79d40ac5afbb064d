import { expression, type FunctionFacts, list, type Node, part, statement } from '../tree.ts';
import { anyExpression } from './expressions.ts';
import { anyKind, bodyOf, factsOf, functionParts, methodPrefix } from './functions.ts';
import { fresh, type Place } from './place.ts';
import type { Callable } from './scope.ts';

/** A member, what can be called by it, and statements that use it. */
interface Member {
  readonly text: Node;
  readonly callables?: readonly Callable[];
  readonly uses?: readonly Node[];
}

/** A class with a few members of every sort. */
export function classDeclaration(place: Place): Node {
  const { random } = place.program;
  const name = fresh(place, 'C');
  const base = baseOf(place);
  const members = random.times(1 + random.below(4), () => classMember(place, name));
  const own = random.chance(0.6) ? [constructorOf(place, base !== '')] : [];
  const body = list([...own, ...members.map(({ text }) => text)]);
  const head = base === '' ? part()`` : part('extends')` extends ${base}`;
  const declared = random.chance(0.8)
    ? statement('class')`class ${name}${head} {\n${body}}`
    : statement('class expression')`const ${name} = class${head} {\n${body}};`;
  place.scope.callables.push(...members.flatMap(({ callables = [] }) => callables));
  const uses = members.flatMap((member) => member.uses ?? []);
  return list([
    declared,
    statement()`register('${name}', ${name});`,
    statement(
      'new',
    )`try { log('${fresh(place, 'n')}', new ${name}(1)); } catch (e) { log('no instance', e); }`,
    ...uses,
  ]);
}

function baseOf({ program, scope }: Place): string {
  const classes = scope.reachable().flatMap(({ text }) => /^C\d+(?=\.)/.exec(text) ?? []);
  return program.random.weighted([
    [4, ''],
    [3, 'odd.Base'],
    [classes.length > 0 ? 2 : 0, classes[0] ?? ''],
    [0.3, 'Array'],
  ]);
}

function constructorOf(place: Place, derived: boolean): Node {
  const facts = factsOf(place, 'sync', false);
  const opening = [
    statement()`log('new', odd.name(new.target));`,
    ...(derived ? [statement('super()')`super(1);`] : []),
  ];
  const { params, body } = functionParts(place, facts, { hasSuper: true }, { opening });
  return part(derived ? 'derived constructor' : 'constructor')`constructor(${params}) ${body}`;
}

function classMember(place: Place, name: string): Member {
  const { random } = place.program;
  return random.weighted<() => Member>([
    [5, () => method(place, name)],
    [2, () => privateMethod(place, name)],
    [1.5, () => accessor(place, `new ${name}()`)],
    [1, () => functionField(place, name)],
    [1, () => field(place)],
    [0.7, () => staticBlock(place)],
    [1, () => computedMethod(place)],
  ])();
}

function method(place: Place, className: string): Member {
  const { random } = place.program;
  const facts = factsOf(place, anyKind(place));
  const isStatic = random.chance(0.4);
  const { params, body } = functionParts(place, facts, { hasSuper: true, strict: true });
  const key = random.chance(0.1) ? `'${facts.id}'` : facts.id;
  return {
    text: part(
      isStatic ? 'static method' : 'method',
    )`${isStatic ? 'static ' : ''}${methodPrefix(facts.kind)}${key}(${params}) ${body}`,
    callables: [
      { text: `${isStatic ? className : `new ${className}()`}.${facts.id}`, kind: facts.kind },
    ],
  };
}

function privateMethod(place: Place, className: string): Member {
  const facts = factsOf(place, anyKind(place));
  const { params, body } = functionParts(place, facts, { hasSuper: true, strict: true });
  const outer = factsOf(place, 'sync');
  const value = expression()`(this.#${facts.id}(1))`;
  const call = list([statement('return', 'return')`return ${value};`]);
  return {
    text: part(
      'private method',
    )`${methodPrefix(facts.kind)}#${facts.id}(${params}) ${body}\n${outer.id}() ${bodyOf(outer, call)}`,
    callables: [{ text: `new ${className}().${outer.id}`, kind: facts.kind }],
  };
}

function accessor(place: Place, owner: string): Member {
  // Two functions of one name cannot be told apart by the names of their spans.
  const isPair = place.program.random.chance(0.5);
  const [reading, writing] = [factsOf(place, 'sync', !isPair), factsOf(place, 'sync', !isPair)];
  const [read, written] = [reading.id, isPair ? reading.id : writing.id];
  const getter = functionParts(place, reading, { hasSuper: true }, { count: 0 });
  const setter = functionParts(place, writing, { hasSuper: true }, { count: 1 });
  // Names at hand may all be taken; a setter has one parameter.
  const param = setter.params.pieces.length > 0 ? setter.params : part()`given`;
  return {
    text: part('accessors')`get ${read}() ${getter.body}\nset ${written}(${param}) ${setter.body}`,
    uses: [
      statement()`try { log('get', ${owner}.${read}); } catch (e) { log('no get', e); }`,
      statement()`try { ${owner}.${written} = 1; } catch (e) { log('no set', e); }`,
    ],
  };
}

function functionField(place: Place, className: string): Member {
  const facts = factsOf(place, place.program.random.one(['sync', 'async'] as const));
  const { params, body } = functionParts(place, facts, { own: false, hasSuper: true });
  return {
    text: part(
      'arrow in a field',
    )`${facts.id} = ${facts.kind === 'async' ? 'async ' : ''}(${params}) => ${body};`,
    callables: [{ text: `new ${className}().${facts.id}`, kind: facts.kind }],
  };
}

function field(place: Place): Member {
  const name = fresh(place, 'm');
  return {
    text: place.program.random.one([
      () => part('field that reads this')`${name} = odd.who(this);`,
      () => part('static field')`static ${name} = odd.name(this);`,
      () => part('private field')`#${name} = 1;`,
    ])(),
  };
}

function staticBlock(place: Place): Member {
  return { text: part('static block')`static { log('${fresh(place, 's')}', odd.name(this)); }` };
}

/** Keys belong to the code around the class: there `await` and `yield` are at home. */
function computedMethod(place: Place): Member {
  const { random } = place.program;
  const facts = factsOf(place, anyKind(place), false);
  const { params, body } = functionParts(place, facts, { hasSuper: true });
  const key = random.chance(0.3)
    ? part('symbol-named method')`[Symbol.for('${facts.id}')]`
    : part('computed key')`[odd.key(${anyExpression(place)})]`;
  return { text: part()`${methodPrefix(facts.kind)}${key}(${params}) ${body}` };
}

/** An object with methods of every sort. */
export function objectDeclaration(place: Place): Node {
  const { random } = place.program;
  const name = fresh(place, 'o');
  const members = random.times(1 + random.below(3), () =>
    random.weighted<() => Member>([
      [4, () => objectMethod(place, name)],
      [1, () => accessor(place, name)],
      [1, () => computedMethod(place)],
      [2, () => property(place, name)],
    ])(),
  );
  const body = list(members.map(({ text }) => withCommas(text)));
  const base = random.chance(0.5) ? '__proto__: odd.proto,\n' : '';
  place.scope.callables.push(...members.flatMap(({ callables = [] }) => callables));
  return list([
    statement('object')`const ${name} = {\n${base}${body}};`,
    statement()`register('${name}', ${name});`,
    ...members.flatMap((member) => member.uses ?? []),
  ]);
}

/** Accessors come as two members, one after the other. */
function withCommas(text: Node): Node {
  const pieces = text.pieces.map((piece) =>
    typeof piece === 'string' ? piece.replace(/\nset /, ',\nset ') : piece,
  );
  return part()`${{ ...text, pieces }},`;
}

function objectMethod(place: Place, owner: string): Member {
  const facts = factsOf(place, anyKind(place));
  const { params, body } = functionParts(place, facts, { hasSuper: true });
  return {
    text: part('object method')`${methodPrefix(facts.kind)}${facts.id}(${params}) ${body}`,
    callables: [{ text: `${owner}.${facts.id}`, kind: facts.kind }],
  };
}

function property(place: Place, owner: string): Member {
  const facts: FunctionFacts = factsOf(place, place.program.random.one(['sync', 'async'] as const));
  const { params, body } = functionParts(place, facts);
  const word = facts.kind === 'async' ? 'async ' : '';
  return {
    text: part('function in a property')`${facts.id}: ${word}function (${params}) ${body}`,
    callables: [{ text: `${owner}.${facts.id}`, kind: facts.kind }],
  };
}
