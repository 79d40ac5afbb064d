import type { Target } from './implementations.ts';

/** What a consumer does with the result. */
export type Nature = 'value' | 'promise' | 'lazy' | 'generator' | 'async generator';

/** One kind of function body. It sees `mode` and `payload`, and what `stage` exports. */
export interface Kind {
  readonly name: string;
  readonly nature: Nature;
  readonly prefix?: 'async ' | '';
  readonly star?: '*' | '';
  readonly declared?: string;
  readonly target?: Target;
  /** Options of the decorator. */
  readonly options?: string;
  readonly body: string;
  /** What the scenario of its nature draws, with `NAME` for the span's name. */
  readonly tree: string;
}

const SYNC_BODY = `
  inner();
  if (mode === 'fail') throw payload;
  return payload;`;

const SYNC_TREE = `
  NAME thread
    inner thread
  between thread
  NAME thread error: "boom"
    inner thread`;

const ASYNC_BODY = `
  inner();
  note('sent', await 'a');
  inner();
  if (mode === 'fail') throw payload;
  return payload;`;

const ASYNC_TREE = `
  NAME async
    inner thread
    inner thread
  between thread
  NAME async error: "boom"
    inner thread
    inner thread
  between thread`;

const PROMISE_TREE = `
  NAME async
    inner thread
  between thread
  NAME async error: "boom"
    inner thread
  between thread`;

const LAZY_TREE = `
  between thread
  NAME async
    inner thread
  between thread
  NAME async error: "boom"
    inner thread`;

const GENERATOR_TREE = `
  between thread
  NAME async
    inner thread
    inner thread
  between thread
  NAME async
    inner thread
  between thread
  NAME async error: "boom"
    inner thread
    inner thread
  NAME async error: "boom"
    inner thread`;

const generatorBody = (wait: string): string => `
  inner();
  try {
    note('sent', ${wait}(yield 1));
  } finally {
    note('left');
  }
  inner();
  if (mode === 'fail') throw payload;
  yield 2;
  return payload;`;

export const KINDS: readonly Kind[] = [
  { name: 'sync', nature: 'value', body: SYNC_BODY, tree: SYNC_TREE },
  {
    name: 'sync by its declared type',
    nature: 'value',
    declared: 'string',
    body: SYNC_BODY,
    tree: SYNC_TREE,
  },
  {
    name: 'sync by option',
    nature: 'value',
    options: `{ kind: 'sync' }`,
    body: SYNC_BODY,
    tree: SYNC_TREE,
  },
  { name: 'async', nature: 'promise', prefix: 'async ', body: ASYNC_BODY, tree: ASYNC_TREE },
  {
    name: 'lowered async',
    nature: 'promise',
    prefix: 'async ',
    target: 'es2016',
    body: ASYNC_BODY,
    tree: ASYNC_TREE,
  },
  returning('promise-returning', 'later(mode, payload)'),
  returning('promise subclass', 'accountLater(mode, payload)'),
  returning('promise with own properties', 'processLater(mode, payload)'),
  // Whose promises are thenables of a foreign make: their spans begin when somebody asks.
  { ...returning('bluebird', 'bluebirdLater(mode, payload)'), tree: LAZY_TREE },
  {
    name: 'lazy thenable',
    nature: 'lazy',
    body: 'return keep(new Query(mode, payload));',
    tree: LAZY_TREE,
  },
  {
    name: 'generator',
    nature: 'generator',
    star: '*',
    body: generatorBody(''),
    tree: GENERATOR_TREE,
  },
  {
    name: 'async generator',
    nature: 'async generator',
    prefix: 'async ',
    star: '*',
    body: generatorBody('await '),
    tree: GENERATOR_TREE,
  },
];

function returning(name: string, made: string): Kind {
  return { name, nature: 'promise', body: `return keep(${made});`, tree: PROMISE_TREE };
}
