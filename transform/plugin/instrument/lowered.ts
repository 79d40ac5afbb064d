import { isSpanFn } from '../analyse/imports';
import { Member, memberAt } from '../analyse/known-members';
import { LEGACY_HELPERS } from '../analyse/mentions';
import { readOptions } from '../analyse/options';
import { eachItem } from '../ast/children';
import {
  ArrayExpression,
  ArrayExpression_elements,
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  Ident,
} from '../ast/schema';
import { literalKind, literalText, NUMBER, pathOf, STRING, symOf } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { lowOfNode } from '../emit/place';
import { Place } from '../emit/sites';
import { className } from './context';
import { locateUse } from './decorators';
import { visit } from './visit';

/** What SWC, tsc and Babel call to apply decorators. */
export function isDecoratorHelper(callee: Node): bool {
  if (typeOf(callee) != Ident) return false;
  const name = symOf(callee);
  return LEGACY_HELPERS.includes(name) || name.startsWith('_apply_decs');
}

/**
 * Decorators as a compiler wrote them:
 *
 *     _ts_decorate([spanFn, …], Cart.prototype, "total", null)
 *     _apply_decs_2203_r(this, [[spanFn, 2, "total"], …], [spanFn])
 */
export function visitLowered(call: Node): void {
  const given = field(call, CallExpression_arguments);
  const path = decoratedPath(given);
  for (let i: u32 = 0; i < countOf(given); i++) {
    const value = field(item(given, i), ExprOrSpread_expression);
    visitDecorating(value, path == '' ? memberAt(className) : memberAt(path));
  }
}

/** What a legacy helper is given behind the decorators: a prototype or a class, and a name. */
function decoratedPath(given: List): string {
  if (countOf(given) < 2) return '';
  const owner = pathOf(field(item(given, 1), ExprOrSpread_expression));
  if (countOf(given) == 2) return owner;
  const key = field(item(given, 2), ExprOrSpread_expression);
  return literalKind(key) == STRING ? `${owner}.${literalText(key)}` : '';
}

function visitDecorating(value: Node, member: Member | null): void {
  const type = typeOf(value);
  if (isSpanFn(value)) locateUse(value, placeOf(value, member));
  else if (type == CallExpression && isSpanFn(field(value, CallExpression_callee))) {
    const given = field(value, CallExpression_arguments);
    readOptions(given); // Reports what is wrong with them.
    locateUse(value, placeOf(value, member));
    eachItem(given, visit);
  } else if (type == ArrayExpression) visitList(field(value, ArrayExpression_elements), member);
  else visit(value);
}

/** Decorators of one place; or, in the standard syntax, `[decorator, kind, "name"]`. */
function visitList(elements: List, member: Member | null): void {
  const count = countOf(elements);
  const isNamed = count >= 3 && literalKind(expressionAt(elements, 1)) == NUMBER;
  const found = isNamed ? standardMember(expressionAt(elements, 2)) : member;
  for (let i: u32 = 0; i < count; i++)
    if (item(elements, i) != 0) visitDecorating(expressionAt(elements, i), found);
}

function expressionAt(elements: List, index: u32): Node {
  return field(item(elements, index), ExprOrSpread_expression);
}

function standardMember(key: Node): Member | null {
  if (literalKind(key) != STRING) return null;
  const label = literalText(key);
  const ofInstance = memberAt(`${className}.prototype.${label}`);
  return ofInstance ? ofInstance : memberAt(`${className}.${label}`);
}

function placeOf(value: Node, member: Member | null): Place {
  const place = new Place(member ? member.position : lowOfNode(value));
  if (member) place.name = member.name;
  return place;
}
