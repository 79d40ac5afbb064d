import { BroadcastChannel, getEnvironmentData, isMainThread, threadId } from 'node:worker_threads';
import { wallAnchor } from '../base/clock.ts';
import { SpanFnError } from '../base/errors.ts';
import { checkOptionNames } from '../base/options.ts';
import { Dispatch } from '../dispatch/dispatch.ts';
import { installGlobal, refuseSecond } from '../dispatch/installed.ts';
import { parseFilter } from '../site/filter.ts';
import { redact } from '../span/redaction.ts';
import { Counter } from '../wire/counters.ts';
import { RecordWriter } from '../wire/record-writer.ts';
import { ringBytes } from '../wire/ring.ts';
import { SpanWriter } from '../wire/span-writer.ts';
import { type Handle, Running } from './running.ts';
import { createSampler } from './sampling/sampler.ts';
import { type Call, type Echo, FLUSH_WITHIN, type Invitation } from './sidecar/protocol.ts';

/** How a thread joins. */
export interface AttachOptions {
  /** Default: what the thread that called `start` was given. */
  readonly filter?: string | undefined;
}

/**
 * Switches spanfn on in a worker thread: its spans go to the sidecar of the thread that called
 * `start` before this one was made.
 *
 * @throws SpanFnError `SPANFN_NO_SIDECAR` where there is none; `SPANFN_BAD_OPTION`,
 * `SPANFN_BAD_FILTER`, `SPANFN_DISPATCHER_SET`
 */
export function attach(options: AttachOptions = {}): Handle {
  checkOptionNames(options, ['filter'], 'attach()');
  const invitation = invited();
  const filter = parseFilter(options.filter ?? invitation.filter);
  refuseSecond();
  const ring = new SharedArrayBuffer(ringBytes(invitation.capacityBytes));
  const channel = new BroadcastChannel(invitation.channel);
  channel.unref();
  channel.postMessage({ attach: { ring, threadId, wallAnchor } } satisfies Call);
  const records = new RecordWriter(ring);
  const dispatch = new Dispatch(
    {
      stats: () => ({
        spansPushed: records.counters.get(Counter.SPANS_WRITTEN) + ringFull(records),
        spansRingFull: ringFull(records),
      }),
      flush: () => flushOver(channel),
      close: () => flushOver(channel).then(() => channel.close()),
    },
    { filter, sink: new SpanWriter(records), sampler: createSampler(invitation.sampler) },
  );
  installGlobal(dispatch);
  redact(invitation.redact);
  return new Running(dispatch);
}

function ringFull({ counters }: RecordWriter): number {
  return counters.get(Counter.SPANS_RING_FULL);
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

let flushes = 0;

async function flushOver(channel: BroadcastChannel): Promise<void> {
  const flush = ++flushes;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, FLUSH_WITHIN);
    channel.ref();
    channel.onmessage = (event) => {
      const echo = (event as MessageEvent).data as Call | Echo;
      if (!('flushed' in echo) || echo.threadId !== threadId || echo.flushed < flush) return;
      clearTimeout(timer);
      resolve();
    };
    channel.postMessage({ flush, within: FLUSH_WITHIN, threadId } satisfies Call);
  });
  channel.unref();
}
