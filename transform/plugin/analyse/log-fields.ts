import {
  ArrowFunctionExpression,
  ArrowFunctionExpression_params,
  ClassExpression,
  FunctionExpression,
  Ident,
  KeyValueProperty,
  KeyValueProperty_key,
  KeyValueProperty_value,
  ObjectExpression,
  ObjectExpression_properties,
  TemplateLiteral,
  TemplateLiteral_expressions,
  TemplateLiteral_quasis,
} from '../ast/schema';
import { literalKind, literalText, STRING, symOf } from '../ast/text';
import { countOf, field, item, Node, typeOf } from '../ast/tree';
import { elementAt, textAt } from '../cbor/reader';
import { isNameOrText, keyLabel } from './names';

/** The text of a message that is known before the program runs; empty if it is not. */
export function messageOf(value: Node): string {
  if (literalKind(value) == STRING) return literalText(value);
  if (typeOf(value) != TemplateLiteral) return '';
  if (countOf(field(value, TemplateLiteral_expressions)) > 0) return '';
  const cooked = elementAt(elementAt(field(value, TemplateLiteral_quasis), 0), 2);
  return load<u8>(cooked) == 0x81 ? textAt(cooked + 1) : '';
}

/**
 * The names of fields that can be given by position; null if the object that holds them must be
 * made to know them, their order or their values.
 */
export function fieldNames(object: Node): Array<string> | null {
  if (typeOf(object) != ObjectExpression) return null;
  const properties = field(object, ObjectExpression_properties);
  const names: string[] = [];
  for (let i: u32 = 0; i < countOf(properties); i++) {
    const name = fieldName(item(properties, i));
    if (name == '' || name == '__proto__' || isDigit(name) || names.includes(name)) return null;
    names.push(name);
  }
  return names;
}

/** The name of a property that is a name and a value, and no more; else empty. */
function fieldName(property: Node): string {
  if (typeOf(property) == Ident) return symOf(property);
  if (typeOf(property) != KeyValueProperty) return '';
  const key = field(property, KeyValueProperty_key);
  return isNameOrText(key) && !isNamedByKey(field(property, KeyValueProperty_value))
    ? keyLabel(key)
    : '';
}

/**
 * Whether a value is called after its property, which shows in its text, or may use the object as its
 * `this`. An arrow function without parameters is called for its value instead, by whatever name.
 */
function isNamedByKey(value: Node): bool {
  const type = typeOf(value);
  if (type == ArrowFunctionExpression)
    return countOf(field(value, ArrowFunctionExpression_params)) > 0;
  return type == FunctionExpression || type == ClassExpression;
}

/** Names that are indices come before all others, wherever they are written. */
function isDigit(name: string): bool {
  const first = name.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
