import { eachOwnChild } from '../ast/children';
import {
  AwaitExpression,
  CallExpression,
  CallExpression_callee,
  ForOfStatement,
  ForOfStatement_await,
  Ident,
  MemberExpression,
  MemberExpression_object,
  ReturnStatement,
  ReturnStatement_argument,
  TryStatement,
  TryStatement_finalizer,
  UsingDeclaration,
  UsingDeclaration_isAwait,
  YieldExpression,
} from '../ast/schema';
import { isNamed } from '../ast/text';
import { field, Node, typeOf, variantOf } from '../ast/tree';
import { boolAt } from '../cbor/reader';
import { isPlain } from './plain';

/** What can be seen in the body of one function, inner functions left out. */
export class Facts {
  /** It has an `await`, a `yield` or a `for await`. */
  suspends: bool = false;
  /** It returns a value, which an async generator awaits. */
  returnsValue: bool = false;
  /** It disposes of something with `await`, at a place that no code can be put. */
  awaitsUsing: bool = false;
  /** No value that it returns can be a thenable. */
  plainReturns: bool = true;
  /** It was `async`, and a compiler made it return a promise instead. */
  wasAsync: bool = false;
  /** A `finally` may override or abandon a `return`. */
  overridesReturns: bool = false;
  /** Some of it runs after a `return`: a `finally`, or the end of an iteration or a `using`. */
  goesOnAfterReturn: bool = false;
}

let facts: Facts = new Facts();
/** How many statements around do something after a `return` inside them. */
let holding: i32 = 0;

/** Looks through a body: a block, or the expression that an arrow function returns. */
export function factsOf(body: Node): Facts {
  facts = new Facts();
  holding = 0;
  look(body);
  return facts;
}

/** Whether a part of a function may suspend it; `returning`: also by a `return`. */
export function suspends(part: Node, returning: bool = false): bool {
  if (part == 0) return false;
  const found = factsOf(part);
  return found.suspends || (returning && found.returnsValue);
}

/** Notes what a returned expression proves. */
export function lookAtReturned(found: Facts, expression: Node): void {
  if (isPlain(expression)) return;
  found.plainReturns = false;
  if (isLoweredAsync(expression)) found.wasAsync = true;
}

function look(node: Node): void {
  const holds = holdsReturns(node);
  if (holds) holding++;
  note(node);
  eachOwnChild(node, look);
  if (holds) holding--;
}

function holdsReturns(node: Node): bool {
  const type = typeOf(node);
  return (
    type == ForOfStatement || (type == TryStatement && field(node, TryStatement_finalizer) != 0)
  );
}

function note(node: Node): void {
  switch (typeOf(node)) {
    case AwaitExpression:
    case YieldExpression:
      facts.suspends = true;
      break;
    case ForOfStatement:
      if (isForAwait(node)) facts.suspends = true;
      break;
    case UsingDeclaration:
      facts.goesOnAfterReturn = true;
      if (boolAt(field(node, UsingDeclaration_isAwait))) {
        facts.suspends = true;
        facts.awaitsUsing = true;
      }
      break;
    case TryStatement:
      if (jumps(field(node, TryStatement_finalizer))) facts.overridesReturns = true;
      break;
    case ReturnStatement: {
      const argument = field(node, ReturnStatement_argument);
      if (holding > 0) facts.goesOnAfterReturn = true;
      if (argument != 0) {
        facts.returnsValue = true;
        lookAtReturned(facts, argument);
      }
      break;
    }
  }
}

/** Whether a block may be left by `return`, `break` or `continue`. */
function jumps(block: Node): bool {
  if (block == 0) return false;
  jumped = false;
  lookForJumps(block);
  return jumped;
}

let jumped: bool = false;

function lookForJumps(node: Node): void {
  const type = typeOf(node);
  if (type == ReturnStatement || isBreak(node)) jumped = true;
  eachOwnChild(node, lookForJumps);
}

/** `break` or `continue`: opaque, and a statement by where it stands. */
function isBreak(node: Node): bool {
  if (typeOf(node) != 0) return false;
  const variant = variantOf(node);
  return variant == 7 || variant == 8;
}

export function isForAwait(loop: Node): bool {
  return boolAt(field(loop, ForOfStatement_await));
}

/** `_async_to_generator(…)()`, `.call(this)`, `.apply(this, arguments)`, or `__awaiter(…)`. */
function isLoweredAsync(expression: Node): bool {
  let at = expression;
  for (let depth = 0; depth < 4; depth++) {
    const type = typeOf(at);
    if (type == CallExpression) at = field(at, CallExpression_callee);
    else if (type == MemberExpression) at = field(at, MemberExpression_object);
    else if (type == Ident) return isAsyncHelper(at);
    else return false;
  }
  return false;
}

function isAsyncHelper(identifier: Node): bool {
  return (
    isNamed(identifier, '_async_to_generator') ||
    isNamed(identifier, '_asyncToGenerator') ||
    isNamed(identifier, '__awaiter')
  );
}
