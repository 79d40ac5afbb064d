import type { SpanfnOptions } from './options.ts';
import { type Adapters, adapters } from './unplugin.ts';

export type { SpanfnOptions };

/**
 * Plugin for Vite that instruments the files which have something to instrument.
 *
 * @throws SetupError for a wrong option, or where `unplugin` or `@swc/core` is not installed.
 */
export default function spanfn(options?: SpanfnOptions): ReturnType<Adapters['vite']> {
  return adapters('spanfn/vite').vite(options);
}
