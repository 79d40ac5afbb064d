import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that answers questions one at a time (see `answers.ts`). */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Resolves when it is ready. */
  static async start(node: string, program: string, env: NodeJS.ProcessEnv): Promise<Child> {
    const child = new Child(fork(program, { execPath: node, execArgv: [], env }));
    await child.#next();
    return child;
  }

  async ask<T>(question: string, argument?: unknown): Promise<T> {
    this.#process.send({ question, argument });
    return (await this.#next()) as T;
  }

  async stop(): Promise<void> {
    const exit = once(this.#process, 'exit');
    this.#process.disconnect();
    await exit;
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`A process ended: ${code}`));
      this.#process.once('exit', onExit);
      this.#process.once('message', ({ answer }: { answer: unknown }) => {
        this.#process.off('exit', onExit);
        resolve(answer);
      });
    });
  }
}
