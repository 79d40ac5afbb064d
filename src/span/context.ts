import { copyFields } from '../base/capture.ts';
import { SpanFnError } from '../base/errors.ts';
import type { Fields } from '../base/value.ts';
import { currentFrame, Frame, runInFrame } from '../frame/frame.ts';
import { redactedKeys } from './redaction.ts';

/**
 * Puts `fields` on every span and event that `run`, and all it starts, makes. Inner contexts
 * add to outer ones and override them.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION` if `fields` is not an object
 */
export function withContext<R>(fields: object, run: () => R): R {
  if (typeof fields !== 'object' || fields === null) {
    throw new SpanFnError('SPANFN_BAD_OPTION', {
      value: fields,
      cause: 'Context fields must be an object',
      remedy: 'Write withContext({ requestId }, () => …).',
    });
  }
  const outer = currentFrame();
  const context = copyFields(fields, redactedKeys(), { ...outer?.context });
  const top = outer?.top ?? null;
  return runInFrame(new Frame(top, context, outer?.dispatch ?? null, outer?.muted ?? false), run);
}

/** The fields that `withContext` has put around the caller. */
export function contextFields(): Fields {
  return { ...currentFrame()?.context };
}
