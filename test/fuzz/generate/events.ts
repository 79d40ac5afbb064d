import { expression, type Node, part, statement } from '../tree.ts';
import { anyExpression } from './expressions.ts';
import { fresh, type Place } from './place.ts';

/** What modules import; see `events.ts` beside. */
export const IMPORT: Node = part('import of a logger')`import { log as tell } from 'spanfn';\n`;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** A log call as a statement. */
export function told(place: Place): Node {
  return statement()`${logCall(place)};`;
}

/** A log call, whose value is of no use. */
export function logCall(place: Place): Node {
  const { random } = place.program;
  const level = random.one(LEVELS);
  const message = messageAt(place);
  return random.weighted<() => Node>([
    [1, () => expression('event')`tell.${level}(${message})`],
    [4, () => expression('event with fields')`tell.${level}(${message}, { ${fieldsAt(place)} })`],
    [1, () => expression('event of anything')`tell.${level}(${message}, ${anyExpression(place)})`],
    [0.5, () => expression('event of a spread')`tell.${level}(...[${anyExpression(place)}])`],
    [0.3, () => expression('optional event')`tell?.${level}(${message})`],
  ])();
}

function messageAt(place: Place): Node {
  const text = fresh(place, 'm');
  return place.program.random.weighted<() => Node>([
    [4, () => expression()`'${text}'`],
    [1, () => expression('template as a message')`\`${text}\n\``],
    [1, () => expression('message with holes')`\`${text} \${odd.text(${anyExpression(place)})}\``],
  ])();
}

function fieldsAt(place: Place): Node {
  const { random } = place.program;
  // Two that set the prototype would be a syntax error.
  const first = fieldAt(place, random.chance(0.02));
  const [second, third] = random.times(2, () => fieldAt(place));
  const rest = random.chance(0.5) ? part()`, ${second as Node}` : part()``;
  return part()`${first}${rest}${random.chance(0.3) ? part()`, ${third as Node}` : part()``}`;
}

function fieldAt(place: Place, setsPrototype = false): Node {
  const { random } = place.program;
  const value = anyExpression(place);
  if (setsPrototype) return part('prototype as a field')`__proto__: ${value}`;
  const names = place.scope.visible(false);
  return random.weighted<() => Node>([
    [6, () => part()`${random.one(['k', 'l', 'm', "'other key'"])}: ${value}`],
    [names.length > 0 ? 2 : 0, () => part('shorthand field')`${random.one(names)}`],
    [0.3, () => part('spread field')`...[${value}]`],
    [0.3, () => part('computed field')`[odd.key(${value})]: 1`],
    [0.3, () => part('index as a field')`${random.one(['0', "'1'"])}: ${value}`],
    [0.3, () => part('method as a field')`method() { return 1; }`],
    [0.3, () => part('event in a field')`inner: ${logCall(place)}`],
  ])();
}
