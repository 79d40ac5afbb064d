import type { Syntax } from './implementations.ts';
import type { Kind } from './kinds.ts';

/** A place where a function stands, and how it is instrumented there. */
export interface Form {
  readonly name: string;
  readonly syntax: readonly Syntax[];
  /** The name of its spans. */
  readonly label: string;
  /** Statements that declare `create`, `act`, `functionOf` and `owners`. */
  source(kind: Kind): string;
}

const PARAMETERS = `mode: any, payload: any = 'a default'`;
const INSIDE = `note('arguments', arguments.length, 'this', who(this));`;

const asMethod = ({ prefix = '', star = '', declared = 'any', body }: Kind, name: string): string =>
  `${prefix}${star}${name}(${PARAMETERS})${star ? '' : typed(prefix, declared)} { ${INSIDE}${body} }`;

const asFunction = ({ prefix = '', star = '', body }: Kind, name = ''): string =>
  `${prefix}function${star} ${name}(this: any, ${PARAMETERS}) { ${INSIDE}${body} }`;

const asArrow = ({ prefix = '', body }: Kind): string =>
  `${prefix}(${PARAMETERS}) => { note('this', who(this));${body} }`;

const typed = (prefix: string, type: string): string =>
  prefix === '' ? `: ${type}` : `: Promise<${type}>`;

const TAG = `tag = 'cart';`;
const INSTANCE = `
  const create = () => new Cart();
  const act = (self: any, ...args: any[]) => self.run(...args);
  const owners = (self: any) => [self, Cart.prototype, Cart];`;
const FIELD = `
  const create = () => new Cart();
  const act = (self: any, ...args: any[]) => self.run(...args);
  const owners = (self: any) => [self, Cart];`;
const STATIC = `
  const create = () => Cart;
  const act = (self: any, ...args: any[]) => self.run(...args);
  const functionOf = (self: any) => self.run;
  const owners = (self: any) => [Cart.prototype, Cart];`;
const PLAIN = `
  const create = () => ({ tag: 'object', run });
  const act = (self: any, ...args: any[]) => self.run(...args);
  const functionOf = (self: any) => self.run;
  const owners = (self: any) => [];`;
const OF_SELF = 'const functionOf = (self: any) => self.run;';
const GETTER = `
  const create = () => new Cart();
  const act = (self: any, mode: any, payload: any) => ((self.input = { mode, payload }), self.run);
  const functionOf = (self: any) => Object.getOwnPropertyDescriptor(Cart.prototype, 'run')!.get;
  const owners = (self: any) => [self, Cart.prototype, Cart];`;
const PRIVATE = `
  const create = () => new Cart();
  const act = (self: any, ...args: any[]) => self.act(...args);
  const functionOf = (self: any) => self.peek();
  const owners = (self: any) => [self, Cart.prototype, Cart];`;
const OPEN =
  'act(...args: any) { return (this as any).#run(...args); } peek() { return this.#run; }';

const DECORATORS = ['legacy', 'standard'] as const;

const DECORATED: readonly Form[] = [
  {
    name: 'method',
    syntax: DECORATORS,
    label: 'Cart.run',
    source: (kind) =>
      `class Cart { ${TAG} @spanFn ${asMethod(kind, 'run')} } ${INSTANCE} ${OF_SELF}`,
  },
  {
    name: 'static',
    syntax: DECORATORS,
    label: 'Cart.run',
    source: (kind) =>
      `class Cart { static ${TAG} @spanFn static ${asMethod(kind, 'run')} } ${STATIC}`,
  },
  {
    name: 'private',
    syntax: ['standard'],
    label: 'Cart.#run',
    source: (kind) => `class Cart { ${TAG} @spanFn ${asMethod(kind, '#run')} ${OPEN} } ${PRIVATE}`,
  },
  {
    name: 'getter',
    syntax: DECORATORS,
    label: 'Cart.get run',
    source: ({ body, declared = 'any' }) => `class Cart { ${TAG} input: any;
      @spanFn get run(): ${declared} { const { mode, payload } = this.input; ${body} } } ${GETTER}`,
  },
  {
    name: 'accessor',
    syntax: ['standard'],
    label: 'Cart.run',
    source: (kind) =>
      `class Cart { ${TAG} @spanFn accessor run: any = ${asFunction(kind)} } ${INSTANCE} ${OF_SELF}`,
  },
  {
    // `calling.test.ts` says what the legacy syntax leaves on the prototype.
    name: 'arrow field',
    syntax: DECORATORS,
    label: 'Cart.run',
    source: (kind) => `class Cart { ${TAG} @spanFn run = ${asArrow(kind)} } ${FIELD} ${OF_SELF}`,
  },
  {
    name: 'class',
    syntax: DECORATORS,
    label: 'Cart.run',
    source: (kind) =>
      `@spanFn class Cart { ${TAG} ${asMethod(kind, 'run')} } ${INSTANCE} ${OF_SELF}`,
  },
];

