import { expression, list, type Node, part, statement } from '../tree.ts';
import { classDeclaration, objectDeclaration } from './classes.ts';
import { told } from './events.ts';
import { anyExpression, awaited, iterable } from './expressions.ts';
import { factsOf, functionDeclaration, uncountedBody } from './functions.ts';
import { loopStatement, switchStatement } from './loops.ts';
import { afford, fresh, inside, isAsync, isGenerator, type Place } from './place.ts';
import { consume } from './scenes.ts';
import { Scope } from './scope.ts';
import { fault } from './values.ts';

type Maker = (place: Place) => Node;

/** Statements, a few. */
export function statements(place: Place, most = 5): Node {
  const { random } = place.program;
  return list(random.times(1 + random.below(most), () => anyStatement(place)));
}

export const block = (place: Place, change: Partial<Place> = {}): Node =>
  part()`{\n${statements(inside(place, change), 3)}}`;

export function anyStatement(place: Place): Node {
  const { random } = place.program;
  if (!afford(place)) return logged(place);
  return random.weighted<Maker>([
    [4, logged],
    [place.id === undefined ? 0 : 3, probe],
    [3, declaration],
    [2.5, evaluated],
    [isAsync(place) ? 3 : 0, (at) => statement()`${awaited(at)};`],
    [2.5, tryStatement],
    [3, loopStatement],
    [1, ifStatement],
    [0.8, switchStatement],
    [0.8, labelled],
    [0.6, (at) => statement('bare block')`${block(at)}`],
    [place.mayReturn ? 1.2 : 0, returned],
    [place.mayReturn ? 0.7 : 0, (at) => statement('throw')`throw ${fault(at.program.random)};`],
    [jumpsOf(place).length > 0 ? 1.5 : 0, jump],
    [0.9, functionDeclaration],
    [0.5, classDeclaration],
    [0.5, objectDeclaration],
    [1.5, consume],
    [place.program.strict ? 1.5 : 0, told],
    [0.9, scheduled],
    [isAsync(place) ? 0.4 : 0, disposed],
  ])(place);
}

function logged(place: Place): Node {
  const { random } = place.program;
  const label = fresh(place, 'l');
  const names = place.scope.visible(false);
  if (names.length > 0 && random.chance(0.6)) {
    return statement()`log('${label}', ${random.one(names)});`;
  }
  return statement()`log('${label}');`;
}

/** Which span is current here is for the harness to see. */
export const probe = (place: Place): Node => statement('probe')`here('${place.id ?? ''}');`;

function declaration(place: Place): Node {
  const { random } = place.program;
  const value = anyExpression(place);
  const as = random.one(['let', 'const', 'var'] as const);
  const name = place.scope.declare(random, as);
  if (name === undefined) return statement()`log('v', ${value});`;
  if (random.chance(0.1)) {
    return statement(
      'destructuring',
    )`${as} { a: ${name} = ${anyExpression(place)} } = odd.box(${value});`;
  }
  return statement(as)`${as} ${name} = ${value};`;
}

function evaluated(place: Place): Node {
  return statement()`log('${fresh(place, 'v')}', ${anyExpression(place)});`;
}

function ifStatement(place: Place): Node {
  const condition = anyExpression(place);
  const otherwise = place.program.random.chance(0.5) ? part()` else ${block(place)}` : part()``;
  return statement('if')`if (${condition}) ${block(place)}${otherwise}`;
}

function tryStatement(place: Place): Node {
  const { random } = place.program;
  const body = block(place);
  const shape = random.weighted([
    [3, 'catch'],
    [2, 'finally'],
    [2, 'both'],
  ] as const);
  const catches = shape === 'finally' ? part()`` : catchClause(place);
  const finallyClause = shape === 'catch' ? part()`` : finallyOf(place);
  return statement('try')`try ${body}${catches}${finallyClause}`;
}

function catchClause(place: Place): Node {
  const { random } = place.program;
  if (random.chance(0.2))
    return part('catch without name', 'catch')` catch {\n${statements(inside(place), 2)}}`;
  const at = inside(place);
  const name = at.scope.declare(random, 'let') as string;
  const body = list([
    statement()`log('caught', ${name});`,
    ...random.times(random.below(3), () => anyStatement(at)),
  ]);
  return part('catch', 'catch')` catch (${name}) {\n${body}}`;
}

function finallyOf(place: Place): Node {
  return part('finally', 'finally')` finally {\n${statements(inside(place), 2)}}`;
}

function returned(place: Place): Node {
  if (place.program.random.chance(0.1)) return statement('return nothing', 'return')`return;`;
  return statement('return', 'return')`return ${expression()`(${anyExpression(place)})`};`;
}

function jumpsOf(place: Place): string[] {
  const plain = [
    ...(place.inLoop ? ['break', 'continue'] : []),
    ...(place.inSwitch ? ['break'] : []),
  ];
  return [...plain, ...place.labels.map((label) => `break ${label}`)];
}

function jump(place: Place): Node {
  const { random } = place.program;
  const to = random.one(jumpsOf(place));
  return statement(to.includes(' ') ? 'break to label' : to)`if (odd.coin()) ${to};`;
}

function labelled(place: Place): Node {
  const label = fresh(place, 'to');
  const labels = [...place.labels, label];
  return statement('label')`${label}: ${block(place, { labels })}`;
}

/** Work that goes on after this. */
function scheduled(place: Place): Node {
  const { random } = place.program;
  const how = random.one(['queueMicrotask', 'nextTick', 'later', 'immediate']);
  const at = inside(place, {
    scope: new Scope(place.scope, true),
    kind: 'sync',
    id: undefined,
    inLoop: false,
    inSwitch: false,
    labels: [],
    mayReturn: false,
  });
  const body = list([anyStatement(at), statement()`log('${fresh(place, 'm')}');`]);
  const facts = factsOf(place, 'sync', false);
  return statement(how)`${how}(() => ${uncountedBody(facts, body)});`;
}

function disposed(place: Place): Node {
  const { random, using } = place.program;
  const name = fresh(place, 'u');
  const isAwaited = random.chance(0.6);
  const keyword = using === 'using' && isAwaited ? 'await using' : using;
  const declared = part()`${keyword} ${name} = odd.disposable();`;
  const role = keyword === 'await using' ? keyword : undefined;
  return statement(keyword, role)`{\n${declared}\n${list([logged(place)])}}`;
}

/** Makes sure that a generator yields, often where it can be closed or thrown into. */
export function sureYield(place: Place): Node[] {
  if (!isGenerator(place)) return [];
  const { random } = place.program;
  const value = random.chance(0.3) ? iterable({ ...place, kind: 'sync' }) : expression()`1`;
  const item = expression('yield', 'yield')`(yield ${value})`;
  const got = statement()`log('${fresh(place, 'g')}', ${item});`;
  if (random.chance(0.5)) return [got];
  const rest = random.chance(0.5)
    ? finallyOf(place)
    : part()`${catchClause(place)}${finallyOf(place)}`;
  return [statement('yield in try')`try {\n${list([got])}}${rest}`];
}
