import { spanFn } from 'spanfn';

/** Every kind of function, each telling that it runs. */
export class Report {
  readonly see: () => void;

  constructor(see: () => void) {
    this.see = see;
  }

  @spanFn sync(): void {
    this.see();
  }

  @spanFn get read(): string {
    this.see();
    return 'read';
  }

  @spanFn() field = (): void => this.see();

  @spanFn async later(): Promise<void> {
    this.see();
    await null;
    this.see();
  }

  @spanFn returned(): Promise<void> {
    this.see();
    return Promise.resolve().then(this.see);
  }

  @spanFn *steps(): Generator<number> {
    this.see();
    yield 1;
    this.see();
  }

  @spanFn async *stream(): AsyncGenerator<number> {
    this.see();
    yield 1;
    this.see();
  }

  /** Runs all of them; returns how often they ran. */
  async runAll(): Promise<string> {
    this.sync();
    this.field();
    await this.later();
    await this.returned();
    for await (const _ of this.stream());
    return `${this.read} ${[...this.steps()]}`;
  }
}
