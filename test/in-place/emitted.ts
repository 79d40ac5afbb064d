import * as abi from 'spanfn/abi';
import type { Program } from '../contract/program.ts';

type Emitted = Parameters<typeof abi.site>[0];

/** Ends of the names of `enter…` and `leave…`, by kind. */
const ENDINGS: Readonly<Record<Exclude<abi.SiteKind, 'event'>, string>> = {
  sync: '',
  auto: 'Auto',
  promise: 'Auto',
  async: 'Async',
  generator: 'Generator',
  'async generator': 'AsyncGenerator',
};

/** What each mark around an expression stands for: bare, and as the compiler emits it. */
const WRAPPED: Readonly<Record<string, readonly [bare: string, emitted: string]>> = {
  await: ['(await ($))', '_resume(_s, await _suspend(_s, $))'],
  yield: ['(yield ($))', '_resume(_s, yield _suspend(_s, $))'],
  'yield*': ['(yield* $)', '_resume(_s, yield* _delegate(_s, $))'],
  // In a generator, whose delegate knows by itself when it is over.
  delegate: ['(yield* $)', '(yield* _delegate(_s, $))'],
  of: ['of $', 'of _iterate(_s, $)'],
  return: ['return ($)', 'return _returned(_s, $)'],
  // Where nothing of the body follows.
  leave: ['return ($)', 'return _leaveWith(_s, $)'],
  // In an async generator, whose `return` awaits.
  answer: ['return ($)', 'return _suspend(_s, _returned(_s, $))'],
};

const CATCH = '} catch (_e) { _fail(_s, _e); throw _e; } finally { ';
const CATCH_ALONE = '} catch (_e) { throw _leaveFailed(_s, _e); }';

/**
 * Turns source with marks into the bare functions and into what the compiler emits for them.
 * `«kind name»` opens an instrumented body and `«end»` closes it, or `«left»` where all returns are
 * `leave⟨x⟩`; `await⟨x⟩`, `yield⟨x⟩`,
 * `yield*⟨x⟩`, `delegate⟨x⟩`, `of⟨x⟩`, `return⟨x⟩` are the expressions that it touches, and `⟨⟩` stands at the
 * beginning of a block to which a suspended body may return.
 */
export function emit<Module>(
  source: string,
  props: object = {},
  metadata: Partial<Emitted> = {},
): Program<Module> {
  const sites: Record<string, abi.Site> = {};
  const names = Object.entries(abi).map(([name, value]) => [`_${name}`, value]);
  const scope = { ...props, ...Object.fromEntries(names), _sites: sites };
  const evaluate = (body: string): Module =>
    new Function(...Object.keys(scope), `'use strict'; ${body}`)(...Object.values(scope)) as Module;
  const emitted = unwrap(source, 1).replaceAll('⟨⟩', '_resume(_s);');
  return {
    bare: evaluate(unwrap(source, 0).replaceAll('⟨⟩', '').replace(/«.*?»/g, '')),
    instrumented: evaluate(fillBodies(emitted, sites, metadata)),
  } as Program<Module>;
}

function unwrap(source: string, form: 0 | 1): string {
  const innermost = /\b(await|yield\*?|delegate|of|return|leave|answer)⟨([^⟨⟩]+)⟩/g;
  const next = source.replace(innermost, (_, mark, inner) =>
    WRAPPED[mark]![form].replace('$', () => inner),
  );
  return next === source ? next : unwrap(next, form);
}

function fillBodies(
  source: string,
  sites: Record<string, abi.Site>,
  metadata: Partial<Emitted>,
): string {
  const open: string[] = [];
  const args = metadata.args === undefined ? '' : ', arguments';
  return source.replace(/«(?:end|(left)|(\w+|async generator) (\S+))»/g, (_, left, kind, name) => {
    if (left !== undefined) {
      open.pop();
      return CATCH_ALONE;
    }
    if (kind === undefined) return `${CATCH}_leave${open.pop()}(_s); }`;
    const ending = ENDINGS[kind as keyof typeof ENDINGS];
    open.push(ending === 'Auto' ? '' : ending); // Both leave alike.
    sites[name] = abi.site({ name, kind, target: 'src/shop.ts', line: 1, column: 1, ...metadata });
    const enter = `_enter${ending}(_sites['${name}'], this${args})`;
    return `const _s = _sites['${name}']?.on ? ${enter} : null; try {`;
  });
}
