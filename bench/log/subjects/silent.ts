import type { Subject } from './subject.ts';

export const subject: Subject = {};
