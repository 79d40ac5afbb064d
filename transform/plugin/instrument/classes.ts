import { rememberMember } from '../analyse/known-members';
import { keyLabel, privateLabel } from '../analyse/names';
import {
  AutoAccessor,
  Class_decorators,
  Class_span,
  Class_superClass,
  ClassDeclaration_class,
  ClassDeclaration_identifier,
  ClassExpression_class,
  ClassExpression_identifier,
  ClassMethod,
  ClassMethod_isStatic,
  ClassMethod_key,
  ClassMethod_kind,
  ClassProperty,
  ClassProperty_decorators,
  ClassProperty_isStatic,
  ClassProperty_key,
  ClassProperty_value,
  Constructor,
  PrivateMethod,
  PrivateProperty,
  PrivateProperty_decorators,
  PrivateProperty_key,
  PrivateProperty_value,
} from '../ast/schema';
import { lowOf, symOf } from '../ast/text';
import { countOf, field, item, Node, typeOf } from '../ast/tree';
import { boolAt, elementAt, uintAt } from '../cbor/reader';
import { lowOfNode } from '../emit/place';
import { ClassPlan, METHOD, planClass } from './class-plan';
import { className, setClassName, takeHint } from './context';
import { Uses } from './decorators';
import {
  visitAccessor,
  visitApart,
  visitClassMethod,
  visitConstructor,
  visitDecorators,
  visitField,
  visitPrivateMethod,
} from './members';
import { visit } from './visit';

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
  const outer = className;
  setClassName(name);
  rememberMember(name, name, lowOf(field(node, Class_span)));
  for (let i: u32 = 0; i < countOf(made.body); i++) remember(item(made.body, i), made);
  for (let i: u32 = 0; i < countOf(made.body); i++) visitMember(item(made.body, i), made);
  setClassName(outer);
}

function remember(member: Node, made: ClassPlan): void {
  if (typeOf(member) == ClassMethod) {
    const isMethod = uintAt(field(member, ClassMethod_kind)) == METHOD;
    const isStatic = boolAt(field(member, ClassMethod_isStatic));
    rememberAs(field(member, ClassMethod_key), isStatic, isMethod, made.name);
  } else if (typeOf(member) == ClassProperty) {
    const isStatic = boolAt(field(member, ClassProperty_isStatic));
    rememberAs(field(member, ClassProperty_key), isStatic, true, made.name);
  }
}

function rememberAs(key: Node, isStatic: bool, isNamed: bool, owner: string): void {
  const label = keyLabel(key);
  const home = isStatic ? owner : `${owner}.prototype`;
  rememberMember(`${home}.${label}`, isNamed ? `${owner}.${label}` : '', lowOfNode(key));
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
