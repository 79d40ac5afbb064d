import {
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  Ident,
  ImportDeclaration,
  ImportDeclaration_source,
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

/** Whether a file went through this plugin before: it has what `bindRuntime` and `declareSites` write. */
export function isInstrumented(items: List): bool {
  for (let i: u32 = 0; i < countOf(items); i++) {
    const node = item(items, i);
    const type = typeOf(node);
    if (type == ImportDeclaration) {
      if (isText(elementAt(field(node, ImportDeclaration_source), 1), ABI)) return true;
    } else if (type == VariableDeclaration && bindsRuntime(node)) return true;
  }
  return false;
}

function bindsRuntime(declaration: Node): bool {
  const declared = field(declaration, VariableDeclaration_declarations);
  for (let i: u32 = 0; i < countOf(declared); i++) {
    const value = field(item(declared, i), VariableDeclarator_init);
    if (value != 0 && (requiresRuntime(value) || callsGlobalSite(value))) return true;
  }
  return false;
}

/** `require("spanfn/abi")`, which a module has too that was compiled to CommonJS. */
function requiresRuntime(value: Node): bool {
  if (typeOf(value) != CallExpression) return false;
  const callee = field(value, CallExpression_callee);
  if (typeOf(callee) != Ident || !isNamed(callee, 'require')) return false;
  const given = field(value, CallExpression_arguments);
  if (countOf(given) != 1) return false;
  const name = field(item(given, 0), ExprOrSpread_expression);
  return literalKind(name) == STRING && literalText(name) == ABI;
}

/** `globalThis.name?.site(…)` */
function callsGlobalSite(value: Node): bool {
  if (runtimeGlobal == '' || typeOf(value) != OptionalChainingExpression) return false;
  const call = field(value, OptionalChainingExpression_base);
  if (typeOf(call) != OptCall) return false;
  const callee = field(call, OptCall_callee);
  if (typeOf(callee) != OptionalChainingExpression) return false;
  return (
    pathOf(field(callee, OptionalChainingExpression_base)) == `globalThis.${runtimeGlobal}.site`
  );
}
