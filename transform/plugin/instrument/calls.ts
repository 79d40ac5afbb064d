import { isSpanFn } from '../analyse/imports';
import { logCallOf } from '../analyse/log-calls';
import { Options, readOptions } from '../analyse/options';
import { eachChild } from '../ast/children';
import {
  ArrowFunctionExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  FunctionExpression,
  FunctionExpression_function,
  FunctionExpression_identifier,
} from '../ast/schema';
import { countOf, endOf, field, item, List, Node, taggedOf, typeOf } from '../ast/tree';
import { leastRank } from '../config/config';
import { code, commaBefore } from '../emit/code';
import { remove, replace } from '../emit/edits';
import { lowOfNode } from '../emit/place';
import { Place } from '../emit/sites';
import { takeHint } from './context';
import { locateUse } from './decorators';
import { arrowOf, coverNext, fnOf } from './functions';
import { visitLog } from './logs';
import { isDecoratorHelper, visitLowered } from './lowered';
import { visit } from './visit';

/** `spanFn(…)` learns where it stands, as do decorators that a compiler made calls of; `log.info(…)` asks first. */
export function visitCall(node: Node): void {
  const hinted = takeHint();
  const logged = logCallOf(node);
  if (logged) visitLog(node, logged);
  else if (isSpanFn(field(node, CallExpression_callee))) visitUse(node, hinted);
  else if (isDecoratorHelper(field(node, CallExpression_callee))) visitLowered(node);
  else eachChild(node, visit);
}

function visitUse(node: Node, hinted: string): void {
  const given = field(node, CallExpression_arguments);
  const count = countOf(given);
  const wrapped: Node = count == 0 ? 0 : functionIn(given, count - 1);
  const options = count == 0 || (count == 1 && wrapped != 0) ? new Options() : readOptions(given);
  if (count == 2 && options.isStatic && options.rank < leastRank) {
    unwrap(node, field(item(given, 1), ExprOrSpread_expression));
    return;
  }
  locateUse(node, placeOf(node, wrapped, hinted));
  if (wrapped == 0) {
    eachChild(node, visit);
    return;
  }
  for (let i: u32 = 0; i + 1 < count; i++) visit(item(given, i));
  coverNext();
  visit(wrapped);
}

/** A function written in the call can be told apart, and named after what it is assigned to. */
function placeOf(node: Node, wrapped: Node, hinted: string): Place {
  const place = new Place(lowOfNode(node));
  if (wrapped == 0) return place;
  if (typeOf(wrapped) == ArrowFunctionExpression) {
    place.name = hinted;
    place.kind = arrowOf(wrapped, '').kind('');
  } else {
    if (field(wrapped, FunctionExpression_identifier) == 0) place.name = hinted;
    place.kind = fnOf(field(wrapped, FunctionExpression_function), '', 0).kind('');
  }
  if (place.kind == 'auto') place.kind = '';
  return place;
}

/** The function written as argument `index`; 0 if there is none. */
function functionIn(given: List, index: u32): Node {
  const value = field(item(given, index), ExprOrSpread_expression);
  const type = typeOf(value);
  return type == ArrowFunctionExpression || type == FunctionExpression ? value : 0;
}

/** `spanFn({ level: 'debug' }, fn)` becomes `(0, fn)`. */
function unwrap(node: Node, wrapped: Node): void {
  const from = code.length;
  commaBefore();
  replace(taggedOf(node), taggedOf(wrapped), from);
  visit(wrapped);
  remove(endOf(wrapped), endOf(node));
}
