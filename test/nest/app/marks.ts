import type { SpanFn } from 'spanfn';

/*
 * Where `@spanFn` may stand. The application is written once, with these marks; they are never
 * run. `harness/compile.ts` puts `@spanFn` in place of some and nothing in place of the others.
 */

/** On a handler, above all that Nest decorates it with. */
export declare const handlerAbove: SpanFn;
/** On a handler, among what Nest decorates it with. */
export declare const handlerBetween: SpanFn;
/** On a handler, below all that Nest decorates it with. */
export declare const handlerBelow: SpanFn;
/** On a method of a service or a repository. */
export declare const layer: SpanFn;
/** On the method by which Nest calls a guard, an interceptor, a pipe, a filter, a middleware. */
export declare const enhancer: SpanFn;
/** On a class, above `@Controller`, `@Injectable` or `@Catch`. */
export declare const classAbove: SpanFn;
/** On a class, below it. */
export declare const classBelow: SpanFn;
