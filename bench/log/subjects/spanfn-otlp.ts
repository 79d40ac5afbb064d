import { spanfnSubject } from './spanfn.ts';
import type { Subject } from './subject.ts';

export const subject: Subject = spanfnSubject({
  type: 'otlp',
  url: process.env.OTEL_EXPORTER_OTLP_ENDPOINT as string,
});
