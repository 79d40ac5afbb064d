import { type Handle, start } from 'spanfn';
import type { Subject } from './subject.ts';

let handle: Handle;

export const subject: Subject = {
  start() {
    // The environment names a receiver for others.
    handle = start({ dispatcher: { spanBegin() {}, spanEnd() {} }, exporters: [] });
  },
  delivered: () => handle.stats().spansEnded,
};
