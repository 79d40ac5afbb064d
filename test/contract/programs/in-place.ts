import { spanFn } from 'spanfn';

/** Bodies of which something runs after a `return`. */
export class Return {
  @spanFn tried(): number {
    try {
      return 1;
    } finally {
      this.after();
    }
  }

  @spanFn caught(): number {
    try {
      throw new Error('early');
    } catch {
      return 2;
    } finally {
      this.after();
    }
  }

  @spanFn looped(): number | undefined {
    for (const value of this.values()) return value;
    return undefined;
  }

  @spanFn nothing(skip: boolean): void {
    if (skip) return;
    this.after();
  }

  @spanFn after(): void {}

  private *values(): Generator<number> {
    try {
      yield 3;
    } finally {
      this.after();
    }
  }
}

export class Clock {
  @spanFn async now(): Promise<number> {
    return 1;
  }

  @spanFn async later(): Promise<number> {
    await undefined;
    await null;
    return 2;
  }

  @spanFn async failing(): Promise<never> {
    await undefined;
    throw new Error('late');
  }

  @spanFn async caught(): Promise<string> {
    try {
      return await this.failing();
    } catch (error) {
      return (error as Error).message;
    }
  }

  @spanFn async looped(): Promise<number> {
    let sum = 0;
    for await (const value of [1, Promise.resolve(2)]) sum += value;
    return sum;
  }

  @spanFn async *steps(): AsyncGenerator<number> {
    yield 1;
    await undefined;
    yield* [2, 3];
  }

  @spanFn *counted(): Generator<number> {
    yield 1;
    yield* [2, 3];
  }

  @spanFn adopted = async (): Promise<number> => this.later();
}
