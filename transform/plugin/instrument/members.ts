import { isKeyKnown, keyLabel, privateLabel } from '../analyse/names';
import { Options } from '../analyse/options';
import { eachChild } from '../ast/children';
import {
  ArrowFunctionExpression,
  AutoAccessor_decorators,
  AutoAccessor_key,
  AutoAccessor_value,
  ClassMethod,
  ClassMethod_function,
  ClassMethod_isStatic,
  ClassMethod_key,
  ClassMethod_kind,
  Constructor_body,
  Constructor_params,
  Constructor_span,
  Decorator_expression,
  Function_decorators,
  PrivateMethod_function,
  PrivateMethod_key,
  PrivateMethod_kind,
} from '../ast/schema';
import { lowOf } from '../ast/text';
import { countOf, field, firstOf, item, List, Node, startOf, typeOf, variantOf } from '../ast/tree';
import { boolAt, elementAt, tagAt, uintAt } from '../cbor/reader';
import { lowOfNode } from '../emit/place';
import { Place } from '../emit/sites';
import { ClassPlan, GETTER, inheritedOptions, METHOD, SETTER } from './class-plan';
import { plan, setPlan } from './context';
import { Uses } from './decorators';
import { Fn } from './fn';
import { arrowOf, coverNext, fnOf, visitArrowFn, visitBody, visitFunction } from './functions';
import { visit, visitNamed } from './visit';

/** Ours: for private methods, whatever they are. */
const PRIVATE: u32 = 0;

export function visitClassMethod(member: Node, made: ClassPlan): void {
  const key = field(member, ClassMethod_key);
  const kind = uintAt(field(member, ClassMethod_kind));
  const inner = field(member, ClassMethod_function);
  visit(key);
  const label = keyLabel(key);
  const fn = fnOf(inner, `${made.name}.${prefixOf(kind)}${label}`, lowOfNode(key));
  const isPaired = kind >= GETTER && isPairedAccessor(member, made);
  decorateMethod(fn, inner, isPaired || !isKeyKnown(key), made, kind);
}

export function visitPrivateMethod(member: Node, made: ClassPlan): void {
  const key = field(member, PrivateMethod_key);
  const kind = uintAt(field(member, PrivateMethod_kind));
  const inner = field(member, PrivateMethod_function);
  const fn = fnOf(
    inner,
    `${made.name}.${prefixOf(kind)}${privateLabel(key)}`,
    lowOf(elementAt(key, 0)),
  );
  decorateMethod(fn, inner, false, made, PRIVATE);
}

/** Sees to the decorators of a method; one of the class concerns plain methods alone. */
function decorateMethod(fn: Fn, inner: Node, mustStay: bool, made: ClassPlan, kind: u32): void {
  const uses = new Uses(field(inner, Function_decorators));
  if (uses.isBelowLevel) uses.remove();
  else if (uses.any) {
    const options = uses.options as Options;
    const isTaken = !mustStay && !made.stays && uses.isInnermost && uses.isStatic;
    if (isTaken && fn.obstacle(options) == '') {
      uses.remove();
      fn.decorated = options;
    } else stay(fn, uses, kind);
  } else if (kind == METHOD) {
    if (made.stays) fn.isCovered = true;
    fn.decorated = inheritedOptions(fn, made);
  }
  visitDecorators(field(inner, Function_decorators));
  visitFunction(fn, inner);
}

/** The decorator stays, and is told where. */
function stay(fn: Fn, uses: Uses, kind: u32): void {
  const place = new Place(fn.position);
  if (kind != GETTER && kind != SETTER) place.name = fn.name; // One may serve both.
  // What another decorator made of the method may run in another way.
  place.kind = fn.body == 0 || uses.isCovered ? '' : fn.kind('');
  if (place.kind == 'auto') place.kind = '';
  uses.locate(place);
  fn.isCovered = true;
}

export function visitField(
  decorators: List,
  value: Node,
  label: string,
  position: u32,
  made: ClassPlan,
): void {
  const uses = new Uses(decorators);
  const name = `${made.name}.${label}`;
  const isArrow = value != 0 && typeOf(value) == ArrowFunctionExpression;
  const outer = plan;
  if (uses.isBelowLevel) uses.remove();
  else if (uses.any) {
    const options = uses.options as Options;
    const fn = isArrow ? arrowOf(value, name) : new Fn(0);
    const isTaken = isArrow && !made.stays && uses.isInnermost && uses.isStatic;
    if (isTaken && fn.obstacle(options) == '') {
      uses.remove();
      fn.decorated = options;
      fn.hasThis = true;
      fn.position = position;
      visitDecorators(decorators);
      setPlan(null);
      visitArrowFn(fn, value);
      setPlan(outer);
      return;
    }
    const place = new Place(position);
    place.name = name;
    uses.locate(place);
    coverNext();
  }
  visitDecorators(decorators);
  setPlan(null);
  if (value != 0) visitNamed(value, name);
  setPlan(outer);
}

export function visitAccessor(member: Node, made: ClassPlan): void {
  const decorators = field(member, AutoAccessor_decorators);
  const key = field(member, AutoAccessor_key);
  const uses = new Uses(decorators);
  if (uses.isBelowLevel) uses.remove();
  else if (uses.any) uses.locate(new Place(lowOfNode(key)));
  visitDecorators(decorators);
  visit(key);
  const value = field(member, AutoAccessor_value);
  if (value != 0) visitNamed(value, `${made.name}.${accessorLabel(key)}`);
}

export function visitConstructor(member: Node, made: ClassPlan): void {
  const fn = new Fn(field(member, Constructor_body));
  fn.name = `${made.name}.constructor`;
  fn.isConstructor = true;
  fn.position = lowOf(field(member, Constructor_span));
  visitBody(fn, 0, field(member, Constructor_params));
}

function accessorLabel(key: Node): string {
  const isPrivate = typeOf(key) == 0 && variantOf(key) == 1 && tagAt(firstOf(key)) == 1;
  return isPrivate ? privateLabel(startOf(key)) : keyLabel(key);
}

/** Visits what belongs to no function around the class. */
export function visitApart(node: Node): void {
  const outer = plan;
  setPlan(null);
  eachChild(node, visit);
  setPlan(outer);
}

/** Decorators that stay; what `spanFn` is given in them was looked at already. */
export function visitDecorators(decorators: List): void {
  for (let i: u32 = 0; i < countOf(decorators); i++) {
    const expression = field(item(decorators, i), Decorator_expression);
    eachChild(expression, visit);
  }
}

function isPairedAccessor(member: Node, made: ClassPlan): bool {
  const label = keyLabel(field(member, ClassMethod_key));
  for (let i: u32 = 0; i < countOf(made.body); i++) {
    const other = item(made.body, i);
    if (other == member || typeOf(other) != ClassMethod) continue;
    if (uintAt(field(other, ClassMethod_kind)) < GETTER) continue;
    if (boolAt(field(other, ClassMethod_isStatic)) != boolAt(field(member, ClassMethod_isStatic)))
      continue;
    if (keyLabel(field(other, ClassMethod_key)) == label) return true;
  }
  return false;
}

function prefixOf(kind: u32): string {
  return kind == GETTER ? 'get ' : kind == SETTER ? 'set ' : '';
}
