import {
  ArrayExpression,
  ArrayExpression_elements,
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  ExprOrSpread_spread,
  KeyValueProperty,
  KeyValueProperty_key,
  KeyValueProperty_value,
  ObjectExpression,
  ObjectExpression_properties,
} from '../ast/schema';
import { BOOLEAN, isTrue, literalKind, literalText, NULL, STRING } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { LEVELS, rankOf } from '../config/levels';
import { reportAt } from '../emit/place';
import { isSpanFn } from './imports';
import { isKeyKnown, keyLabel } from './names';

/** All options of `spanFn`, as the runtime has them. */
export const OPTIONS: string[] = [
  'name',
  'level',
  'target',
  'kind',
  'args',
  'result',
  'fields',
  'error',
  'redact',
  'root',
  'parent',
  'links',
  'exclude',
];

/** What users may say of a function's kind. */
const KINDS: string[] = ['sync', 'async', 'auto'];

export const EMPTY_NAME: string =
  'The name of a span must not be empty; leave it out, and it is that of the function';

/** What is known of the options of one use of `spanFn`. */
export class Options {
  /** Nothing more than what stands below: they may be moved to the site. */
  isStatic: bool = true;
  name: string = '';
  level: string = 'info';
  target: string = '';
  kind: string = '';
  /** Array of names, as written; 0 for none. */
  args: Node = 0;
  /** `true` or a name, as written; 0 for none. */
  result: Node = 0;

  get rank(): i32 {
    return rankOf(this.level);
  }
}

/** The use of `spanFn` that an expression is: `spanFn`, `spanFn(…)`; null if it is none. */
export function useOf(expression: Node): Options | null {
  if (isSpanFn(expression)) return new Options();
  if (typeOf(expression) != CallExpression) return null;
  if (!isSpanFn(field(expression, CallExpression_callee))) return null;
  const given = field(expression, CallExpression_arguments);
  return countOf(given) > 1 ? new Options() : readOptions(given);
}

/** Options from the arguments of `spanFn(…)`, the first of which are or name them. */
export function readOptions(given: List): Options {
  const options = new Options();
  if (countOf(given) == 0) return options;
  const first = item(given, 0);
  const value = field(first, ExprOrSpread_expression);
  if (load<u8>(field(first, ExprOrSpread_spread)) != 0x80) options.isStatic = false;
  else if (literalKind(value) == STRING) setName(options, value);
  else if (typeOf(value) == ObjectExpression) readObject(options, value);
  else options.isStatic = false;
  return options;
}

function readObject(options: Options, object: Node): void {
  const properties = field(object, ObjectExpression_properties);
  for (let i: u32 = 0; i < countOf(properties); i++) {
    const property = item(properties, i);
    const isPlain = typeOf(property) == KeyValueProperty;
    if (isPlain && isKeyKnown(field(property, KeyValueProperty_key))) {
      const key = field(property, KeyValueProperty_key);
      readOption(options, keyLabel(key), key, field(property, KeyValueProperty_value));
    } else options.isStatic = false; // Spread, shorthand, method, accessor.
  }
}

function readOption(options: Options, name: string, key: Node, value: Node): void {
  if (!OPTIONS.includes(name)) {
    reportAt(
      'SPANFN_BAD_OPTION',
      `spanFn() has no option "${name}"; it has ${OPTIONS.join(', ')}`,
      key,
    );
    return;
  }
  const isString = literalKind(value) == STRING;
  if (name == 'name' && isString) setName(options, value);
  else if (name == 'level' && isString) setLevel(options, value);
  else if (name == 'target' && isString) options.target = literalText(value);
  else if (name == 'kind' && isString) setKind(options, value);
  else if (name == 'args' && isNames(value)) options.args = value;
  else if (name == 'result' && isString) options.result = value;
  else if (name == 'result' && literalKind(value) == BOOLEAN) {
    if (isTrue(value)) options.result = value;
  } else options.isStatic = false;
}

function setName(options: Options, value: Node): void {
  options.name = literalText(value);
  if (options.name == '') reportAt('SPANFN_BAD_NAME', EMPTY_NAME, value);
}

function setLevel(options: Options, value: Node): void {
  options.level = literalText(value);
  if (options.rank < 0)
    reportAt(
      'SPANFN_BAD_LEVEL',
      `There is no level "${options.level}"; use one of ${LEVELS.join(', ')}`,
      value,
    );
}

/** `async` says of any function that its promises are new: only a wrapper can make use of that. */
function setKind(options: Options, value: Node): void {
  options.kind = literalText(value);
  if (!KINDS.includes(options.kind))
    reportAt(
      'SPANFN_BAD_OPTION',
      `There is no kind "${options.kind}"; use one of ${KINDS.join(', ')}`,
      value,
    );
  if (options.kind != 'sync' && options.kind != 'auto') options.isStatic = false;
}

/** An array of names, null where an argument is skipped. */
function isNames(value: Node): bool {
  if (typeOf(value) != ArrayExpression) return false;
  const elements = field(value, ArrayExpression_elements);
  for (let i: u32 = 0; i < countOf(elements); i++) {
    const element = item(elements, i);
    if (element == 0 || load<u8>(field(element, ExprOrSpread_spread)) != 0x80) return false;
    const kind = literalKind(field(element, ExprOrSpread_expression));
    if (kind != STRING && kind != NULL) return false;
  }
  return true;
}
