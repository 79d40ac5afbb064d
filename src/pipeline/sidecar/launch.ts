import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  getEnvironmentData,
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  setEnvironmentData,
  threadId,
  type Worker,
} from 'node:worker_threads';
import { wallAnchor } from '../../base/clock.ts';
import { SpanFnError } from '../../base/errors.ts';
import { rawLog } from '../../base/raw-log.ts';
import { ringBytes } from '../../wire/ring.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { Control, type Ending, type Readiness, State } from './control.ts';
import { PipelineCounts } from './counts.ts';
import { sidecarEntry } from './entry.ts';
import { Errands } from './errands.ts';
import type { Answer, Invitation, Request, SidecarConfig, SidecarData } from './protocol.ts';
import { startThread } from './thread.ts';
import type { ThreadIntroduction } from './threads.ts';

/** Milliseconds that the worker may take to come up. */
const STARTUP = 10_000;
/** Milliseconds that it may take to stop on top of what it was given. */
const GRACE = 100;
/** Of the time to stop: the rest is for the sidecar to say what became of everything. */
const SHARE = 0.9;

/** The sidecar as the thread sees it that started it. */
export class SidecarHandle {
  readonly counts: PipelineCounts;
  readonly channel: string;
  readonly ring: SharedArrayBuffer;
  readonly readiness: Readiness;
  readonly errands: Errands;
  readonly #control: Control;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #isDead = false;

  /**
   * Starts the worker, and blocks until it is ready: some 20 ms.
   *
   * @throws SpanFnError whatever keeps it from starting
   */
  constructor(
    config: SidecarConfig,
    capacityBytes: number,
    openSpans: SharedArrayBuffer | undefined,
  ) {
    const entry = sidecarEntry();
    this.#control = new Control();
    this.ring = new SharedArrayBuffer(ringBytes(capacityBytes));
    this.channel = `spanfn-${randomUUID()}`;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const first: ThreadIntroduction = { ring: this.ring, threadId, wallAnchor, openSpans };
    const outlets = config.exporters.map(() => OutletCounters.allocate());
    const data: SidecarData = {
      spanfnSidecar: true,
      control: this.#control.memory,
      outlets,
      port: port2,
      channel: this.channel,
      config,
      first,
    };
    this.counts = new PipelineCounts(this.#control, config, outlets);
    this.counts.add(first);
    this.#worker = startThread(entry, 'spanfn', data, [port2]);
    this.readiness = this.#awaitReady();
    this.errands = new Errands(port1, (asked) => port1.postMessage(asked satisfies Request));
    this.#watch();
    process.on('worker', this.#onWorker);
  }

  /** Lets threads that are made from now on attach. */
  invite(terms: Omit<Invitation, 'channel' | 'url'>): void {
    const { url } = this.readiness;
    const invitation: Invitation = { ...terms, channel: this.channel, url };
    setEnvironmentData('spanfn', invitation as never);
  }

  /** Counters of all threads and exporters, by name. */
  stats(): Record<string, number> {
    this.#catchUp();
    return this.counts.named();
  }

  /** Lets the sidecar deliver what it can, then ends it. */
  async stop(ms: number): Promise<void> {
    this.#order(ms);
    const deadline = performance.now() + ms + GRACE;
    while (this.#control.state === State.READY && !this.#isDead && performance.now() < deadline) {
      await sleep(5);
    }
    await this.#end();
  }

  /** The same, but blocks: at the exit of the process nothing else is possible. */
  stopBlocking(ms: number, ending?: Ending): void {
    if (this.#isDead || this.#control.state !== State.READY) return;
    this.#order(ms, ending);
    this.#control.waitWhile(State.READY, ms + GRACE);
  }

  #order(ms: number, ending?: Ending): void {
    process.off('worker', this.#onWorker);
    const invited = getEnvironmentData('spanfn') as Partial<Invitation> | undefined;
    // Another start() may have taken over.
    if (invited?.channel === this.channel) setEnvironmentData('spanfn', undefined);
    this.#control.stop(Math.max(1, Math.round(ms * SHARE)), ending);
  }

  #awaitReady(): Readiness {
    this.#control.waitWhile(State.STARTING, STARTUP);
    const { state } = this.#control;
    if (state === State.READY) return this.#control.readiness();
    void this.#worker.terminate();
    if (state === State.FAILED) throw this.#control.failure();
    throw new SpanFnError('SPANFN_SIDECAR_FAILED', {
      value: `nothing within ${STARTUP} ms`,
      cause: 'The sidecar could not start',
      remedy: 'Run with NODE_OPTIONS empty to see whether a loader holds workers up.',
    });
  }

  #watch(): void {
    this.#port.on('message', (answer: Answer) => this.#hear(answer));
    this.#worker.unref();
    this.#port.unref();
    this.#worker.on('error', (error) => rawLog(`spanfn: the sidecar has failed: ${error}`));
    this.#worker.on('exit', () => {
      this.#isDead = true;
      this.errands.end();
    });
  }

  /** A thread that is terminated cannot say so itself. */
  readonly #onWorker = (worker: Worker): void => {
    const { threadId } = worker;
    worker.once('exit', () => this.#port.postMessage({ gone: threadId } satisfies Request));
  };

  #hear(answer: Answer): void {
    if ('attached' in answer) this.counts.add(answer.attached);
    else if ('retired' in answer) this.counts.remove(answer.retired);
    else this.errands.hear(answer.number, answer.done);
  }

  /** Takes in what was said while this thread was busy. */
  #catchUp(): void {
    let got = receiveMessageOnPort(this.#port);
    for (; got !== undefined; got = receiveMessageOnPort(this.#port)) this.#hear(got.message);
  }

  async #end(): Promise<void> {
    this.#catchUp();
    this.errands.end();
    this.#port.close();
    await this.#worker.terminate();
  }
}
