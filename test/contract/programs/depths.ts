import { spanFn } from 'spanfn';

export class Depths {
  @spanFn({ kind: 'sync' }) sync(): number {
    return this.sync() + 1;
  }

  @spanFn unknown(): number {
    return this.unknown() + 1;
  }

  @spanFn promised(): Promise<number> {
    return this.promised().then((depth) => depth + 1);
  }

  @spanFn async later(): Promise<number> {
    return (await this.later()) + 1;
  }

  @spanFn *steps(): Generator<number> {
    yield* this.steps();
  }

  @spanFn leaf(): string {
    return 'leaf';
  }
}