const WRAPPED: readonly Form[] = [
  {
    name: 'method',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) => `class Cart { ${TAG} ${asMethod(kind, 'run')} }
      Object.defineProperty(Cart.prototype, 'run', { value: spanFn(Cart.prototype.run) });
      ${INSTANCE} ${OF_SELF}`,
  },
  {
    name: 'static',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) => `class Cart { static ${TAG} static ${asMethod(kind, 'run')} }
      Object.defineProperty(Cart, 'run', { value: spanFn(Cart.run) }); ${STATIC}`,
  },
  {
    name: 'private',
    syntax: ['wrapper'],
    label: '#run',
    source: (
      kind,
    ) => `class Cart { ${TAG} #run: any = spanFn('#run', ${asFunction(kind)}); ${OPEN} }
      ${PRIVATE}`,
  },
  {
    name: 'getter',
    syntax: ['wrapper'],
    label: 'get run',
    source: ({ body }) => `class Cart { ${TAG} input: any;
      get run(): any { const { mode, payload } = this.input; ${body} } }
      const { get } = Object.getOwnPropertyDescriptor(Cart.prototype, 'run')!;
      Object.defineProperty(Cart.prototype, 'run', { get: spanFn('get run', get!) }); ${GETTER}`,
  },
  {
    name: 'accessor',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) =>
      `class Cart { ${TAG} accessor run: any = spanFn('run', ${asFunction(kind)}) }
      ${INSTANCE} ${OF_SELF}`,
  },
  {
    name: 'arrow field',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) =>
      `class Cart { ${TAG} run = spanFn('run', ${asArrow(kind)}) } ${INSTANCE} ${OF_SELF}`,
  },
  {
    name: 'class',
    syntax: ['wrapper'],
    label: 'Cart.run',
    source: (kind) =>
      `class Cart { ${TAG} ${asMethod(kind, 'run')} } spanFn(Cart); ${INSTANCE} ${OF_SELF}`,
  },
  {
    name: 'function',
    syntax: ['wrapper'],
    label: 'bill',
    source: (kind) => `${asFunction(kind, 'bill')} const run = spanFn(bill); ${PLAIN}`,
  },
  {
    name: 'function expression',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) => `const run = spanFn('run', ${asFunction(kind)}); ${PLAIN}`,
  },
  {
    name: 'arrow function',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) =>
      `const run = (function (this: any) { return spanFn('run', ${asArrow(kind)}); }).call(undefined);
      ${PLAIN}`,
  },
  {
    name: 'object method',
    syntax: ['wrapper'],
    label: 'run',
    source: (kind) => `const { run: own } = { ${asMethod(kind, 'run')} };
      const run = spanFn(own as any); ${PLAIN}`,
  },
  {
    name: 'constructor',
    syntax: ['wrapper'],
    label: 'Cart',
    source: (kind) => `${asFunction(kind, 'Cart')} const Traced: any = spanFn(Cart);
      const create = () => Traced;
      const act = (self: any, ...args: any[]) => new self(...args);
      const functionOf = (self: any) => self;
      const owners = (self: any) => [Cart.prototype];`,
  },
];

export const FORMS: readonly Form[] = [...DECORATED, ...WRAPPED];
