import { isForAwait, suspends } from '../analyse/facts';
import { isPlain } from '../analyse/plain';
import {
  BlockStatement,
  BlockStatement_stmts,
  CatchClause_body,
  ForOfStatement,
  ForOfStatement_body,
  LabeledStatement,
  LabeledStatement_body,
  ReturnStatement_argument,
  TryStatement_block,
  TryStatement_finalizer,
  TryStatement_handler,
  YieldExpression_delegate,
} from '../ast/schema';
import {
  countOf,
  endOf,
  field,
  firstOf,
  headOf,
  itemsOf,
  Node,
  startOf,
  taggedOf,
  typeOf,
} from '../ast/tree';
import { boolAt, elementAt } from '../cbor/reader';
import { argument, block, callEnd, code, expressionStatement } from '../emit/code';
import { insert, replace } from '../emit/edits';
import { callWithSpan } from '../emit/runtime';
import { Plan } from './plan';

/** Puts `_name(_s, ` before an expression. */
export function openCall(expression: Node, name: string): void {
  const from = code.length;
  callWithSpan(name, 2);
  argument();
  insert(taggedOf(expression), from);
}

/** Puts `)` after an expression. */
export function closeCall(expression: Node): void {
  const from = code.length;
  callEnd();
  insert(endOf(expression), from);
}

/** What is done with the value that a `yield` gives out. */
export function yieldedBy(expression: Node): string {
  return boolAt(field(expression, YieldExpression_delegate)) ? 'delegate' : 'suspend';
}

/** `yield` or `return` without a value becomes `yield _name(_s)`: its value stands after its span. */
export function fillValue(node: Node, name: string): void {
  const option = elementAt(startOf(node), 1);
  const from = code.length;
  code.array(1);
  callWithSpan(name, 1);
  callEnd();
  replace(option, option + 1, from);
}

/** The function that a returned value goes through; empty if it goes through none. */
export function returnedThrough(statement: Node, plan: Plan): string {
  const value = field(statement, ReturnStatement_argument);
  if (plan.leavesAtReturns) return 'leaveWith';
  if (value == 0) return '';
  if (plan.isGenerator) return plan.isAsync ? 'suspend' : plan.tellsEveryResult ? 'returned' : '';
  return plan.tellsEveryResult || !isPlain(value) ? 'returned' : '';
}

/** A rejected `await`, or a `throw` into a generator, resumes in `catch` and `finally`. */
export function resumeInHandlers(statement: Node, plan: Plan): void {
  const returning = plan.isAsync && plan.isGenerator;
  const handler = field(statement, TryStatement_handler);
  const finalizer = field(statement, TryStatement_finalizer);
  const tried = suspends(field(statement, TryStatement_block), returning);
  if (handler != 0 && tried) resumeFirstIn(field(handler, CatchClause_body));
  if (finalizer != 0 && (tried || suspends(handler, returning))) resumeFirstIn(finalizer);
}

/** Whether a statement is a `for await` loop, with its labels if it has some. */
export function isForAwaitStatement(statement: Node): bool {
  let at = statement;
  while (typeOf(at) == LabeledStatement) at = field(at, LabeledStatement_body);
  return typeOf(at) == ForOfStatement && isForAwait(at);
}

/** `{ for await (…) …; _resume(_s); }`: the loop resumes once more when it finds its end. */
export function openLoop(statement: Node): void {
  const from = code.length;
  code.tag(1);
  block(2);
  insert(firstOf(statement), from);
}

export function closeLoop(statement: Node): void {
  const from = code.length;
  resume();
  insert(endOf(statement), from);
}

/** Each round of the loop resumes first. */
export function resumeInLoop(loop: Node): void {
  const body = field(loop, ForOfStatement_body);
  if (typeOf(body) == BlockStatement) {
    resumeFirstIn(body);
    return;
  }
  const from = code.length;
  code.tag(1);
  block(2);
  resume();
  insert(firstOf(body), from);
}

function resumeFirstIn(body: Node): void {
  const statements = field(body, BlockStatement_stmts);
  const from = code.length;
  code.array(countOf(statements) + 1);
  resume();
  replace(headOf(statements), itemsOf(statements), from);
}

function resume(): void {
  expressionStatement();
  callWithSpan('resume', 1);
  callEnd();
}
