import { countCaptureError } from '../base/capture-errors.ts';
import type { LiveSpan } from '../span/live-span.ts';

/** Ends a span whose function returned, or whose promise was fulfilled with, `result`. */
export function finish(span: LiveSpan, result: unknown): void {
  if (span.ended) return;
  const capture = span.site.capture;
  if (capture?.result !== undefined && span.trace.sampled) {
    try {
      capture.result(span, result);
    } catch {
      countCaptureError();
    }
  }
  span.end();
}

/** Ends a span whose function threw, or whose promise was rejected with, `error`. */
export function finishFailed(span: LiveSpan, error: unknown): void {
  if (span.ended) return;
  noteError(span, error);
  span.end();
}

/** Notes an error by the site's own rule of what is a failure. */
export function noteError(span: LiveSpan, error: unknown): void {
  const capture = span.site.capture;
  let failed = true;
  if (capture?.failed !== undefined) {
    try {
      failed = capture.failed(error) !== false;
    } catch {
      countCaptureError();
    }
  }
  span.note(error, failed);
}
