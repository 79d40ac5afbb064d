import { assignedName, keyLabel } from '../analyse/names';
import { eachChild } from '../ast/children';
import {
  ArrowFunctionExpression,
  AssignmentExpression,
  AssignmentExpression_left,
  AssignmentExpression_right,
  AssignmentPattern,
  AssignmentPattern_left,
  AssignmentPattern_right,
  BindingIdent,
  CallExpression,
  ClassDeclaration,
  ClassExpression,
  ExportDefaultDeclaration,
  ExportDefaultExpression,
  FunctionDeclaration,
  FunctionExpression,
  GetterProperty,
  ImportDeclaration,
  KeyValueProperty,
  KeyValueProperty_key,
  KeyValueProperty_value,
  MethodProperty,
  ObjectExpression,
  ParenthesisExpression,
  SetterProperty,
  TsAsExpression,
  TsSatisfiesExpression,
  VariableDeclarator,
  VariableDeclarator_id,
  VariableDeclarator_init,
} from '../ast/schema';
import { boundName } from '../ast/text';
import { field, Node, typeOf } from '../ast/tree';
import { visitCall } from './calls';
import { visitClassDeclaration, visitClassExpression } from './classes';
import { memberName, owner, setHint, setOwner, takeHint } from './context';
import { isStatementOfLoop, visitControl, visitLoop } from './control';
import {
  visitArrow,
  visitDeclaration,
  visitExpression,
  visitGetter,
  visitMethod,
  visitSetter,
} from './functions';
import { enterHoisted, leaveHoisted } from './hoisted';

/** Visits a value that would be called `name`. */
export function visitNamed(value: Node, name: string): void {
  setHint(name);
  visit(value);
  setHint('');
}

/** Visits a part of the program in the order of the source, and notes what is to be changed. */
export function visit(node: Node): void {
  if (isStatementOfLoop(node)) visitLoop(node);
  else visitNode(node);
}

function visitNode(node: Node): void {
  switch (typeOf(node)) {
    case ImportDeclaration:
      return;
    case VariableDeclarator:
      visitDeclarator(node);
      return;
    case AssignmentExpression:
      visit(field(node, AssignmentExpression_left));
      visitNamed(
        field(node, AssignmentExpression_right),
        targetName(field(node, AssignmentExpression_left)),
      );
      return;
    case AssignmentPattern:
      visit(field(node, AssignmentPattern_left));
      visitNamed(
        field(node, AssignmentPattern_right),
        boundName(field(node, AssignmentPattern_left)),
      );
      return;
    case ObjectExpression:
      visitObject(node);
      return;
    case KeyValueProperty:
      visit(field(node, KeyValueProperty_key));
      visitNamed(
        field(node, KeyValueProperty_value),
        memberName(keyLabel(field(node, KeyValueProperty_key))),
      );
      return;
    case MethodProperty:
      visitMethod(node);
      return;
    case GetterProperty:
      visitGetter(node);
      return;
    case SetterProperty:
      visitSetter(node);
      return;
    case FunctionDeclaration:
      visitDeclaration(node);
      return;
    case FunctionExpression:
      visitExpression(node);
      return;
    case ArrowFunctionExpression:
      visitArrow(node);
      return;
    case ClassDeclaration:
      visitClassDeclaration(node);
      return;
    case ClassExpression:
      visitClassExpression(node);
      return;
    case CallExpression:
      visitCall(node);
      return;
    case ExportDefaultDeclaration:
    case ExportDefaultExpression:
      setHint('default');
      enterHoisted(); // A function is, even without a name.
      eachChild(node, visit);
      leaveHoisted();
      setHint('');
      return;
    case ParenthesisExpression: // What they hold is named as they are.
    case TsAsExpression:
    case TsSatisfiesExpression:
      eachChild(node, visit);
      return;
    default:
      setHint('');
      visitControl(node);
  }
}

function visitDeclarator(node: Node): void {
  const pattern = field(node, VariableDeclarator_id);
  const value = field(node, VariableDeclarator_init);
  visit(pattern);
  if (value != 0) visitNamed(value, boundName(pattern));
}

function targetName(target: Node): string {
  return typeOf(target) == BindingIdent ? boundName(target) : assignedName(target);
}

function visitObject(node: Node): void {
  const outer = owner;
  setOwner(takeHint());
  eachChild(node, visit);
  setOwner(outer);
}
