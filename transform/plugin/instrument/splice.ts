import { isFunctionDeclaration } from '../analyse/declared';
import { directiveCount } from '../analyse/directives';
import { ReturnStatement, ThrowStatement } from '../ast/schema';
import {
  bodyFields,
  countOf,
  endOf,
  firstOf,
  headOf,
  item,
  itemsOf,
  List,
  listEndOf,
  taggedOf,
  typeOf,
} from '../ast/tree';
import {
  argument,
  binding,
  block,
  CONST,
  callEnd,
  code,
  conditional,
  declaration,
  declarationEnd,
  declaredToo,
  expressionStatement,
  LET,
  nullLiteral,
  reference,
  span,
  thisExpression,
} from '../emit/code';
import { copy, insert, remove, replace } from '../emit/edits';
import { fresh, ownError, ownResult, ownSpan } from '../emit/own-names';
import { callRuntime, callWithSpan } from '../emit/runtime';
import { readOn } from '../emit/sites';
import { argumentsOf } from './arguments';
import { Plan } from './plan';
import { endKept, startKept } from './returns';

/** Fields of a body that has a context of its own, as in 1.15. */
const WITH_CONTEXT: u32 = 3;

/** Puts what stands before the statements of a planned function; `closeBody` puts the rest. */
export function openBody(plan: Plan): void {
  if (plan.fn.hasBlock) openBlock(plan);
  else openExpression(plan);
}

export function closeBody(plan: Plan): void {
  if (plan.site == '') return;
  const from = code.length;
  if (plan.fn.hasBlock) {
    if (leavesAtEnd(plan)) callAlone('leaveWith');
    else if (resetsResult(plan)) callAlone('returned');
    tryEnd(plan);
    insert(listEndOf(plan.fn.statements), from);
    return;
  }
  if (plan.keepsResult) endKept();
  else if (tellsResult(plan)) callEnd();
  tryEnd(plan);
  insert(endOf(plan.fn.body), from);
}

/**
 *     directives, functions
 *     const _s = …;
 *     try { statements } catch (_e) { … } finally { … }
 *
 * or, where each `return` leaves by itself,
 *
 *     try { statements; _leaveWith(_s); } catch (_e) { … }
 */
function openBlock(plan: Plan): void {
  const statements = plan.fn.statements;
  const count = countOf(statements);
  const directives = directiveCount(statements);
  const gone: u32 = plan.directive < 0 ? 0 : 1;
  if (gone > 0) removeItem(statements, plan.directive);
  if (plan.site == '') {
    replaceHead(statements, count - gone);
    return;
  }
  const start = directives < count ? firstOf(item(statements, directives)) : listEndOf(statements);
  const moved = plan.fn.keepsFunctionsInside() ? 0 : moveFunctions(statements, directives, start);
  replaceHead(statements, directives - gone + moved + 2);
  const from = code.length;
  prologue(plan);
  tryStart(count - directives - moved + (leavesAtEnd(plan) || resetsResult(plan) ? 1 : 0));
  insert(start, from);
  for (let i = directives; moved > 0 && i < count; i++)
    if (isFunctionDeclaration(item(statements, i))) removeItem(statements, i);
}

/** Puts the functions among the statements first: they are hoisted there anyway. */
function moveFunctions(statements: List, first: u32, to: usize): u32 {
  let moved: u32 = 0;
  for (let i = first; i < countOf(statements); i++) {
    const statement = item(statements, i);
    if (!isFunctionDeclaration(statement)) continue;
    copy(firstOf(statement), endOf(statement), to);
    moved++;
  }
  return moved;
}

/** `=> value` becomes `=> { …; try { return value; } … }`. */
function openExpression(plan: Plan): void {
  const body = plan.fn.body;
  const from = code.length;
  const hasContext = bodyFields == WITH_CONTEXT;
  code.tag(1);
  code.array(hasContext ? 3 : 2);
  span();
  if (hasContext) code.uint(0);
  code.array(2);
  prologue(plan);
  tryStart(1);
  code.tag(5);
  code.array(2);
  span();
  code.array(1);
  if (tellsResult(plan)) {
    if (plan.keepsResult) startKept();
    else {
      callWithSpan(plan.leavesAtReturns ? 'leaveWith' : 'returned', 2);
      argument();
    }
  }
  replace(firstOf(body), taggedOf(body), from);
}

/** Whether what the expression of an arrow function gives is told to the runtime. */
function tellsResult(plan: Plan): bool {
  return plan.leavesAtReturns || plan.tellsEveryResult || !plan.fn.facts.plainReturns;
}

/** Whether the end of the body can be reached, and must leave. */
function leavesAtEnd(plan: Plan): bool {
  if (!plan.leavesAtReturns) return false;
  const statements = plan.fn.statements;
  const count = countOf(statements);
  if (count == 0) return true;
  const last = typeOf(item(statements, count - 1));
  return last != ReturnStatement && last != ThrowStatement;
}

/** A `return` that a `finally` overrode must not be taken for the result. */
function resetsResult(plan: Plan): bool {
  return plan.fn.facts.overridesReturns && !plan.isGenerator;
}

/** `_name(_s);` */
function callAlone(name: string): void {
  expressionStatement();
  callWithSpan(name, 1);
  callEnd();
}

/**
 * `const _s = _site0.on ? _enter(_site0, this) : null;`, with `?.` where the site may be missing, or
 * `let _s = …, _r;`
 */
function prologue(plan: Plan): void {
  const keeps = plan.keepsResult;
  declaration(keeps ? LET : CONST, ownSpan, fresh, keeps ? 1 : 0);
  conditional();
  readOn(plan.site, plan.isEarly);
  const count: u32 = plan.args != 0 ? 3 : plan.fn.hasThis ? 2 : 1;
  callRuntime(plan.enter, count);
  argument();
  reference(plan.site, fresh);
  if (count > 1) {
    argument();
    thisExpression();
  }
  if (count > 2) {
    argument();
    argumentsOf(plan.fn, plan.args);
  }
  callEnd();
  nullLiteral();
  declarationEnd();
  if (keeps) declaredToo(ownResult, fresh);
}

function tryStart(statements: u32): void {
  code.tag(12);
  code.array(4);
  span();
  block(statements);
}

/** `catch (_e) { throw _leaveFailed(_s, _e); }`, or, with a `finally`, … */
function tryEnd(plan: Plan): void {
  code.array(1);
  code.array(3);
  span();
  code.array(1);
  binding(ownError, fresh);
  if (plan.leavesAtReturns) {
    block(1);
    throwing();
    callWithSpan('leaveFailed', 2);
    argument();
    reference(ownError, fresh);
    callEnd();
    code.none();
  } else failAndLeave(plan);
}

/** … `{ _fail(_s, _e); throw _e; } finally { _leave(_s); }` */
function failAndLeave(plan: Plan): void {
  block(2);
  expressionStatement();
  callWithSpan('fail', 2);
  argument();
  reference(ownError, fresh);
  callEnd();
  throwing();
  reference(ownError, fresh);
  code.array(1);
  block(1);
  callAlone(plan.leave);
}

/** `throw`, whose operand is to follow. */
function throwing(): void {
  code.tag(11);
  code.array(2);
  span();
}

/** Rewrites how many items a list has. */
export function replaceHead(list: List, count: u32): void {
  const from = code.length;
  code.array(count);
  replace(headOf(list), itemsOf(list), from);
}

export function removeItem(list: List, index: u32): void {
  const node = item(list, index);
  remove(firstOf(node), endOf(node));
}
