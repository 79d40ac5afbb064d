import {
  ArrowFunctionExpression,
  ClassExpression,
  FunctionExpression,
  ParenthesisExpression,
  ParenthesisExpression_expression,
  TsAsExpression,
  TsAsExpression_expression,
  TsConstAssertion,
  TsConstAssertion_expression,
  TsInstantiation,
  TsInstantiation_expression,
  TsNonNullExpression,
  TsNonNullExpression_expression,
  TsSatisfiesExpression,
  TsSatisfiesExpression_expression,
  TsTypeAssertion,
  TsTypeAssertion_expression,
} from '../ast/schema';
import { field, Node, typeOf } from '../ast/tree';

/** An expression without the parentheses and types around it. */
export function bareOf(expression: Node): Node {
  const inner = innerOf(expression);
  return inner == 0 ? expression : bareOf(inner);
}

/** Whether a variable that it were assigned to might name it. */
export function takesName(expression: Node): bool {
  const type = typeOf(bareOf(expression));
  return type == ArrowFunctionExpression || type == FunctionExpression || type == ClassExpression;
}

function innerOf(expression: Node): Node {
  switch (typeOf(expression)) {
    case ParenthesisExpression:
      return field(expression, ParenthesisExpression_expression);
    case TsAsExpression:
      return field(expression, TsAsExpression_expression);
    case TsConstAssertion:
      return field(expression, TsConstAssertion_expression);
    case TsNonNullExpression:
      return field(expression, TsNonNullExpression_expression);
    case TsSatisfiesExpression:
      return field(expression, TsSatisfiesExpression_expression);
    case TsTypeAssertion:
      return field(expression, TsTypeAssertion_expression);
    case TsInstantiation:
      return field(expression, TsInstantiation_expression);
    default:
      return 0;
  }
}
