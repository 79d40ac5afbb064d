import { FILE } from './file.ts';
import { spanfnSubject } from './spanfn.ts';
import type { Subject } from './subject.ts';

/** One file, as the others write; it is not to be turned over. */
export const subject: Subject = spanfnSubject({
  type: 'file',
  path: FILE,
  maxBytes: Number.MAX_SAFE_INTEGER,
});
