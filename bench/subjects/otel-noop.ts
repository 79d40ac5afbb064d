import { otelSubject } from './otel.ts';
import type { Subject } from './subject.ts';

export const subject: Subject = otelSubject({
  export: (_spans, done) => done({ code: 0 }),
  shutdown: async () => {},
});
