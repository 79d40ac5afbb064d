import { SpanFnError } from '../base/errors.ts';
import { DISPATCHER_METHODS, type Dispatcher } from './dispatcher.ts';

/**
 * Refuses what is no dispatcher.
 *
 * @throws SpanFnError `SPANFN_BAD_DISPATCHER`
 */
export function checkDispatcher(dispatcher: Dispatcher): void {
  const fault = faultOf(dispatcher);
  if (fault === undefined) return;
  throw new SpanFnError('SPANFN_BAD_DISPATCHER', {
    value: dispatcher,
    cause: fault,
    remedy: `Give an object with any of the methods ${DISPATCHER_METHODS.join(', ')}.`,
  });
}

function faultOf(dispatcher: Dispatcher): string | undefined {
  const isObject = typeof dispatcher === 'object' && dispatcher !== null;
  if (!isObject) return 'A dispatcher must be an object';
  for (const name of DISPATCHER_METHODS) {
    const type = typeof dispatcher[name];
    if (type !== 'undefined' && type !== 'function') return `dispatcher.${name} must be a function`;
  }
  return undefined;
}
