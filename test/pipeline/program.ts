import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What the parent of a process sees of its end. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs in a process of its own, with the built package. */
export class Program implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
  stderr = '';
  readonly #lines: AsyncIterator<string>;

  constructor(body: string, ...flags: string[]) {
    const args = [...flags, '--input-type=module', '--eval', body];
    this.process = spawn(process.execPath, args, {
      cwd: new URL('../..', import.meta.url),
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stderr?.on('data', (data) => {
      this.stderr += data;
    });
    this.ended = once(this.process, 'close').then(([code, signal]) => ({ code, signal }));
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** The next line that it prints. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`it has ended: ${this.stderr}`);
    return value;
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}
