import { setImmediate as nextTurn } from 'node:timers/promises';
import { REQUESTS, type Shape } from '../shapes.ts';
import type { Subject } from '../subjects/subject.ts';

/** The generated module: an object to call, and by family what calls it. */
export interface Workload {
  readonly Service: new () => object;
  readonly requests: Readonly<Record<string, (service: object) => Promise<number>>>;
  readonly roots: Readonly<Record<string, (service: object) => Promise<number>>>;
}

/** Makes the calls of one shape, then leaves the event loop its turn. */
export interface Burst {
  /** Resolves to the ns that the calls took; export goes on after that. */
  run(): Promise<number>;
}

export function burstOf(shape: Shape, subject: Subject, workload: Workload): Burst {
  const drive = (shape.inRequest ? workload.requests : workload.roots)[shape.family.name];
  if (drive === undefined) throw new Error(`No calls were generated for "${shape.name}"`);
  const service = new workload.Service();
  const calls = async (): Promise<void> => {
    for (let i = 0; i < REQUESTS; i++) checkSum(await drive(service));
  };
  return {
    async run() {
      const start = process.hrtime.bigint();
      await (subject.around === undefined ? calls() : subject.around(calls));
      const elapsed = Number(process.hrtime.bigint() - start);
      await nextTurn();
      await subject.drain?.();
      return elapsed;
    },
  };
}

/** Results that nobody reads are computed by nobody. */
function checkSum(sum: number): void {
  if (!(sum > 0)) throw new Error(`The methods computed ${sum}`);
}
