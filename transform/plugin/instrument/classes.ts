import { isKeyKnown, keyLabel, privateLabel } from '../analyse/names';
import { Options } from '../analyse/options';
import { isPlain } from '../analyse/plain';
import { eachChild } from '../ast/children';
import {
  ArrayExpression,
  ArrowFunctionExpression,
  AutoAccessor,
  AutoAccessor_decorators,
  AutoAccessor_key,
  AutoAccessor_value,
  Class_body,
  Class_decorators,
  Class_span,
  Class_superClass,
  ClassDeclaration_class,
  ClassDeclaration_identifier,
  ClassExpression_class,
  ClassExpression_identifier,
  ClassMethod,
  ClassMethod_function,
  ClassMethod_isStatic,
  ClassMethod_key,
  ClassMethod_kind,
  ClassProperty,
  ClassProperty_decorators,
  ClassProperty_isStatic,
  ClassProperty_key,
  ClassProperty_value,
  Constructor,
  Constructor_body,
  Constructor_params,
  Constructor_span,
  Decorator_expression,
  Function_decorators,
  FunctionExpression,
  NewExpression,
  ObjectExpression,
  PrivateMethod,
  PrivateMethod_function,
  PrivateMethod_key,
  PrivateMethod_kind,
  PrivateProperty,
  PrivateProperty_decorators,
  PrivateProperty_key,
  PrivateProperty_value,
} from '../ast/schema';
import { lowOf, symOf } from '../ast/text';
import { countOf, field, firstOf, item, List, Node, startOf, typeOf, variantOf } from '../ast/tree';
import { boolAt, elementAt, tagAt, uintAt } from '../cbor/reader';
import { lowOfNode } from '../emit/place';
import { Place } from '../emit/sites';
import { plan, setPlan, takeHint } from './context';
import { Uses } from './decorators';
import { Fn } from './fn';
import { arrowOf, coverNext, fnOf, visitArrowFn, visitBody, visitFunction } from './functions';
import { visit, visitNamed } from './visit';

/** Kinds of class methods, as the AST numbers them. */
const GETTER: u32 = 2;
const SETTER: u32 = 3;

/** How a class is instrumented as a whole. */
class ClassPlan {
  /** What its own decorator says, where that goes and its methods take over; else null. */
  taken: Options | null = null;
  /** Its decorator stays, and wraps the methods. */
  stays: bool = false;

  constructor(
    public node: Node,
    public name: string,
  ) {}

  get body(): List {
    return field(this.node, Class_body);
  }
}

export function visitClassDeclaration(node: Node): void {
  takeHint();
  const name = symOf(field(node, ClassDeclaration_identifier));
  visitClass(field(node, ClassDeclaration_class), name);
}

export function visitClassExpression(node: Node): void {
  const identifier = field(node, ClassExpression_identifier);
  const hinted = takeHint();
  const name = identifier == 0 ? hinted : symOf(identifier);
  visitClass(field(node, ClassExpression_class), name == '' ? '(anonymous)' : name);
}

function visitClass(node: Node, name: string): void {
  const made = new ClassPlan(node, name);
  const uses = new Uses(field(node, Class_decorators));
  if (uses.isBelowLevel) uses.remove();
  else if (uses.any) planClass(made, uses);
  visitDecorators(field(node, Class_decorators));
  const parent = field(node, Class_superClass);
  if (parent != 0) visit(parent);
  for (let i: u32 = 0; i < countOf(made.body); i++) visitMember(item(made.body, i), made);
}

function planClass(made: ClassPlan, uses: Uses): void {
  const options = uses.options as Options;
  if (uses.isInnermost && uses.isStatic && isOpenToAll(options) && canTakeOver(made)) {
    uses.remove();
    made.taken = options;
    return;
  }
  made.stays = true;
  const place = new Place(lowOf(field(made.node, Class_span)));
  place.name = made.name;
  uses.locate(place);
}

/** Options of one function have no sense on a class: the runtime refuses them. */
function isOpenToAll(options: Options): bool {
  return options.args == 0 && options.result == 0 && options.kind == '';
}

/**
 * Whether the bodies of its methods can do for a decorator of the class: it would be applied to
 * what other decorators made of them, and to functions that static fields hold.
 */
function canTakeOver(made: ClassPlan): bool {
  for (let i: u32 = 0; i < countOf(made.body); i++) {
    const member = item(made.body, i);
    const type = typeOf(member);
    if (type == ClassMethod && !canTakeOverMethod(member)) return false;
    if (type == ClassProperty && boolAt(field(member, ClassProperty_isStatic))) {
      const value = field(member, ClassProperty_value);
      if (value != 0 && !isData(value)) return false;
    }
  }
  return true;
}

