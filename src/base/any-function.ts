// biome-ignore lint/suspicious/noExplicitAny: any function at all can be run.
export type AnyFunction = (...args: any[]) => any;
