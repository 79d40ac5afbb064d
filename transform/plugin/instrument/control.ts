import { eachChild } from '../ast/children';
import {
  AwaitExpression,
  AwaitExpression_argument,
  BlockStatement,
  BlockStatement_stmts,
  ForOfStatement,
  ForOfStatement_body,
  ForOfStatement_left,
  ForOfStatement_right,
  ReturnStatement,
  ReturnStatement_argument,
  SwitchCase,
  SwitchCase_consequent,
  TryStatement,
  YieldExpression,
  YieldExpression_argument,
} from '../ast/schema';
import { field, Node, parentOf, typeOf } from '../ast/tree';
import { plan } from './context';
import { checkGuards } from './guards';
import { closeKept, isKept, openKept } from './returns';
import {
  closeCall,
  closeLoop,
  fillValue,
  isForAwaitStatement,
  openCall,
  openLoop,
  resumeInHandlers,
  resumeInLoop,
  returnedThrough,
  yieldedBy,
} from './suspension';
import { visit } from './visit';

/** What suspends a function, or ends it. */
export function visitControl(node: Node): void {
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
  } else if (splice) fillValue(node, 'suspend');
  if (splice) closeCall(node);
}

function visitReturn(node: Node): void {
  const value = field(node, ReturnStatement_argument);
  const current = plan;
  const through = current && current.site != '' ? returnedThrough(node, current) : '';
  if (value == 0) {
    if (through != '') fillValue(node, through);
    return;
  }
  const kept = through != '' && isKept(value, current!);
  if (kept) openKept(value);
  else if (through != '') openCall(value, through);
  visit(value);
  if (kept) closeKept(value);
  else if (through != '') closeCall(value);
}

/** Whether a statement is a `for await`, and the outermost of its labels. */
export function isStatementOfLoop(node: Node): bool {
  return suspendable() && isForAwaitStatement(node) && !isForAwaitStatement(parentOf(node));
}

/** Visits a loop that suspends its function by itself. */
export function visitLoop(node: Node): void {
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
