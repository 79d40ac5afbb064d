import { expression, type Node } from '../tree.ts';
import { functionExpression } from './functions.ts';
import { afford, isAsync, isGenerator, type Place } from './place.ts';
import { fault, odd, plain, promise } from './values.ts';

type Maker = (place: Place) => Node;

/** Any expression; its value may be of any type. */
export function anyExpression(place: Place): Node {
  if (!afford(place)) return small(place);
  const deeper = { ...place, depth: place.depth + 1 };
  const { random } = place.program;
  return random.weighted<Maker>([
    [5, small],
    [isAsync(place) ? 6 : 0, awaited],
    [isGenerator(place) ? 6 : 0, yielded],
    [4, call],
    [2, composed],
    [1, assignment],
    [place.own ? 1 : 0, ofTheFunction],
    [place.hasSuper ? 1.5 : 0, superCall],
    [1.2, functionExpression],
    [1, immediate],
    [1.2, ({ program }) => promise(program.random)],
    [0.8, combinator],
  ])(deeper);
}

function small(place: Place): Node {
  const { random } = place.program;
  const names = place.scope.visible(false);
  if (names.length > 0 && random.chance(0.5)) return expression()`${random.one(names)}`;
  return random.chance(0.15) ? odd(random) : plain(random);
}

/** Something worth awaiting. */
export function awaitable(place: Place): Node {
  const { random } = place.program;
  return random.weighted<Maker>([
    [4, () => promise(random)],
    [3, call],
    [1, anyExpression],
    [1, () => expression('await of rejection')`Promise.reject(${fault(random)})`],
  ])(place);
}

/** A list of statements may ask for an `await` that is sure to be there. */
export function awaited(place: Place): Node {
  return expression('await', 'await')`(await ${group(awaitable(place))})`;
}

function yielded(place: Place): Node {
  const { random } = place.program;
  if (random.chance(0.3)) {
    return expression('yield*', 'delegate')`(yield* ${group(iterable(place))})`;
  }
  if (random.chance(0.15)) return expression('yield nothing', 'yield')`(yield)`;
  return expression('yield', 'yield')`(yield ${group(anyExpression(place))})`;
}

const group = (inner: Node): Node => expression()`(${inner})`;

/** Something to iterate: mostly iterable, sync or, where that is possible, async. */
export function iterable(place: Place): Node {
  const { random } = place.program;
  const kind = isAsync(place) && random.chance(0.6) ? 'async generator' : 'generator';
  const generators = place.scope.reachable().filter((callable) => callable.kind === kind);
  return random.weighted<() => Node>([
    [generators.length > 0 ? 6 : 0, () => expression()`${random.one(generators).text}()`],
    [2, () => expression('iterate array')`[1, ${anyExpression(place)}]`],
    [1, () => expression('iterator without return')`odd.iterable('bare')`],
    [1, () => expression('iterator with return')`odd.iterable('returning')`],
    [0.7, () => expression('iterator that throws')`odd.iterable('throwing')`],
    [1, () => expression('iterate promises')`[${promise(random)}, ${promise(random)}]`],
    [isAsync(place) ? 1 : 0, () => expression('async iterator without return')`odd.stream('bare')`],
    [
      isAsync(place) ? 1 : 0,
      () => expression('async iterator with return')`odd.stream('returning')`,
    ],
  ])();
}

function call(place: Place): Node {
  const { random } = place.program;
  const callables = place.scope.reachable();
  if (callables.length === 0) return small(place);
  const { text } = random.one(callables);
  if (random.chance(0.06)) return expression('new')`new (${text})(${anyExpression(place)})`;
  if (random.chance(0.06)) return expression('call with spread')`${text}(...[1, 2, 3])`;
  if (random.chance(0.06))
    return expression('call by apply')`Reflect.apply(${text}, odd.self, [1])`;
  const args = random.times(random.below(3), () => anyExpression(place));
  const [first = expression()``, second] = args;
  return second === undefined
    ? expression('call')`${text}(${first})`
    : expression('call')`${text}(${first}, ${second})`;
}

function composed(place: Place): Node {
  const { random } = place.program;
  const [left, right] = [anyExpression(place), anyExpression(place)];
  return random.weighted<() => Node>([
    [2, () => expression('operator')`(odd.text(${left}) + odd.text(${right}))`],
    [1, () => expression('short circuit')`(${left} ${random.one(['??', '||', '&&'])} ${right})`],
    [1, () => expression('conditional')`(${left} ? ${right} : ${anyExpression(place)})`],
    [1, () => expression('comma')`(${left}, ${right})`],
    [1, () => expression('optional chain')`(${left})?.a?.(${right})`],
    [1, () => expression('tagged template')`odd.tag\`<\${${left}}|\${${right}}>\``],
    [1, () => expression('template')`\`\${odd.text(${left})}!\``],
    [1, () => expression('object literal')`({ a: ${left}, [odd.key(${right})]: 1 })`],
    [1, () => expression('spread')`[...[${left}], ${right}]`],
    [1, () => expression('log inside an expression')`log('in', ${left}, ${right})`],
  ])();
}

function assignment(place: Place): Node {
  const names = place.scope.visible(true);
  if (names.length === 0) return plain(place.program.random);
  const name = place.program.random.one(names);
  const operator = place.program.random.one(['=', '=', '??=']);
  return expression('assignment')`(${name} ${operator} ${anyExpression(place)})`;
}

function ofTheFunction(place: Place): Node {
  const { random } = place.program;
  return random.one([
    () => expression('arguments')`arguments.length`,
    () => expression('arguments')`arguments[0]`,
    () => expression('new.target')`odd.name(new.target)`,
    () => expression('this')`odd.who(this)`,
    () => expression('arguments written')`(arguments[0] = ${plain(random)})`,
    () => expression('arguments escape')`[...arguments]`,
  ])();
}

function superCall(place: Place): Node {
  return expression('super')`super.greet?.(${anyExpression(place)})`;
}

/** A function called on the spot: sees the names around it. */
function immediate(place: Place): Node {
  const { random } = place.program;
  const made = functionExpression(place);
  const args = random.chance(0.5) ? '1' : '';
  return expression('called on the spot')`(${made})(${args})`;
}

function combinator(place: Place): Node {
  const { random } = place.program;
  const name = random.one(['all', 'race', 'allSettled', 'any']);
  const members = expression()`[${awaitable(place)}, ${awaitable(place)}]`;
  const wait = expression(`Promise.${name}`)`Promise.${name}(${members})`;
  if (isAsync(place)) return expression('await', 'await')`(await ${wait})`;
  return expression()`${wait}.then(log.bind(null, 'all'), log.bind(null, 'not all'))`;
}
