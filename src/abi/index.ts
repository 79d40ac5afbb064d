/**
 * The names that decorators and emitted code may call. Whatever is compiled against one
 * `abiVersion` keeps working with every runtime of that version.
 */
export const abiVersion = 1;

export type { AnyFunction } from '../base/any-function.ts';
export { runAsyncGenerator } from '../run/async-generator.ts';
export { runAuto } from '../run/auto.ts';
export { runFlow } from '../run/flow.ts';
export { runGenerator } from '../run/generator.ts';
export { runSync } from '../run/sync.ts';
export {
  type Capture,
  type FieldSink,
  type Placement,
  Site,
  type SiteKind,
  type SiteMetadata,
} from '../site/site.ts';
