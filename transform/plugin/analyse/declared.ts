import { eachChild, eachOwnChild } from '../ast/children';
import {
  AssignmentPattern,
  AssignmentPattern_left,
  AssignmentPatternProperty,
  AssignmentPatternProperty_key,
  BindingIdent,
  BindingIdent_id,
  ClassDeclaration,
  ClassDeclaration_identifier,
  Function_body,
  FunctionDeclaration,
  FunctionDeclaration_function,
  FunctionDeclaration_identifier,
  KeyValuePatternProperty,
  KeyValuePatternProperty_value,
  Parameter,
  Parameter_pat,
  TsEnumDeclaration,
  UsingDeclaration,
  UsingDeclaration_decls,
  VariableDeclaration,
  VariableDeclaration_declarations,
  VariableDeclaration_kind,
  VariableDeclarator_id,
} from '../ast/schema';
import { symOf } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { uintAt } from '../cbor/reader';
import { VAR } from '../emit/code';

let names: Set<string> = new Set<string>();

/** All names that patterns, such as parameters, bind. */
export function namesIn(patterns: List): Set<string> {
  names = new Set<string>();
  for (let i: u32 = 0; i < countOf(patterns); i++) bind(item(patterns, i));
  return names;
}

/** All names that `var` declares in a body: they are the function's, however deep they stand. */
export function varsIn(body: Node): Set<string> {
  names = new Set<string>();
  findVars(body);
  return names;
}

/** All names that `let`, `const`, `using` and `class` declare in a list of statements. */
export function lexicalsIn(statements: List): Set<string> {
  names = new Set<string>();
  for (let i: u32 = 0; i < countOf(statements); i++) {
    const statement = item(statements, i);
    if (isLexical(statement)) bindDeclared(statement);
  }
  return names;
}

/** All names of the functions that a list of statements declares. */
export function functionsIn(statements: List): Set<string> {
  names = new Set<string>();
  for (let i: u32 = 0; i < countOf(statements); i++) {
    const statement = item(statements, i);
    if (isFunctionDeclaration(statement)) names.add(functionName(statement));
  }
  return names;
}

/** Whether a statement declares something for its block alone. */
export function isLexical(statement: Node): bool {
  const type = typeOf(statement);
  if (type == ClassDeclaration || type == UsingDeclaration || type == TsEnumDeclaration)
    return true;
  return type == VariableDeclaration && uintAt(field(statement, VariableDeclaration_kind)) != VAR;
}

/** Whether a statement declares a function, and not just one of its signatures. */
export function isFunctionDeclaration(statement: Node): bool {
  if (typeOf(statement) != FunctionDeclaration) return false;
  return field(field(statement, FunctionDeclaration_function), Function_body) != 0;
}

export function functionName(statement: Node): string {
  return symOf(field(statement, FunctionDeclaration_identifier));
}

function findVars(node: Node): void {
  if (typeOf(node) == VariableDeclaration && !isLexical(node)) bindDeclared(node);
  eachOwnChild(node, findVars);
}

function bindDeclared(statement: Node): void {
  const type = typeOf(statement);
  if (type == ClassDeclaration) {
    names.add(symOf(field(statement, ClassDeclaration_identifier)));
    return;
  }
  if (type == TsEnumDeclaration) return; // A compiler makes a variable of it, and may do so beside others.
  const list = field(
    statement,
    type == UsingDeclaration ? UsingDeclaration_decls : VariableDeclaration_declarations,
  );
  for (let i: u32 = 0; i < countOf(list); i++) bind(field(item(list, i), VariableDeclarator_id));
}

/** What a pattern binds, without what its defaults and computed keys do inside. */
function bind(pattern: Node): void {
  switch (typeOf(pattern)) {
    case BindingIdent:
      names.add(symOf(field(pattern, BindingIdent_id)));
      return;
    case Parameter:
      bind(field(pattern, Parameter_pat));
      return;
    case AssignmentPattern:
      bind(field(pattern, AssignmentPattern_left));
      return;
    case KeyValuePatternProperty:
      bind(field(pattern, KeyValuePatternProperty_value));
      return;
    case AssignmentPatternProperty:
      bind(field(pattern, AssignmentPatternProperty_key));
      return;
    default:
      eachChild(pattern, bind);
  }
}
