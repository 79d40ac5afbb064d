import { type Compiler, transform } from './compile.ts';
import type { Program } from './program.ts';

/** Changes code by simple means, in a way that shows. */
type Break = (code: string, program: Program) => string;

const broken = (change: Break): Compiler => ({
  makesSpans: false,
  bare: (program) => transform(program, []),
  instrumented: (program) => change(transform(program, []), program),
});

const replacing = (pattern: RegExp, by: string): Compiler =>
  broken((code) => code.replaceAll(pattern, by));

/** Ways in which tools of this kind break programs; the oracle must notice each. */
export const BROKEN: Readonly<Record<string, Compiler>> = {
  'drops what finally does': replacing(/finally ?\{([^{}]*)\}/g, 'finally {}'),
  'loses a finally that overrides': replacing(/finally ?\{([^{}]*)return [^;]*;/g, 'finally {$1'),
  'adds a tick to every await': replacing(/(?<!for )\bawait (?!using\b)/g, 'await await '),
  'adds a tick to what async functions return': replacing(
    /(async function\*? ?\w*\([^)]*\) \{(?:[^{}]|\{[^{}]*\})*?)return ([^;]+);/g,
    '$1return await (async () => ($2))();',
  ),
  'wraps async functions in sync ones': replacing(
    /^(\s*)async function (f\d+)\(/gm,
    '$1function $2(...args) { return $2_.apply(this, args); } async function $2_(',
  ),
  'loses this': replacing(/odd\.who\(this\)/g, 'odd.who(undefined)'),
  'changes a length': replacing(/function (f\d+)\((\w+)\)/g, 'function $1($2 = undefined)'),
  'changes a name': replacing(/(const f\d+ = )((?:async )?function\b\*? ?)\(/g, '$1$2 renamed('),
  'loses new.target': replacing(/new\.target/g, 'undefined'),
  'copies arguments': replacing(/\barguments\b(?!\])/g, '[]'),
  'wraps errors': replacing(
    /throw (odd\.fault\(\d\))/g,
    'throw new Error("wrapped", { cause: $1 })',
  ),
  'handles every rejection': replacing(/\bvoid (f\d+\([^()]*\));/g, 'void $1.catch(() => {});'),
  'reports a rejection twice': replacing(
    /settle\('(\w+)', (f\d+\([^()]*\))\)/g,
    "settle('$1', odd.keep($2)); void odd.kept().then?.(() => {})",
  ),
  'runs lazy thenables at once': replacing(
    /return odd\.promise\(10\)/g,
    'const lazy = odd.promise(10); lazy.then(() => {}); return lazy',
  ),
  'wraps promises': replacing(/return kept\b/g, 'return kept.then((value) => value)'),
  'never closes generators': replacing(
    /for \(const d of (.+)\) ?\{/g,
    'for (const d of { [Symbol.iterator]() { const it = $1; return { next: () => it.next() }; } }) {',
  ),
};

/** What each function calls when it is entered, for faults that only spans show. */
type Enter = (id: string) => void;

/** Calls `enter` first in every function body, and is otherwise the program itself. */
export function entering(enter: Enter): Compiler {
  return {
    makesSpans: true,
    modules: { enter },
    bare: (program) => transform(program, []),
    instrumented(program) {
      const by = "(require('enter')('$1'), $&)";
      return transform(program, []).replaceAll(/\bentered\('(f\d+)'\)/g, by);
    },
  };
}
