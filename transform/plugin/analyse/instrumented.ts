import {
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  Ident,
  ImportDeclaration,
  ImportDeclaration_source,
  MemberExpression,
  OptCall,
  OptCall_callee,
  OptionalChainingExpression,
  OptionalChainingExpression_base,
  VariableDeclaration,
  VariableDeclaration_declarations,
  VariableDeclarator_init,
} from '../ast/schema';
import { isNamed, literalKind, literalText, pathOf, STRING } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { elementAt, isText } from '../cbor/reader';
import { runtimeGlobal } from '../config/config';
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
    if (value != 0 && (isRequire(value) || isGlobalSite(value))) return true;
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

/** `globalThis.name?.site(…)` */
function isGlobalSite(value: Node): bool {
  const call = typeOf(value) == OptionalChainingExpression ? chained(value) : 0;
  if (call == 0 || typeOf(call) != OptCall) return false;
  const callee = field(call, OptCall_callee);
  const member = typeOf(callee) == OptionalChainingExpression ? chained(callee) : 0;
  if (member == 0 || typeOf(member) != MemberExpression) return false;
  return pathOf(member) == `globalThis.${runtimeGlobal}.site`;
}

function chained(expression: Node): Node {
  return field(expression, OptionalChainingExpression_base);
}
