import {
  BinaryExpression,
  BinaryExpression_left,
  BinaryExpression_operator,
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  Ident,
  ImportDeclaration,
  ImportDeclaration_source,
  VariableDeclaration,
  VariableDeclaration_declarations,
  VariableDeclarator_init,
} from '../ast/schema';
import { isNamed, literalKind, literalText, pathOf, STRING } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { elementAt, isText, uintAt } from '../cbor/reader';
import { runtimeGlobal } from '../config/config';
import { NULLISH } from '../emit/code';
import { ABI } from '../emit/runtime';

/** Whether a file went through this plugin before: it has what nobody else writes. */
export function wasInstrumented(items: List): bool {
  for (let i: u32 = 0; i < countOf(items); i++) if (reachesRuntime(item(items, i))) return true;
  return false;
}

/** Whether a statement imports the runtime, or declares what it gets from it. */
function reachesRuntime(node: Node): bool {
  if (typeOf(node) == ImportDeclaration)
    return isText(elementAt(field(node, ImportDeclaration_source), 1), ABI);
  if (typeOf(node) != VariableDeclaration) return false;
  const declared = field(node, VariableDeclaration_declarations);
  for (let i: u32 = 0; i < countOf(declared); i++) {
    const value = field(item(declared, i), VariableDeclarator_init);
    if (value != 0 && (isRequire(value) || isGlobal(value))) return true;
  }
  return false;
}

/** `require("spanfn/abi")` */
function isRequire(value: Node): bool {
  if (typeOf(value) != CallExpression) return false;
  const callee = field(value, CallExpression_callee);
  const given = field(value, CallExpression_arguments);
  if (typeOf(callee) != Ident || !isNamed(callee, 'require') || countOf(given) == 0) return false;
  const source = field(item(given, 0), ExprOrSpread_expression);
  return literalKind(source) == STRING && literalText(source) == ABI;
}

/** `globalThis.name ?? { … }` */
function isGlobal(value: Node): bool {
  if (typeOf(value) != BinaryExpression || runtimeGlobal == '') return false;
  if (uintAt(field(value, BinaryExpression_operator)) != NULLISH) return false;
  return pathOf(field(value, BinaryExpression_left)) == `globalThis.${runtimeGlobal}`;
}
