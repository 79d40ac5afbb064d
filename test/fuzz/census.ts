import { types } from 'node:util';
import { stateOf } from '../../src/run/promise-state.ts';
import { transform } from './compile.ts';
import type { Program } from './program.ts';
import type { Outcome } from './run-program.ts';
import { runProgram } from './run-program.ts';
import { type FunctionKind, functionsOf, type Printer, print } from './tree.ts';

/** What a function's calls came to, told without spans. */
export interface Count {
  calls: number;
  /** Calls that have not ended: suspended for good, or their promise is still pending. */
  open: number;
  /** A call gave a thenable, whose work may start later, or never. */
  vague: boolean;
}

export interface Census {
  readonly outcome: Outcome;
  readonly counts: ReadonlyMap<string, Count>;
}

interface Call {
  readonly id: string;
  left: boolean;
  returned: unknown;
}

/** Counts calls in place, in `try` and `finally` alone: no tick is added and no closure made. */
const COUNTING: Printer = {
  body(pieces, { facts }) {
    const { id = '', movable = false, isExpression = false } = facts ?? {};
    if (isExpression)
      return `{ ${counted(id, `return $census.returned($c, ${pieces.join('')});`)} }`;
    const [open, directives, ...rest] = pieces;
    const body = rest.slice(0, -1).join('');
    return `${open}${directives}${movable ? counted(id, body) : `const $c = null; ${body}`}}`;
  },
  return: (pieces) =>
    pieces.length < 3
      ? pieces.join('')
      : `return $census.returned($c, ${pieces.slice(1, -1).join('')});`,
};

const counted = (id: string, body: string): string =>
  `const $c = $census.enter('${id}'); try {\n${body}} finally { $census.leave($c); }`;

/** Runs a program and counts the calls of its functions. */
export async function takeCensus(program: Program): Promise<Census> {
  const calls: Call[] = [];
  const census = {
    enter(id: string): Call {
      const call: Call = { id, left: false, returned: undefined };
      calls.push(call);
      return call;
    },
    leave(call: Call): void {
      call.left = true;
    },
    returned<T>(call: Call | null, value: T): T {
      if (call !== null) call.returned = value;
      return value;
    },
  };
  const source = print(program.tree, COUNTING).replace(/^#!.*/, '');
  const code = transform({ ...program, source: `const $census = require('census');${source}` }, []);
  const outcome = await runProgram(program, code, { recorded: false, modules: { census } });
  const counts = new Map<string, Count>();
  const kinds = new Map(functionsOf(program.tree).map(({ id, kind }) => [id, kind]));
  for (const call of calls) add(counts, call, kinds.get(call.id) ?? 'sync');
  return { outcome, counts };
}

function add(counts: Map<string, Count>, { id, left, returned }: Call, kind: FunctionKind): void {
  const count = counts.get(id) ?? { calls: 0, open: 0, vague: false };
  counts.set(id, count);
  count.calls++;
  // A generator hands over what it returns as it is; an async one has awaited it by then.
  const hasSettled = kind.endsWith('generator') || !isPending(returned);
  if (!left || !hasSettled) count.open++;
  if (isOddThenable(returned)) count.vague = true;
}

function isPending(value: unknown): boolean {
  return types.isPromise(value) && stateOf(value).status === 'pending';
}

function isOddThenable(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return types.isProxy(value) || (!types.isPromise(value) && 'then' in value);
}
