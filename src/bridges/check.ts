import { SpanFnError } from '../base/errors.ts';
import { badOption, checkOptionNames } from '../base/options.ts';
import type { CaptureOptions } from './bridge.ts';

const OPTIONS: readonly (keyof CaptureOptions)[] = ['target', 'silent'];

/**
 * Checks how something is captured.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkCapture(
  options: CaptureOptions,
  owner: string,
  known: readonly string[] = OPTIONS,
): void {
  checkOptionNames(options, known, owner);
  const { target, silent } = options;
  if (target !== undefined && typeof target !== 'string')
    throw badOption(owner, 'target', target, 'a string');
  if (silent !== undefined && typeof silent !== 'boolean')
    throw badOption(owner, 'silent', silent, 'true or false');
}

/** What was given is not of the library that a bridge is for. */
export function notOf(library: string, value: unknown, remedy: string): SpanFnError {
  return new SpanFnError('SPANFN_BAD_OPTION', {
    value,
    cause: `This is not of ${library}`,
    remedy,
  });
}
