export { type FieldAnnotation, type FieldDecorator, field } from './field.ts';
export type { SpanFnOptions } from './options.ts';
export type { SpanFnPlace } from './place.ts';
export { spanFn } from './span-fn.ts';
export type { SpanFn, SpanFnDecorator } from './types.ts';
