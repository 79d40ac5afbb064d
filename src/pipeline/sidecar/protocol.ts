import type { MessagePort } from 'node:worker_threads';
import type { Resource } from '../../wire/telemetry.ts';
import type { EndpointSettings } from '../endpoints/options.ts';
import type { SentOptions } from '../exporters/options.ts';
import type { RetentionSettings } from '../retention/options.ts';
import type { SamplerOptions } from '../sampling/options.ts';
import type { TailSettings } from '../sampling/tail-options.ts';
import type { Asked, Done } from './errands.ts';
import type { ThreadIntroduction } from './threads.ts';

/** Milliseconds that a handle's `flush` waits, in whichever thread. */
export const FLUSH_WITHIN = 30_000;

/** What the sidecar is started with: all of it can be cloned. */
export interface SidecarConfig {
  readonly exporters: readonly SentOptions[];
  readonly resource: Resource;
  /** Milliseconds after which gathered records are exported, however few. */
  readonly scheduleDelay: number;
  /** Which traces go on; all, if undefined. */
  readonly tail: TailSettings | undefined;
  /** Bytes of records that are exported at once, however soon. */
  readonly batchBytes: number;
  /** Nothing is kept, if undefined. */
  readonly retention: RetentionSettings | undefined;
  /** Nothing is served, if undefined; else there is something kept. */
  readonly endpoints: EndpointSettings | undefined;
}

/** `workerData` of the sidecar. */
export interface SidecarData {
  readonly spanfnSidecar: true;
  readonly control: SharedArrayBuffer;
  /** Counters of each exporter, in their order. */
  readonly outlets: readonly SharedArrayBuffer[];
  /** To the thread that started it. */
  readonly port: MessagePort;
  /** Name of the channel on which other threads introduce themselves. */
  readonly channel: string;
  readonly config: SidecarConfig;
  readonly first: ThreadIntroduction;
}

/** What threads that are made later find in their environment data, as `spanfn`. */
export interface Invitation {
  readonly channel: string;
  readonly capacityBytes: number;
  readonly filter: string;
  readonly redact: readonly string[];
  /** Undefined where it is the default, or a function, which cannot travel. */
  readonly sampler: SamplerOptions | undefined;
  /** Of the endpoints, if there are any. */
  readonly url: string | undefined;
  /** Whether threads are to show their open spans. */
  readonly showsOpenSpans: boolean;
}

/** What the starting thread says over the port. */
export type Request = Asked | { readonly gone: number };

/** What the sidecar answers. */
export type Answer =
  | { readonly number: number; readonly done: Done }
  /** Another thread has attached; its counters are to be counted in. */
  | { readonly attached: ThreadIntroduction }
  /** Its counters are among the retired ones now. */
  | { readonly retired: number };

/** What other threads say on the channel. */
export type Call =
  | { readonly attach: ThreadIntroduction }
  | { readonly asked: Asked; readonly threadId: number };

/** What they hear. */
export type Echo =
  | { readonly number: number; readonly done: Done; readonly threadId: number }
  /** The sidecar ends, and answers no more. */
  | { readonly over: true };
