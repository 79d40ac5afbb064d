import { type ExporterOptions, type Handle, start } from 'spanfn';
import { EVENTS } from '../shapes.ts';
import type { Subject } from './subject.ts';

/** Of 128 bytes. */
const CAPACITY = 65_536;
/** Events of any shape are shorter than so many of these. */
const LENGTH = 3;
/** Bursts that the ring holds. */
const BURSTS = Math.floor(CAPACITY / LENGTH / EVENTS);

/** Into the ring, and by the sidecar through `exporter`. */
export function spanfnSubject(exporter: ExporterOptions): Subject {
  let handle: Handle;
  return {
    start() {
      handle = start({ exporters: [exporter], capacity: CAPACITY });
    },
    /** No thread of a program waits for the sidecar; here it must, since nothing else is done. */
    async drain(events) {
      if ((events / EVENTS) % BURSTS === 0) await handle.flush();
    },
    settle: () => handle.flush(),
    close: () => handle.stop(),
  };
}
