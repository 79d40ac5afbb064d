import { type Handle, start } from 'spanfn';
import type { Subject } from './subject.ts';

/** Counters of the handle that tell of losses. */
const LOSS = /RingFull$|Oversized$|QueueFull$|Refused$|Rejected$|Exhausted$|Timeout$|Shutdown$/;

let handle: Handle;

/** As a service runs it: with its defaults, and nobody waits for the sidecar. */
export const subject: Subject = {
  start() {
    const url = process.env.OTEL_EXPORTER_OTLP_ENDPOINT as string;
    handle = start({ exporters: [{ type: 'otlp', url }] });
  },
  drain: () => handle.flush(),
  losses(made) {
    const stats = handle.stats();
    const lost = Object.entries(stats).filter(([name, count]) => count > 0 && LOSS.test(name));
    const notPushed = made - (stats.spansPushed as number);
    return { ...Object.fromEntries(lost), ...(notPushed === 0 ? {} : { notPushed }) };
  },
};
