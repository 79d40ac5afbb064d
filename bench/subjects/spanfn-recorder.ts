import { record } from 'spanfn/testing';
import type { Subject } from './subject.ts';

let delivered = 0;

/** The recorder of the test kit, one recording for each burst. */
export const subject: Subject = {
  async around(burst) {
    const recording = await record(burst);
    delivered += recording.spans.length;
  },
  delivered: () => delivered,
};
