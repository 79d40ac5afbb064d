import { ANONYMOUS, keyLabel } from '../analyse/names';
import { useOf } from '../analyse/options';
import { eachItem } from '../ast/children';
import {
  ArrowFunctionExpression_async,
  ArrowFunctionExpression_body,
  ArrowFunctionExpression_params,
  ArrowFunctionExpression_returnType,
  ArrowFunctionExpression_span,
  Decorator_expression,
  Function_async,
  Function_body,
  Function_decorators,
  Function_generator,
  Function_params,
  Function_returnType,
  Function_span,
  FunctionBody,
  FunctionBody_stmts,
  FunctionDeclaration_function,
  FunctionDeclaration_identifier,
  FunctionExpression_function,
  FunctionExpression_identifier,
  GetterProperty_body,
  GetterProperty_function,
  GetterProperty_key,
  MethodProperty_function,
  MethodProperty_key,
  SetterProperty_body,
  SetterProperty_function,
  SetterProperty_key,
  SetterProperty_param,
} from '../ast/schema';
import { lowOf, symOf } from '../ast/text';
import { countOf, field, item, Node, typeOf } from '../ast/tree';
import { boolAt } from '../cbor/reader';
import { lowOfNode, reportAt } from '../emit/place';
import { memberName, plan, setPlan, takeHint } from './context';
import { Fn } from './fn';
import { checkGuards } from './guards';
import { enterHoisted, leaveHoisted } from './hoisted';
import { planFor } from './plan';
import { closeBody, openBody } from './splice';
import { visit } from './visit';

/** Set for the next function alone: something else makes its spans. */
let coversNext: bool = false;

export function coverNext(): void {
  coversNext = true;
}

export function visitDeclaration(node: Node): void {
  const inner = field(node, FunctionDeclaration_function);
  const name = symOf(field(node, FunctionDeclaration_identifier));
  takeHint();
  refuseDecorators(inner);
  enterHoisted();
  visitFunction(fnOf(inner, name, lowOf(field(inner, Function_span))), inner);
  leaveHoisted();
}

export function visitExpression(node: Node): void {
  const inner = field(node, FunctionExpression_function);
  const identifier = field(node, FunctionExpression_identifier);
  const hinted = takeHint();
  const name = identifier == 0 ? named(hinted) : symOf(identifier);
  visitFunction(fnOf(inner, name, lowOf(field(inner, Function_span))), inner);
}

export function visitMethod(node: Node): void {
  const key = field(node, MethodProperty_key);
  const inner = field(node, MethodProperty_function);
  visit(key);
  visitFunction(fnOf(inner, memberName(keyLabel(key)), lowOfNode(key)), inner);
}

export function visitGetter(node: Node): void {
  const key = field(node, GetterProperty_key);
  const inner = field(node, GetterProperty_function);
  visit(key);
  const name = memberName(`get ${keyLabel(key)}`);
  if (inner != 0) visitFunction(fnOf(inner, name, lowOfNode(key)), inner);
  else visitAccessor(field(node, GetterProperty_body), 0, name, key);
}

export function visitSetter(node: Node): void {
  const key = field(node, SetterProperty_key);
  const inner = field(node, SetterProperty_function);
  visit(key);
  const name = memberName(`set ${keyLabel(key)}`);
  if (inner != 0) visitFunction(fnOf(inner, name, lowOfNode(key)), inner);
  else
    visitAccessor(field(node, SetterProperty_body), field(node, SetterProperty_param), name, key);
}

/** Accessors of objects as 1.15 has them: not functions, but a body and a parameter. */
function visitAccessor(body: Node, param: Node, name: string, key: Node): void {
  const fn = new Fn(body);
  fn.name = name;
  fn.hasThis = true;
  fn.position = lowOfNode(key);
  visitBody(fn, param, 0);
}

export function visitArrow(node: Node): void {
  visitArrowFn(arrowOf(node, named(takeHint())), node);
}

/** Visits an arrow function, of which `fn` was made. */
export function visitArrowFn(fn: Fn, node: Node): void {
  visitBody(fn, 0, field(node, ArrowFunctionExpression_params));
}

export function arrowOf(node: Node, name: string): Fn {
  const fn = new Fn(field(node, ArrowFunctionExpression_body));
  fn.name = name;
  fn.isArrow = true;
  fn.isAsync = boolAt(field(node, ArrowFunctionExpression_async));
  fn.returnType = field(node, ArrowFunctionExpression_returnType);
  fn.params = field(node, ArrowFunctionExpression_params);
  fn.position = lowOf(field(node, ArrowFunctionExpression_span));
  return fn;
}

/** `inner` is the part that all functions but arrows share. */
export function fnOf(inner: Node, name: string, position: u32): Fn {
  const fn = new Fn(field(inner, Function_body));
  fn.name = name;
  fn.isAsync = boolAt(field(inner, Function_async));
  fn.isGenerator = boolAt(field(inner, Function_generator));
  fn.hasThis = true;
  fn.params = field(inner, Function_params);
  fn.returnType = field(inner, Function_returnType);
  fn.position = position;
  return fn;
}

export function visitFunction(fn: Fn, inner: Node): void {
  visitBody(fn, 0, field(inner, Function_params));
}

/** Visits parameters and body as one function, with or without a plan. */
export function visitBody(fn: Fn, param: Node, params: usize): void {
  const outer = plan;
  if (coversNext) fn.isCovered = true;
  coversNext = false;
  setPlan(null); // Parameters are evaluated before the span begins.
  if (param != 0) visit(param);
  eachItem(params, visit);
  const made = planFor(fn);
  setPlan(made);
  if (made) openBody(made);
  if (fn.body != 0) {
    if (fn.hasBlock) checkGuards(fn.statements);
    visitInside(fn);
  }
  if (made) closeBody(made);
  setPlan(outer);
}

function visitInside(fn: Fn): void {
  if (typeOf(fn.body) == FunctionBody) eachItem(field(fn.body, FunctionBody_stmts), visit);
  else visit(fn.body);
}

/** A function that nothing is called after is told by where it stands. */
function named(name: string): string {
  if (name != '') return name;
  const around = plan;
  return around ? `${around.fn.name}.${ANONYMOUS}` : ANONYMOUS;
}

/** SWC drops what the language does not have, and says nothing. */
function refuseDecorators(inner: Node): void {
  const decorators = field(inner, Function_decorators);
  for (let i: u32 = 0; i < countOf(decorators); i++) {
    const decorator = item(decorators, i);
    if (useOf(field(decorator, Decorator_expression)) == null) continue;
    reportAt(
      'SPANFN_NOT_DECORABLE',
      "A function that is no method cannot be decorated: write 'use span' as its first line, or spanFn(function …)",
      decorator,
    );
  }
}
