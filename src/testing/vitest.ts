import { expect } from 'vitest';
import { type SpanMatchers, spanMatchers } from './matchers.ts';

expect.extend(spanMatchers);

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the signature that Vitest declares.
  interface Matchers<T = any> extends SpanMatchers<void> {}
}

export type { SpanMatchers } from './matchers.ts';
