import { argument, elementAt, head, isText, next, textAt, uintAt } from '../cbor/reader';
import {
  BindingIdent,
  BindingIdent_id,
  Ident,
  Ident_ctxt,
  Ident_value,
  MemberExpression,
  MemberExpression_object,
  MemberExpression_property,
} from './schema';
import { field, Node, startOf, typeOf, variantOf } from './tree';

/** Expressions that the schema leaves opaque, by their variants. */
const THIS: u32 = 1;
export const LITERAL: u32 = 16;
/** Literals, by theirs. */
export const STRING: u32 = 1;
export const BOOLEAN: u32 = 2;
export const NULL: u32 = 3;
export const NUMBER: u32 = 4;

export function symOf(identifier: Node): string {
  return textAt(field(identifier, Ident_value));
}

/** An identifier's name and context as one text: the same for the same binding only. */
export function bindingOf(identifier: Node): string {
  return `${symOf(identifier)}#${uintAt(field(identifier, Ident_ctxt))}`;
}

export function isNamed(identifier: Node, name: string): bool {
  return isText(field(identifier, Ident_value), name);
}

/** First byte in the source of what has its span at `p`, counted as SWC counts. */
export function lowOf(p: usize): u32 {
  return uintAt(elementAt(p, 0));
}

export function highOf(p: usize): u32 {
  return uintAt(elementAt(p, 1));
}

/** The variant of a literal expression; zero if it is none. */
export function literalKind(node: Node): u32 {
  if (typeOf(node) != 0 || variantOf(node) != LITERAL) return 0;
  head(startOf(node));
  return argument;
}

/** The text of a string literal, of which `literalKind` said that it is one. */
export function literalText(node: Node): string {
  head(startOf(node)); // Its tag.
  return textAt(elementAt(next, 1));
}

export function isTrue(node: Node): bool {
  head(startOf(node));
  return load<u8>(elementAt(next, 1)) == 0xf5;
}

/** The name that a pattern binds, if it binds just one. */
export function boundName(pattern: Node): string {
  return typeOf(pattern) == BindingIdent ? symOf(field(pattern, BindingIdent_id)) : '';
}

/** A member expression, or an identifier, as it reads: `exports.total`; empty if it is no path. */
export function pathOf(expression: Node): string {
  const type = typeOf(expression);
  if (type == Ident) return symOf(expression);
  if (type == 0) return variantOf(expression) == THIS ? 'this' : '';
  if (type != MemberExpression) return '';
  const property = field(expression, MemberExpression_property);
  if (typeOf(property) != 0) return '';
  const object = pathOf(field(expression, MemberExpression_object));
  if (object == '') return '';
  const name = textAt(elementAt(startOf(property), 1));
  return variantOf(property) == 2 ? `${object}.#${name}` : `${object}.${name}`;
}
