import { getEnvironmentData, isMainThread, threadId } from 'node:worker_threads';
import { SpanFnError } from '../base/errors.ts';
import { badOption, checkOptionNames } from '../base/options.ts';
import { shared } from '../base/shared.ts';
import { Dispatch } from '../dispatch/dispatch.ts';
import { installGlobal, isYielding, refuseSecond } from '../dispatch/installed.ts';
import { parseFilter } from '../site/filter.ts';
import { redact } from '../span/redaction.ts';
import { Attachment } from './attachment.ts';
import { type Handle, Running } from './running.ts';
import { createSampler } from './sampling/sampler.ts';
import type { Invitation } from './sidecar/protocol.ts';

/** How a thread joins. */
export interface AttachOptions {
  /** Default: what the thread that called `start` was given. */
  readonly filter?: string | undefined;
  /**
   * Makes room for a later `attach` or `start` of the program's, as one does that attaches threads
   * which may know nothing of it; default no.
   */
  readonly yields?: boolean | undefined;
}

/** The latest attachment that yields. */
const latest: { yielding?: { readonly dispatch: Dispatch; readonly handle: Handle } } = shared(
  'attached',
  () => ({}),
);

/**
 * Switches spanfn on in a worker thread: its spans go to the sidecar of the thread that called
 * `start` before this one was made.
 *
 * @throws SpanFnError `SPANFN_NO_SIDECAR` where there is none; `SPANFN_BAD_OPTION`,
 * `SPANFN_BAD_FILTER`, `SPANFN_DISPATCHER_SET`
 */
export function attach(options: AttachOptions = {}): Handle {
  checkOptionNames(options, ['filter', 'yields'], 'attach()');
  const { yields = false } = options;
  if (typeof yields !== 'boolean') throw badOption('attach()', 'yields', yields, 'true or false');
  const { yielding } = latest;
  if (yielding !== undefined && isYielding(yielding.dispatch)) {
    if (options.filter !== undefined) yielding.handle.setFilter(options.filter);
    yielding.dispatch.yields = yields;
    return yielding.handle;
  }
  return attachAnew(options, yields);
}

function attachAnew({ filter: directives }: AttachOptions, yields: boolean): Handle {
  const invitation = invited();
  const filter = parseFilter(directives ?? invitation.filter);
  refuseSecond();
  const attachment = new Attachment(invitation);
  const { sink } = attachment;
  const sampler = createSampler(invitation.sampler);
  const dispatch = new Dispatch(attachment, { filter, sink, sampler, yields });
  installGlobal(dispatch);
  redact(invitation.redact);
  const handle = new Running(dispatch, attachment);
  if (yields) latest.yielding = { dispatch, handle };
  return handle;
}

function invited(): Invitation {
  const invitation = isMainThread ? undefined : getEnvironmentData('spanfn');
  if (invitation !== undefined) return invitation as unknown as Invitation;
  throw new SpanFnError('SPANFN_NO_SIDECAR', {
    value: isMainThread ? 'the main thread' : `thread ${threadId}`,
    cause: 'There is no sidecar that this thread could attach to',
    remedy: 'Call start({ exporters: … }) in the main thread before the worker is made.',
  });
}
