import { Computed, Computed_expression, Ident, MemberExpression } from '../ast/schema';
import { literalKind, literalText, pathOf, STRING, symOf } from '../ast/text';
import { field, Node, startOf, typeOf, variantOf } from '../ast/tree';
import { elementAt, textAt } from '../cbor/reader';

/** Stands for a function or class without a name. */
export const ANONYMOUS: string = '(anonymous)';

/** Kinds of property names, by their variants. */
const NAME: u32 = 1;
const TEXT: u32 = 2;

/** A property's name as it reads in code: `total`, `[Symbol.iterator]`; `[computed]` at worst. */
export function keyLabel(key: Node): string {
  if (typeOf(key) != Computed) return plainLabel(variantOf(key), startOf(key));
  const expression = field(key, Computed_expression);
  if (literalKind(expression) == STRING) return literalText(expression);
  const type = typeOf(expression);
  if (type == Ident) return `[${symOf(expression)}]`;
  const path = type == MemberExpression ? pathOf(expression) : '';
  return path == '' ? '[computed]' : `[${path}]`;
}

/** Whether the name is known before the program runs. */
export function isKeyKnown(key: Node): bool {
  if (typeOf(key) != Computed) return true;
  const expression = field(key, Computed_expression);
  return literalKind(expression) == STRING || pathOf(expression).startsWith('Symbol.');
}

/** Whether a key is a name as it is, or a string. */
export function isNameOrText(key: Node): bool {
  return typeOf(key) == 0 && (variantOf(key) == NAME || variantOf(key) == TEXT);
}

function plainLabel(variant: u32, at: usize): string {
  if (variant == NAME || variant == TEXT) return textAt(elementAt(at, 1));
  const raw = elementAt(at, 2); // Numbers are named as they are written.
  return load<u8>(raw) == 0x81 ? textAt(raw + 1) : '[computed]';
}

/** `#name` of a private member, whose name stands at `p`. */
export function privateLabel(p: usize): string {
  return `#${textAt(elementAt(p, 1))}`;
}

/** What is assigned to `target` is called so: `total` for `exports.total`, `Cart.total` for `Cart.prototype.total`. */
export function assignedName(target: Node): string {
  const path = pathOf(target);
  if (path.startsWith('module.exports.')) return path.substring(15);
  if (path.startsWith('exports.')) return path.substring(8);
  if (path == 'module.exports') return 'default';
  if (path.startsWith('this.')) return path.substring(5);
  return path.replace('.prototype.', '.');
}
