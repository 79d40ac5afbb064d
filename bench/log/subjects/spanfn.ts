import { type ExporterOptions, type Handle, start } from 'spanfn';
import type { Subject } from './subject.ts';

/** With its defaults: into the ring, and by the sidecar through `exporter`. */
export function spanfnSubject(exporter: ExporterOptions): Subject {
  let handle: Handle;
  return {
    start() {
      handle = start({ exporters: [exporter] });
    },
    /** No thread of a program waits for the sidecar; here it must, since nothing else is done. */
    drain: () => handle.flush(),
    close: () => handle.stop(),
  };
}
