import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  setEnvironmentData,
  threadId,
  Worker,
} from 'node:worker_threads';
import { wallAnchor } from '../../base/clock.ts';
import { SpanFnError } from '../../base/errors.ts';
import { rawLog } from '../../base/raw-log.ts';
import { ringBytes } from '../../wire/ring.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { Pause } from '../exporters/pause.ts';
import { Control, State } from './control.ts';
import { PipelineCounts } from './counts.ts';
import { sidecarEntry } from './entry.ts';
import type { Answer, Invitation, Request, SidecarConfig, SidecarData } from './protocol.ts';
import type { ThreadIntroduction } from './threads.ts';

/** Milliseconds that the worker may take to come up. */
const STARTUP = 10_000;
/** Milliseconds that an answer may take on top of what it was given. */
const GRACE = 100;
/** Of the time to stop: the rest is for the sidecar to say what became of everything. */
const SHARE = 0.9;

/** The sidecar as the thread sees it that started it. */
export class SidecarHandle {
  readonly counts: PipelineCounts;
  readonly channel: string;
  readonly ring: SharedArrayBuffer;
  readonly #control: Control;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Pause>();
  #flushes = 0;
  #isDead = false;

  /**
   * Starts the worker, and blocks until it is ready: some 20 ms.
   *
   * @throws SpanFnError whatever keeps it from starting
   */
  constructor(config: SidecarConfig, capacityBytes: number) {
    const entry = sidecarEntry();
    this.#control = new Control();
    this.ring = new SharedArrayBuffer(ringBytes(capacityBytes));
    this.channel = `spanfn-${randomUUID()}`;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const first: ThreadIntroduction = { ring: this.ring, threadId, wallAnchor };
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
    this.counts = new PipelineCounts(this.#control, config.exporters, outlets);
    this.counts.add(first);
    this.#worker = start(entry, data, port2);
    this.#awaitReady();
    this.#watch();
    process.on('worker', this.#onWorker);
  }

  /** Lets threads that are made from now on attach. */
  invite(terms: Omit<Invitation, 'channel'>): void {
    setEnvironmentData('spanfn', { ...terms, channel: this.channel } satisfies Invitation as never);
  }

  /** Counters of all threads and exporters, by name. */
  stats(): Record<string, number> {
    this.#catchUp();
    return this.counts.named();
  }

  /** Resolves when everything pushed so far is exported or dropped; at the latest after `ms`. */
  async flush(ms: number): Promise<void> {
    if (this.#isDead) return;
    const flush = ++this.#flushes;
    const pause = new Pause(ms + GRACE);
    this.#waiting.set(flush, pause);
    this.#port.ref();
    this.#port.postMessage({ flush, within: ms } satisfies Request);
    await pause.over;
    this.#waiting.delete(flush);
    if (this.#waiting.size === 0) this.#port.unref();
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
  stopBlocking(ms: number): void {
    if (this.#isDead || this.#control.state !== State.READY) return;
    this.#order(ms);
    this.#control.waitWhile(State.READY, ms + GRACE);
  }

  #order(ms: number): void {
    process.off('worker', this.#onWorker);
    setEnvironmentData('spanfn', undefined);
    this.#control.stopWithin = Math.max(1, Math.round(ms * SHARE));
  }

  #awaitReady(): void {
    this.#control.waitWhile(State.STARTING, STARTUP);
    const { state } = this.#control;
    if (state === State.READY) return;
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
      for (const pause of this.#waiting.values()) pause.end();
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
    else this.#waiting.get(answer.flushed)?.end();
  }

  /** Takes in what was said while this thread was busy. */
  #catchUp(): void {
    let got = receiveMessageOnPort(this.#port);
    for (; got !== undefined; got = receiveMessageOnPort(this.#port)) this.#hear(got.message);
  }

  async #end(): Promise<void> {
    this.#catchUp();
    this.#port.close();
    await this.#worker.terminate();
  }
}

/** With no loader of the program's: they may be slow, and must not see our own code. */
function start(entry: string, workerData: SidecarData, port: MessagePort): Worker {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Worker(entry, {
    name: 'spanfn',
    workerData,
    transferList: [port],
    execArgv: [],
    env,
    stdin: false,
  });
}
