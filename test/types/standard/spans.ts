/** Spans made by hand, recordings, errors. Compiled, never run. */
import {
  current,
  type Dispatcher,
  type Handle,
  isEnabled,
  layers,
  type Span,
  SpanFnError,
  type SpanFnErrorCode,
  span,
  start,
  withContext,
  withDispatcher,
} from 'spanfn';
import { assertSpan, type RecordedSpan, type Recording, record } from 'spanfn/testing';
import { claim, type Same } from '../same.ts';

/** `span()` gives back what its callback gives. */
export const number: number = span('count', () => 1);
export const promise: Promise<string> = span('later', async () => '');
export const nothing: void = span('nothing', { level: 'debug', fields: { a: 1 } }, () => {});
span('told', (inner) => {
  claim<Same<typeof inner, Span>>();
  return inner.set('rows', 1).set({ table: 'x' }).link(inner).ok().fail(new Error()).name;
});

/** Without a callback it is a guard. */
export function guarded(): string {
  using one = span('one');
  using two = span('two', { root: true, links: [one] });
  return one.name + two.traceparent;
}

// @ts-expect-error a name is a string
span(1);
// @ts-expect-error no such option
span('a', { levle: 'info' });
// @ts-expect-error no such level
span('a', { level: 'loud' }, () => {});
// @ts-expect-error the callback comes last
span('a', () => {}, {});
// @ts-expect-error a number has no such method
span('a', () => 1).trim();

/** `record()` gives a recording, later or at once. */
export const later: Promise<Recording> = record(() => {});
export const fixed: Promise<Recording> = record({ ids: 'fixed', clock: 'fixed' }, async () => 1);
export function recorded(): RecordedSpan[] {
  using recording = record({ filter: 'debug' });
  return recording.openSpans;
}
record((recording) => claim<Same<typeof recording, Recording>>());

// @ts-expect-error a promise of a recording is none
assertSpan(later, 'a');
// @ts-expect-error no such clock
record({ clock: 'frozen' });
// @ts-expect-error no such kind
export const wrongKind = (recording: Recording) => assertSpan(recording, 'a', { kind: 'sync' });

/** The current span may be none. */
export const maybe: Span | undefined = current();
// @ts-expect-error there may be none
current().name;

/** What runs inside gives its type to the outside. */
export const context: number = withContext({ user: 1 }, () => 1);
// @ts-expect-error context fields are an object
withContext('user', () => 1);

const dispatcher: Dispatcher = {
  spanBegin: (begun) => claim<Same<typeof begun.fields extends object ? true : false, true>>(),
  spanEnd: () => {},
};
export const scoped: Promise<number> = withDispatcher(dispatcher, async () => 1);
export const handle: Handle = start({ dispatcher: layers({ dispatcher, filter: 'info' }) });
// @ts-expect-error no such option
start({ filters: 'info' });
export const enabled: boolean = isEnabled('trace', 'src/db');

/** Errors are told apart by their code. */
export function isTwoCopies(error: unknown): boolean {
  if (!(error instanceof SpanFnError)) return false;
  const code: SpanFnErrorCode = error.code;
  // @ts-expect-error no such code
  if (error.code === 'SPANFN_OTHER') return false;
  return code === 'SPANFN_TWO_COPIES';
}
