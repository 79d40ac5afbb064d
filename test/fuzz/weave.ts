import type { Compiler } from './compile.ts';
import { transform } from './compile.ts';
import { type FunctionFacts, type FunctionKind, functionsOf, type Printer, print } from './tree.ts';

const ENTER: Readonly<Record<FunctionKind, string>> = {
  sync: 'Auto',
  async: 'Async',
  generator: 'Generator',
  'async generator': 'AsyncGenerator',
};

/** The emitted code as it is specified, printed from the tree: what the plugin is to agree with. */
const WOVEN: Printer = {
  body(pieces, { facts }) {
    const { isExpression, movable } = facts as FunctionFacts;
    if (isExpression)
      return `{ ${spanned(facts as FunctionFacts, `return $r($s, ${pieces.join('')});`)} }`;
    const [open, directives, ...rest] = pieces;
    const body = rest.slice(0, -1).join('');
    const inner = movable
      ? spanned(facts as FunctionFacts, body)
      : `const $s = null, $r = $abi.${returning(facts as FunctionFacts)}; ${body}`;
    return `${open}${directives}${inner}}`;
  },
  return: (pieces) =>
    pieces.length < 3 ? pieces.join('') : `return $r($s, ${pieces.slice(1, -1).join('')});`,
  await: (pieces) => `$abi.resume($s, await $abi.suspend($s, ${inner(pieces)}))`,
  yield: (pieces) => `$abi.resume($s, (yield $abi.suspend($s, ${inner(pieces)})))`,
  delegate: (pieces) => `$abi.resume($s, (yield* $abi.delegate($s, ${inner(pieces)})))`,
  catch: resumed,
  finally: resumed,
  'await using': disposed,
  'for await'(pieces, { pieces: nodes }) {
    const at = nodes.findIndex((piece) => typeof piece !== 'string');
    const head = pieces.slice(0, at).join('');
    const [over, ...rest] = pieces.slice(at);
    const loop = rest.join('').replace('{', '{ $abi.resume($s);');
    return `${head}$abi.iterate($s, ${over})${loop}\n$abi.resume($s);`;
  },
};

/** Leaving the block awaits. */
function disposed([open, declared, line, rest]: readonly string[]): string {
  return `${open}${declared}${line}try {\n${rest}} finally { $abi.suspend($s); } }\n$abi.resume($s);`;
}

const inner = (pieces: readonly string[]): string => pieces.slice(1, -1).join('') || 'undefined';

function resumed(pieces: readonly string[]): string {
  return pieces.join('').replace('{', '{ $abi.resume($s);');
}

const returning = ({ kind }: FunctionFacts): string =>
  kind === 'async generator' ? 'suspend' : 'returned';

function spanned(facts: FunctionFacts, body: string): string {
  const suffix = ENTER[facts.kind];
  const leave = suffix === 'Auto' ? 'leave' : `leave${suffix}`;
  return `const $s = $site_${facts.id}?.on ? $abi.enter${suffix}($site_${facts.id}, undefined) : null, $r = $abi.${returning(facts)};
try {\n${body}} catch ($e) { $abi.fail($s, $e); throw $e; } finally { $abi.${leave}($s); }`;
}

/** Instruments by the specification, without the plugin. */
export const woven: Compiler = {
  makesSpans: true,
  bare: (program) => transform(program, []),
  instrumented(program) {
    const sites = functionsOf(program.tree).map(
      ({ id, kind }) =>
        `$site_${id} = $abi.site({ name: '${id}', kind: '${kind === 'sync' ? 'auto' : kind}', target: 'program.js', line: 1, column: 1 })`,
    );
    const head = ["$abi = require('spanfn/abi'), $s = null", ...sites].join(',\n');
    const source = `var ${head};\n${print(program.tree, WOVEN).replace(/^#!.*/, '')}`;
    return transform({ ...program, source }, []);
  },
};
