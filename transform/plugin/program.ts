import { directiveCount, spanDirectiveIn } from './analyse/directives';
import { readImports } from './analyse/imports';
import { wasInstrumented } from './analyse/instrumented';
import { readLoggers } from './analyse/log-calls';
import { wantedIn } from './analyse/mentions';
import { declareAlias, declareInterface } from './analyse/types';
import { eachItem } from './ast/children';
import {
  ExportDeclaration,
  ExportDeclaration_declaration,
  ImportDeclaration,
  Module,
  Module_body,
  Program,
  Script_body,
  TsInterfaceDeclaration,
  TsInterfaceDeclaration_id,
  TsTypeAliasDeclaration,
  TsTypeAliasDeclaration_id,
  TsTypeAliasDeclaration_typeAnnotation,
} from './ast/schema';
import { symOf } from './ast/text';
import {
  countOf,
  field,
  firstOf,
  item,
  List,
  listEndOf,
  Node,
  parse,
  parseOutline,
  parseWanted,
  startOf,
  typeOf,
} from './ast/tree';
import { find } from './cbor/find';
import { TAG } from './cbor/major';
import { readUntil } from './cbor/reader';
import { autoConcerns, readConfig, runtimeGlobal } from './config/config';
import { code } from './emit/code';
import { apply, hasEdits, insertFirst } from './emit/edits';
import { chooseNames } from './emit/own-names';
import { lowOfNode, reportAt } from './emit/place';
import { bindRuntime, RUNTIME, runtimeBindings, Source, useRuntime } from './emit/runtime';
import { declareSites, modulePath, nameSites, siteCount, suffix } from './emit/sites';
import { roomBefore, setResult, unresolvedContext } from './host';
import { checkGuards } from './instrument/guards';
import { replaceHead } from './instrument/splice';
import { visit } from './instrument/visit';

/** The letter of `span` that is least frequent. */
const P: u8 = 0x70;

/** Instruments a program and hands it to the host; false if it stays as it is. */
export function instrument(program: usize, length: usize, unresolvedMark: u32): bool {
  // A host that speaks another language than CBOR is not one that we know.
  if (length == 0 || load<u8>(program) >> 5 != TAG) return false;
  readUntil(program + length);
  const isModule = (load<u8>(program) & 31) == 1;
  nameSites(isModule);
  if (!readConfig()) return false;
  readUntil(program + length);
  const isAuto = autoConcerns(modulePath);
  if (!mentionsSpans(program, program + length) && !isAuto) return false;
  const root = isAuto ? parse(Program, program, 0) : parseOutline(program);
  const items = field(root, typeOf(root) == Module ? Module_body : Script_body);
  readImports(items);
  if (!isAuto) parseWanted(wantedIn(items));
  if (readLoggers(items) && !isAuto) parseWanted(wantedIn(items)); // Those have names of their own.
  if (wasInstrumented(items)) return false;
  declareTypes(items);
  chooseNames(program, program + length, RUNTIME);
  useRuntime(sourceFor(isModule), runtimeGlobal, suffix, unresolvedContext(unresolvedMark));
  refuseModuleDirective(items);
  checkGuards(items);
  eachItem(items, visit);
  if (!hasEdits()) return false;
  addBindings(items, isModule);
  const out = apply(program, program + length, roomBefore(length));
  setResult(out.pointer, out.length);
  return true;
}

/** The directive speaks of one function; for a whole file there is an option. */
function refuseModuleDirective(items: List): void {
  const index = spanDirectiveIn(items);
  if (index < 0) return;
  reportAt(
    'SPANFN_NOT_A_FUNCTION',
    "'use span' at the head of a file speaks of no function. Write it first in a function, or name the file in the option auto.include",
    item(items, index),
  );
}

function sourceFor(isModule: bool): Source {
  if (runtimeGlobal != '') return Source.Global;
  return isModule ? Source.Import : Source.Require;
}

/**
 * The import of the runtime stands before the user's own: in a cycle, one of those may call functions
 * of this module, which then run without spans, but not without the runtime. Sites stand behind.
 */
function addBindings(items: List, isModule: bool): void {
  let index = directiveCount(items);
  const first = startOfItem(items, index);
  const head = isImport(items, index) ? lowOfNode(item(items, index)) : 0;
  while (isImport(items, index)) index++;
  const sites = code.length;
  declareSites(isModule); // First, since that uses the runtime.
  if (code.length > sites) insertFirst(startOfItem(items, index), sites);
  const bindings = code.length;
  bindRuntime(isModule, head);
  if (code.length > bindings) insertFirst(first, bindings);
  const added = siteCount() + runtimeBindings();
  if (added > 0) replaceHead(items, countOf(items) + added);
}

function isImport(items: List, index: u32): bool {
  return index < countOf(items) && typeOf(item(items, index)) == ImportDeclaration;
}

function startOfItem(items: List, index: u32): usize {
  return index < countOf(items) ? firstOf(item(items, index)) : listEndOf(items);
}

/** Whether the text of the program, names and strings, has `spanfn` or `use span` anywhere. */
function mentionsSpans(from: usize, until: usize): bool {
  for (let p = find(P, from + 1, until); p < until; p = find(P, p + 1, until)) {
    const at = p - 1;
    if (at + 4 > until || load<u32>(at) != 0x6e617073) continue; // `span`
    if (at + 6 <= until && load<u16>(at, 4) == 0x6e66) return true; // `fn`
    if (at - from >= 4 && load<u32>(at - 4) == 0x20657375) return true; // `use `
  }
  return false;
}

function declareTypes(items: List): void {
  for (let i: u32 = 0; i < countOf(items); i++) {
    const node = item(items, i);
    declareType(
      typeOf(node) == ExportDeclaration ? field(node, ExportDeclaration_declaration) : node,
    );
  }
}

function declareType(node: Node): void {
  const type = typeOf(node);
  if (type == TsTypeAliasDeclaration) {
    const name = symOf(field(node, TsTypeAliasDeclaration_id));
    declareAlias(name, field(node, TsTypeAliasDeclaration_typeAnnotation));
  } else if (type == TsInterfaceDeclaration) {
    declareInterface(symOf(field(node, TsInterfaceDeclaration_id)), startOf(node));
  }
}
