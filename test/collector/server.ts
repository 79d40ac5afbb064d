import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_MS = 30_000;
const STOP_MS = 10_000;
const POLL_MS = 50;

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server in a process of its own, which ends with this one. */
export class Server {
  readonly #name: string;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(path: string, args: readonly string[]) {
    this.#name = path;
    this.#child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    }
    this.#child.once('error', (error) => this.#keep(error.message));
    process.once('exit', () => this.#child.kill('SIGKILL'));
  }

  /** Starts it, and waits until `isReady`. */
  static async start(
    path: string,
    args: readonly string[],
    isReady: () => Promise<boolean>,
  ): Promise<Server> {
    const server = new Server(path, args);
    try {
      await until(`${path} is ready`, READY_MS, async () => {
        if (server.#hasEnded) throw new Error(`${path} has ended`);
        return isReady().catch(() => false);
      });
    } catch (error) {
      await server.stop().catch(() => {}); // What it was to do first has failed already.
      throw new Error(`${(error as Error).message}; it said:\n${server.#output}`);
    }
    return server;
  }

  /** Ends it in good order; by force if it does not end. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'close');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.kill('SIGTERM');
    await ended;
    clearTimeout(force);
    if (this.#child.exitCode === 0) return;
    throw new Error(`${this.#name} did not end in good order; it said:\n${this.#output}`);
  }

  get #hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-4000);
  }
}

/** Asks again and again until it is so. */
export async function until(
  what: string,
  milliseconds: number,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not after ${milliseconds} ms: ${what}`);
    await sleep(POLL_MS);
  }
}
