import {
  Ident,
  Ident_value,
  ImportDeclaration,
  ImportDeclaration_source,
  ImportDeclaration_specifiers,
  ImportNamespaceSpecifier,
  ImportNamespaceSpecifier_local,
  ImportSpecifier,
  ImportSpecifier_imported,
  ImportSpecifier_local,
  MemberExpression,
  MemberExpression_object,
  MemberExpression_property,
} from '../ast/schema';
import { bindingOf, symOf } from '../ast/text';
import { countOf, field, item, List, Node, startOf, typeOf, variantOf } from '../ast/tree';
import { areBytes, argument, elementAt, head, isText, next, tagAt, textAt } from '../cbor/reader';

/** What each binding that was imported from `spanfn` is there; `*` for the namespace. */
const bindings: Map<string, string> = new Map<string, string>();
/** The names of those bindings. */
const names: Array<string> = [] as string[];

/** The targets of loggers that the module makes, by their bindings. */
const loggers: Map<string, string> = new Map<string, string>();

/** Reads the imports among the items of a module. */
export function readImports(items: List): void {
  for (let i: u32 = 0; i < countOf(items); i++) {
    const node = item(items, i);
    if (typeOf(node) != ImportDeclaration) continue;
    const source = elementAt(field(node, ImportDeclaration_source), 1);
    if (isText(source, 'spanfn')) readSpecifiers(field(node, ImportDeclaration_specifiers));
  }
}

/** Whether the module has anything of `spanfn`. */
export function importsAny(): bool {
  return bindings.size != 0;
}

/** Whether so many bytes are the name of any such binding, or of a logger. */
export function isImportedName(at: usize, length: u32): bool {
  for (let i = 0; i < names.length; i++) if (areBytes(at, length, unchecked(names[i]))) return true;
  return false;
}

/** What an expression is of what `spanfn` exports: `spanFn`, `span`, …; empty if nothing. */
export function exportedAs(expression: Node): string {
  const type = typeOf(expression);
  if (type == Ident) {
    const name = importedAs(expression);
    return name == '*' ? '' : name;
  }
  if (type != MemberExpression || !importsAny()) return '';
  const object = field(expression, MemberExpression_object);
  const property = field(expression, MemberExpression_property);
  if (typeOf(object) != Ident || typeOf(property) != 0 || variantOf(property) != 1) return '';
  if (importedAs(object) != '*') return '';
  return textAt(elementAt(startOf(property), 1));
}

/** What `bindings` say of an identifier; empty if nothing. */
function importedAs(identifier: Node): string {
  head(field(identifier, Ident_value));
  if (!isImportedName(next, argument)) return ''; // Most have another name: that takes no text.
  const binding = bindingOf(identifier);
  return bindings.has(binding) ? bindings.get(binding) : '';
}

export function isSpanFn(expression: Node): bool {
  return importsAny() && exportedAs(expression) == 'spanFn';
}

/** Remembers the logger that a declaration makes. */
export function bindLogger(identifier: Node, target: string): void {
  loggers.set(bindingOf(identifier), target);
  names.push(symOf(identifier));
}

/** The target of the logger that an identifier is; empty if it is none. */
export function loggerTarget(identifier: Node): string {
  head(field(identifier, Ident_value));
  if (loggers.size == 0 || !isImportedName(next, argument)) return '';
  const binding = bindingOf(identifier);
  return loggers.has(binding) ? loggers.get(binding) : '';
}

function readSpecifiers(specifiers: List): void {
  for (let i: u32 = 0; i < countOf(specifiers); i++) {
    const node = item(specifiers, i);
    if (typeOf(node) == ImportNamespaceSpecifier) {
      bind(field(node, ImportNamespaceSpecifier_local), '*');
    } else if (typeOf(node) == ImportSpecifier) {
      const local = field(node, ImportSpecifier_local);
      bind(local, importedName(node, symOf(local)));
    }
  }
}

function bind(local: Node, exported: string): void {
  bindings.set(bindingOf(local), exported);
  names.push(symOf(local));
}

function importedName(specifier: Node, local: string): string {
  const imported = field(specifier, ImportSpecifier_imported);
  if (load<u8>(imported) == 0x80) return local;
  const variant = tagAt(imported + 1);
  return textAt(elementAt(next, variant == 1 ? 2 : 1));
}
