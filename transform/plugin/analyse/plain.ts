import {
  ArrayExpression,
  ArrowFunctionExpression,
  AssignmentExpression,
  AssignmentExpression_operator,
  AssignmentExpression_right,
  AwaitExpression,
  BinaryExpression,
  BinaryExpression_left,
  BinaryExpression_operator,
  BinaryExpression_right,
  CallExpression,
  ConditionalExpression,
  ConditionalExpression_alternate,
  ConditionalExpression_consequent,
  FunctionExpression,
  Ident,
  SequenceExpression,
  SequenceExpression_expressions,
  TemplateLiteral,
  UnaryExpression,
  UpdateExpression,
} from '../ast/schema';
import { LITERAL, symOf } from '../ast/text';
import { countOf, field, item, Node, typeOf, variantOf } from '../ast/tree';
import { uintAt } from '../cbor/reader';
import { NULLISH } from '../emit/code';
import { bareOf } from './bare';
import { logCallOf } from './log-calls';

/** `||` and `&&` give one of their operands, as `??` does; the other binary operators make a primitive. */
const OR: u32 = 20;
const AND: u32 = 21;
/** Assignments: `=` first, `&&=`, `||=` and `??=` last. */
const ASSIGN: u32 = 1;
const FIRST_LOGICAL_ASSIGN: u32 = 14;

/** Whether the value of an expression can be no thenable, whatever the program does. */
export function isPlain(wrapped: Node): bool {
  const expression = bareOf(wrapped);
  switch (typeOf(expression)) {
    case 0:
      return variantOf(expression) == LITERAL;
    case Ident:
      return symOf(expression) == 'undefined';
    case TemplateLiteral:
    case UnaryExpression:
    case UpdateExpression:
    case ArrayExpression:
    case ArrowFunctionExpression:
    case FunctionExpression:
    case AwaitExpression: // What was awaited is no thenable any more.
      return true;
    case CallExpression:
      return logCallOf(expression) !== null; // Those give nothing.
    case BinaryExpression:
      return isPlainBinary(expression);
    case AssignmentExpression:
      return isPlainAssignment(expression);
    case ConditionalExpression:
      return (
        isPlain(field(expression, ConditionalExpression_consequent)) &&
        isPlain(field(expression, ConditionalExpression_alternate))
      );
    case SequenceExpression: {
      const list = field(expression, SequenceExpression_expressions);
      return isPlain(item(list, countOf(list) - 1));
    }
    default:
      return false;
  }
}

function isPlainBinary(expression: Node): bool {
  const operator = uintAt(field(expression, BinaryExpression_operator));
  if (operator != OR && operator != AND && operator != NULLISH) return true;
  return (
    isPlain(field(expression, BinaryExpression_left)) &&
    isPlain(field(expression, BinaryExpression_right))
  );
}

function isPlainAssignment(expression: Node): bool {
  const operator = uintAt(field(expression, AssignmentExpression_operator));
  if (operator >= FIRST_LOGICAL_ASSIGN) return false;
  return operator != ASSIGN || isPlain(field(expression, AssignmentExpression_right));
}
