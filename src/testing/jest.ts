import type {} from 'expect';
import { type SpanMatchers, spanMatchers } from './matchers.ts';

declare const expect: { extend(matchers: typeof spanMatchers): void };

expect.extend(spanMatchers);

declare global {
  namespace jest {
    interface Matchers<R> extends SpanMatchers<R> {}
  }
}

declare module 'expect' {
  interface Matchers<R> extends SpanMatchers<R> {}
}

export type { SpanMatchers } from './matchers.ts';
