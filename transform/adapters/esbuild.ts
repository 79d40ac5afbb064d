import type { SpanfnOptions } from './options.ts';
import { type Adapters, adapters } from './unplugin.ts';

export type { SpanfnOptions };

/**
 * Plugin for esbuild that instruments the files which have something to instrument.
 *
 * @throws SetupError for a wrong option, or where `unplugin` or `@swc/core` is not installed.
 */
export default function spanfn(options?: SpanfnOptions): ReturnType<Adapters['esbuild']> {
  return adapters('spanfn/esbuild').esbuild(options);
}
