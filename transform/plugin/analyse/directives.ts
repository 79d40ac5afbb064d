import {
  ExpressionStatement,
  ExpressionStatement_expression,
  FunctionBody,
  FunctionBody_stmts,
} from '../ast/schema';
import { literalKind, literalText, STRING } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';

const DIRECTIVE: string = 'use span';

/** How many directives a list of statements begins with. */
export function directiveCount(statements: List): u32 {
  let count: u32 = 0;
  while (count < countOf(statements) && isDirective(item(statements, count))) count++;
  return count;
}

/** Index of the directive that asks for spans; -1 if there is none. */
export function spanDirective(body: Node): i32 {
  return typeOf(body) == FunctionBody ? spanDirectiveIn(field(body, FunctionBody_stmts)) : -1;
}

/** The same in a list of statements. */
export function spanDirectiveIn(statements: List): i32 {
  const count = <i32>directiveCount(statements);
  for (let i = 0; i < count; i++) {
    const text = directiveText(item(statements, i));
    if (text == DIRECTIVE || text.startsWith(`${DIRECTIVE}:`)) return i;
  }
  return -1;
}

/** The name in `'use span: name'`; empty if it gives none. */
export function directiveName(body: Node, index: i32): string {
  const text = directiveText(item(field(body, FunctionBody_stmts), index));
  return text.substring(DIRECTIVE.length + 1).trim();
}

/** Whether it has a colon, behind which a name belongs. */
export function directiveGivesName(body: Node, index: i32): bool {
  return directiveText(item(field(body, FunctionBody_stmts), index)).includes(':');
}

function isDirective(statement: Node): bool {
  if (typeOf(statement) != ExpressionStatement) return false;
  return literalKind(field(statement, ExpressionStatement_expression)) == STRING;
}

function directiveText(statement: Node): string {
  return literalText(field(statement, ExpressionStatement_expression));
}
