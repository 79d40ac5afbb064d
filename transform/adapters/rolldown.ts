import type { SpanfnOptions } from './options.ts';
import { type Adapters, adapters } from './unplugin.ts';

export type { SpanfnOptions };

/**
 * Plugin for Rolldown that instruments the files which have something to instrument.
 *
 * @throws SetupError for a wrong option, or where `unplugin` or `@swc/core` is not installed.
 */
export default function spanfn(options?: SpanfnOptions): ReturnType<Adapters['rolldown']> {
  return adapters('spanfn/rolldown').rolldown(options);
}
