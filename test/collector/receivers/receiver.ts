import type { Item, Signal } from '../facts.ts';

/** Takes telemetry as OTLP over HTTP, and tells what it was given. */
export interface Receiver extends AsyncDisposable {
  readonly name: string;
  /** Without the path of a signal. */
  readonly url: string;
  readonly signals: readonly Signal[];
  /** Everything that it was given, of which `sent` is known. It takes nothing more. */
  collect(sent: readonly Item[]): Promise<Item[]>;
}
