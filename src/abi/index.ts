/**
 * The names that decorators and emitted code may call. Whatever is compiled against one
 * `abiVersion` keeps working with every runtime of that version.
 */
export const abiVersion = 1;

export type { AnyFunction } from '../base/any-function.ts';
export { emitGiven as log, emitKnown as event } from '../log/emitted.ts';
export { runAsyncGenerator } from '../run/async-generator.ts';
export { runAuto } from '../run/auto.ts';
export { runFlow } from '../run/flow.ts';
export { runGenerator } from '../run/generator.ts';
export { enterAsync, leaveAsync } from '../run/in-place/async.ts';
export { enterAsyncGenerator, leaveAsyncGenerator } from '../run/in-place/async-generator.ts';
export { enterAuto } from '../run/in-place/auto.ts';
export { delegate } from '../run/in-place/delegate.ts';
export { enterGenerator, leaveGenerator } from '../run/in-place/generator.ts';
export { iterate } from '../run/in-place/iterate.ts';
export { leave, leaveFailed, leaveWith } from '../run/in-place/leave.ts';
export { fail, returned } from '../run/in-place/outcome.ts';
export { resume, suspend } from '../run/in-place/suspension.ts';
export { enter } from '../run/in-place/sync.ts';
export { runSync } from '../run/sync.ts';
export {
  type Capture,
  type FieldSink,
  type Placement,
  Site,
  type SiteKind,
  type SiteMetadata,
} from '../site/site.ts';
export { type EmittedSite, site } from './site.ts';
