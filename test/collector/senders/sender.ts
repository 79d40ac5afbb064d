import type { Item, Signal } from '../facts.ts';

/** One way to send. */
export interface Route {
  /** Value of the resource attribute `test.route`, by which its items are found again. */
  readonly id: string;
  /** Of the receiver, without the path of a signal. */
  readonly url: string;
  readonly signals: readonly Signal[];
  readonly json: boolean;
  readonly gzip: boolean;
}

export interface Sent {
  readonly items: readonly Item[];
  /** Paths of facts that the sender does not know; receivers may tell them nevertheless. */
  readonly unknown?: RegExp;
}

/** Makes known telemetry, and sends it. */
export interface Sender {
  readonly name: string;
  readonly signals: readonly Signal[];
  send(route: Route): Promise<Sent>;
}
