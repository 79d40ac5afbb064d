import {
  argument,
  call,
  callArguments,
  callEnd,
  code,
  declaration,
  declarationEnd,
  identifier,
  memberOf,
  nullish,
  object,
  property,
  propertyName,
  rawString,
  reference,
  secondOf,
  span,
  stringLiteral,
  VAR,
} from './code';
import { fresh, own, ownError, ownSpan } from './own-names';

/** Where emitted code finds the runtime. */
export enum Source {
  /** `import { enter as _enter } from "spanfn/abi"`. */
  Import,
  /** `const _spanfn = require("spanfn/abi")`, in a script. */
  Require,
  /** `var _spanfn = globalThis.name ?? { … }`, which does nothing where there is no such global. */
  Global,
}

export const ABI: string = 'spanfn/abi';

/** All that emitted code may call: names that the runtime's `abi` has, as a test compares. */
export const RUNTIME: string[] = [
  'site',
  'enter',
  'leave',
  'leaveWith',
  'leaveFailed',
  'enterAuto',
  'enterAsync',
  'leaveAsync',
  'enterGenerator',
  'leaveGenerator',
  'enterAsyncGenerator',
  'leaveAsyncGenerator',
  'suspend',
  'resume',
  'iterate',
  'delegate',
  'returned',
  'fail',
  'event',
  'log',
];

let source: Source = Source.Import;
let globalName: string = '';
/** Variable that holds the runtime where it is not imported. */
let variable: string = '';
let unresolved: u32 = 0;
/** Names of the runtime that are used, and what the program calls them. */
const used: Array<string> = [] as string[];
const usedAs: Array<string> = [] as string[];

/** `suffix` is that of all variables which this file alone may declare. */
export function useRuntime(
  from: Source,
  name: string,
  suffix: string,
  unresolvedContext: u32,
): void {
  source = from;
  globalName = name;
  variable = own(`spanfn${suffix}`);
  unresolved = unresolvedContext;
}

/** A name of the user's realm, such as `arguments`. */
export function realmReference(name: string): void {
  reference(name, unresolved);
}

/** A call of a runtime function with so many arguments, each to follow `argument()`. */
export function callRuntime(name: string, count: u32): void {
  call();
  runtimeReference(name);
  callArguments(count);
}

/** The same, with the span of the function as its first argument. */
export function callWithSpan(name: string, count: u32): void {
  callRuntime(name, count);
  argument();
  reference(ownSpan, fresh);
}

export function runtimeReference(name: string): void {
  let index = used.indexOf(name);
  if (index < 0) {
    index = used.push(name) - 1;
    usedAs.push(own(name));
  }
  if (source == Source.Import) {
    reference(usedAs[index], fresh);
    return;
  }
  memberOf();
  reference(variable, fresh);
  propertyName(name);
}

/** How many statements `bindRuntime` writes. */
export function runtimeBindings(): u32 {
  return used.length == 0 ? 0 : 1;
}

/**
 * The import, or the declaration, of what is used. An import seems to stand at `position`, so that a
 * comment that heads the file stays first; 0 if there is none.
 */
export function bindRuntime(isModule: bool, position: u32): void {
  if (runtimeBindings() == 0) return;
  if (isModule) code.tag(source == Source.Import ? 1 : 2);
  if (source == Source.Import) {
    importRuntime(position);
    return;
  }
  declaration(VAR, variable, fresh);
  if (source == Source.Require) requireRuntime();
  else readGlobal();
  declarationEnd();
}

function importRuntime(position: u32): void {
  code.tag(1);
  code.array(6);
  code.array(2);
  code.uint(position);
  code.uint(position);
  code.array(used.length);
  for (let i = 0; i < used.length; i++) {
    code.tag(1);
    code.array(4);
    span();
    identifier(usedAs[i], fresh);
    code.array(1);
    code.tag(1);
    identifier(used[i], 0);
    code.bool(false);
  }
  rawString(ABI);
  code.bool(false);
  code.none();
  code.uint(1);
}

function requireRuntime(): void {
  call();
  reference('require', unresolved);
  callArguments(1);
  argument();
  stringLiteral(ABI);
  callEnd();
}

/** Without the runtime there are no spans, and what values go through gives them back. */
function readGlobal(): void {
  nullish();
  memberOf();
  realmReference('globalThis');
  propertyName(globalName);
  object(used.length);
  for (let i = 0; i < used.length; i++) {
    property(used[i]);
    secondOf(ownSpan, ownError, fresh);
  }
}
