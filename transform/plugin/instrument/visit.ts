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
  AwaitExpression,
  AwaitExpression_argument,
  BindingIdent,
  BlockStatement,
  BlockStatement_stmts,
  CallExpression,
  ClassDeclaration,
  ClassExpression,
  ExportDefaultDeclaration,
  ExportDefaultExpression,
  ForOfStatement,
  ForOfStatement_body,
  ForOfStatement_left,
  ForOfStatement_right,
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
  ReturnStatement,
  ReturnStatement_argument,
  SetterProperty,
  SwitchCase,
  SwitchCase_consequent,
  TryStatement,
  TsAsExpression,
  TsSatisfiesExpression,
  VariableDeclarator,
  VariableDeclarator_id,
  VariableDeclarator_init,
  YieldExpression,
  YieldExpression_argument,
} from '../ast/schema';
import { boundName } from '../ast/text';
import { field, Node, parentOf, typeOf } from '../ast/tree';
import { visitCall } from './calls';
import { visitClassDeclaration, visitClassExpression } from './classes';
import { memberName, owner, plan, setHint, setOwner, takeHint } from './context';
import {
  visitArrow,
  visitDeclaration,
  visitExpression,
  visitGetter,
  visitMethod,
  visitSetter,
} from './functions';
import { checkGuards } from './guards';
import {
  closeCall,
  closeLoop,
  fillReturn,
  fillYield,
  isForAwaitStatement,
  openCall,
  openLoop,
  resumeInHandlers,
  resumeInLoop,
  returnedThrough,
  yieldedBy,
} from './suspension';

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
      eachChild(node, visit);
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

/** What suspends a function, or ends it. */
function visitControl(node: Node): void {
  switch (typeOf(node)) {
    case AwaitExpression:
      visitAwait(node);
      return;
    case YieldExpression:
      visitYield(node);
      return;
    case ReturnStatement:
      visitReturn(node);
      return;
    case TryStatement:
      if (suspendable()) resumeInHandlers(node, plan!);
      eachChild(node, visit);
      return;
    case BlockStatement:
      checkGuards(field(node, BlockStatement_stmts));
      eachChild(node, visit);
      return;
    case SwitchCase:
      checkGuards(field(node, SwitchCase_consequent));
      eachChild(node, visit);
      return;
    default:
      eachChild(node, visit);
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

function suspendable(): bool {
  const current = plan;
  return current ? current.site != '' && (current.isAsync || current.isGenerator) : false;
}

function visitAwait(node: Node): void {
  const value = field(node, AwaitExpression_argument);
  const splice = suspendable();
  if (splice) {
    openCall(node, 'resume');
    openCall(value, 'suspend');
  }
  visit(value);
  if (splice) {
    closeCall(value);
    closeCall(node);
  }
}

function visitYield(node: Node): void {
  const value = field(node, YieldExpression_argument);
  const splice = suspendable();
  if (splice) openCall(node, 'resume');
  if (value != 0) {
    if (splice) openCall(value, yieldedBy(node));
    visit(value);
    if (splice) closeCall(value);
  } else if (splice) fillYield(node);
  if (splice) closeCall(node);
}

function visitReturn(node: Node): void {
  const value = field(node, ReturnStatement_argument);
  const current = plan;
  const through = current && current.site != '' ? returnedThrough(node, current) : '';
  if (value == 0) {
    if (through != '') fillReturn(node);
    return;
  }
  if (through != '') openCall(value, through);
  visit(value);
  if (through != '') closeCall(value);
}

/** Whether a statement is a `for await`, and the outermost of its labels. */
function isStatementOfLoop(node: Node): bool {
  return suspendable() && isForAwaitStatement(node) && !isForAwaitStatement(parentOf(node));
}

function visitLoop(node: Node): void {
  openLoop(node);
  visitLabels(node);
  closeLoop(node);
}

function visitLabels(node: Node): void {
  if (typeOf(node) == ForOfStatement) {
    const iterable = field(node, ForOfStatement_right);
    visit(field(node, ForOfStatement_left));
    openCall(iterable, 'iterate');
    visit(iterable);
    closeCall(iterable);
    resumeInLoop(node);
    visit(field(node, ForOfStatement_body));
  } else eachChild(node, visitLabels);
}
