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
  propertyName,
  rawString,
  reference,
  span,
  stringLiteral,
  VAR,
} from './code';
import { fresh, own } from './own-names';

/** Where emitted code finds the runtime. */
export enum Source {
  /** `import { enter as _enter } from "spanfn/abi"`. */
  Import,
  /** `const _spanfn = require("spanfn/abi")`, in a script. */
  Require,
  /** `name.enter`, a global. */
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
  'leaveAuto',
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
];

let source: Source = Source.Import;
let globalName: string = '';
let unresolved: u32 = 0;
/** Names of the runtime that are used. */
const used: Array<string> = [] as string[];

export function useRuntime(from: Source, name: string, unresolvedContext: u32): void {
  source = from;
  globalName = name;
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
  reference(own('s'), fresh);
}

export function runtimeReference(name: string): void {
  if (!used.includes(name)) used.push(name);
  if (source == Source.Import) {
    reference(own(name), fresh);
    return;
  }
  memberOf();
  if (source == Source.Global) reference(globalName, unresolved);
  else reference(own('spanfn'), fresh);
  propertyName(name);
}

/** How many statements `bindRuntime` writes. */
export function runtimeBindings(): u32 {
  return source == Source.Global || used.length == 0 ? 0 : 1;
}

/**
 * The import, or the `require`, of what is used. An import seems to stand at `position`, so that a
 * comment that heads the file stays first; 0 if there is none.
 */
export function bindRuntime(isModule: bool, position: u32): void {
  if (runtimeBindings() == 0) return;
  if (isModule) code.tag(source == Source.Import ? 1 : 2);
  if (source == Source.Import) importRuntime(position);
  else requireRuntime();
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
    identifier(own(used[i]), fresh);
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
  declaration(VAR, own('spanfn'), fresh);
  call();
  reference('require', unresolved);
  callArguments(1);
  argument();
  stringLiteral(ABI);
  callEnd();
  declarationEnd();
}
