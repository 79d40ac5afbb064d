import type { Level } from '../src/base/level.ts';
import type { SpanReference } from '../src/span/span.ts';

// biome-ignore lint/suspicious/noExplicitAny: the default of a type parameter that takes all.
type Any = any;

/**
 * How `@spanFn` records a function. Functions given here run inside the traced call, with its
 * `this`; one that throws is counted, and the call goes on.
 */
export interface SpanFnOptions<Args extends readonly unknown[] = Any, Result = Any> {
  /** Default `Class.method`, or the name of the function. On a class: stands for the class's. */
  readonly name?: string | undefined;
  /** Default `info`. */
  readonly level?: Level | undefined;
  /** What filters match; default the path of the module. */
  readonly target?: string | undefined;
  /**
   * How the function runs, where it cannot be seen: `sync` never returns a promise (the cheapest),
   * `async` returns a new promise each call, `auto` may return anything.
   */
  readonly kind?: 'sync' | 'async' | 'auto' | undefined;
  /**
   * Arguments to record: a name for each position (null skips one), or a function to fields. Those
   * that a call leaves out at the end, or gives as undefined there, are no fields.
   */
  readonly args?: readonly (string | null)[] | ((...args: Args) => object) | undefined;
  /** Record what is returned or resolved: as field `result`, by another name, or as fields. */
  readonly result?: boolean | string | ((result: Result) => object) | undefined;
  /** Fields of every span, or a function to them. */
  readonly fields?: object | ((...args: Args) => object) | undefined;
  /** Whether an error marks the span failed; default each does. */
  readonly error?: ((error: unknown) => boolean) | undefined;
  /** Names of fields whose values are not recorded, at any depth. */
  readonly redact?: readonly string[] | undefined;
  /** Start a new trace with each call. */
  readonly root?: boolean | undefined;
  /** Hang below this span instead of the current one. */
  readonly parent?:
    | SpanReference
    | ((...args: Args) => SpanReference | null | undefined)
    | undefined;
  /** Other spans that this one has to do with. */
  readonly links?:
    | readonly SpanReference[]
    | ((...args: Args) => readonly SpanReference[])
    | undefined;
  /** On a class: methods to leave alone. */
  readonly exclude?: readonly (string | symbol | RegExp)[] | undefined;
}
