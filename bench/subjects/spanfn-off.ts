import type { Subject } from './subject.ts';

/** Decorated, and never started. */
export const subject: Subject = {};