function canTakeOverMethod(member: Node): bool {
  const inner = field(member, ClassMethod_function);
  const uses = new Uses(field(inner, Function_decorators));
  if (uses.hasOthers || (uses.any && !uses.isStatic)) return false;
  if (!isKeyKnown(field(member, ClassMethod_key))) return false;
  const fn = fnOf(inner, '', 0);
  return fn.body == 0 || fn.obstacle(uses.any ? (uses.options as Options) : new Options()) == '';
}

/** Whether a value is surely no function. */
function isData(value: Node): bool {
  const type = typeOf(value);
  if (type == ArrowFunctionExpression || type == FunctionExpression) return false;
  return (
    type == ArrayExpression || type == ObjectExpression || type == NewExpression || isPlain(value)
  );
}

function visitMember(member: Node, made: ClassPlan): void {
  switch (typeOf(member)) {
    case ClassMethod:
      visitClassMethod(member, made);
      return;
    case PrivateMethod:
      visitPrivateMethod(member, made);
      return;
    case ClassProperty:
      visit(field(member, ClassProperty_key));
      visitField(
        field(member, ClassProperty_decorators),
        field(member, ClassProperty_value),
        keyLabel(field(member, ClassProperty_key)),
        lowOfNode(field(member, ClassProperty_key)),
        made,
      );
      return;
    case PrivateProperty:
      visitField(
        field(member, PrivateProperty_decorators),
        field(member, PrivateProperty_value),
        privateLabel(field(member, PrivateProperty_key)),
        lowOf(elementAt(field(member, PrivateProperty_key), 0)),
        made,
      );
      return;
    case AutoAccessor:
      visitAccessor(member, made);
      return;
    case Constructor:
      visitConstructor(member, made);
      return;
    default:
      visitApart(member);
  }
}

function visitClassMethod(member: Node, made: ClassPlan): void {
  const key = field(member, ClassMethod_key);
  const kind = uintAt(field(member, ClassMethod_kind));
  const inner = field(member, ClassMethod_function);
  visit(key);
  const fn = fnOf(inner, `${made.name}.${prefixOf(kind)}${keyLabel(key)}`, lowOfNode(key));
  const isPaired = kind >= GETTER && isPairedAccessor(member, made);
  // In legacy syntax it is given both accessors, which only the running program names apart.
  if (isPaired) fn.isPaired = true;
  decorateMethod(fn, inner, isPaired || !isKeyKnown(key), made, kind < GETTER);
}

function visitPrivateMethod(member: Node, made: ClassPlan): void {
  const key = field(member, PrivateMethod_key);
  const kind = uintAt(field(member, PrivateMethod_kind));
  const inner = field(member, PrivateMethod_function);
  const fn = fnOf(
    inner,
    `${made.name}.${prefixOf(kind)}${privateLabel(key)}`,
    lowOf(elementAt(key, 0)),
  );
  decorateMethod(fn, inner, false, made, false);
}

/** Sees to the decorators of a method; `isOpen` if a decorator of the class concerns it. */
function decorateMethod(fn: Fn, inner: Node, mustStay: bool, made: ClassPlan, isOpen: bool): void {
  const uses = new Uses(field(inner, Function_decorators));
  if (uses.isBelowLevel) uses.remove();
  else if (uses.any) {
    const options = uses.options as Options;
    const isTaken = !mustStay && !made.stays && uses.isInnermost && uses.isStatic;
    if (isTaken && fn.obstacle(options) == '') {
      uses.remove();
      fn.decorated = options;
    } else stay(fn, uses);
  } else if (isOpen) {
    if (made.stays) fn.isCovered = true;
    fn.decorated = inheritedOptions(fn, made);
  }
  visitDecorators(field(inner, Function_decorators));
  visitFunction(fn, inner);
}

/** What a class says for a method that says nothing itself. */
function inheritedOptions(fn: Fn, made: ClassPlan): Options | null {
  const taken = made.taken;
  if (!taken) return null;
  const options = new Options();
  options.level = taken.level;
  options.target = taken.target;
  if (taken.name != '') options.name = taken.name + fn.name.substring(made.name.length);
  return options;
}

/** The decorator stays, and is told where. */
function stay(fn: Fn, uses: Uses): void {
  const place = new Place(fn.position);
  if (!fn.isPaired) place.name = fn.name;
  place.kind = fn.body == 0 ? '' : fn.kind('');
  if (place.kind == 'auto') place.kind = '';
  uses.locate(place);
  fn.isCovered = true;
}

function visitField(
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

function visitAccessor(member: Node, made: ClassPlan): void {
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

function visitConstructor(member: Node, made: ClassPlan): void {
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
function visitApart(node: Node): void {
  const outer = plan;
  setPlan(null);
  eachChild(node, visit);
  setPlan(outer);
}

/** Decorators that stay; what `spanFn` is given in them was looked at already. */
function visitDecorators(decorators: List): void {
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
