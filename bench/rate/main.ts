import { setTimeout as sleep } from 'node:timers/promises';
import type { Workload } from '../measure/burst.ts';
import { cpuTime } from '../measure/cpu.ts';
import { answer } from '../processes/answers.ts';
import { CALLS } from '../shapes.ts';
import type { Subject } from '../subjects/subject.ts';
import type { Pace } from './forms.ts';

/** What a process is asked for. */
export interface Stretch extends Pace {
  readonly ms: number;
}

/** What became of it. */
export interface Kept {
  readonly made: number;
  readonly seconds: number;
  /** Points of one core that the main thread was busy, with everything that export costs it. */
  readonly busy: number;
  readonly losses: Readonly<Record<string, number>>;
}

const SPANS = CALLS + 1;

/** Makes spans at the pace it is told, a request of them at a time: the body of a child process. */
export async function main(subject: Subject, workload: Workload): Promise<void> {
  subject.start?.();
  const service = new workload.Service();
  let before: Readonly<Record<string, number>> = {};
  let made = 0;
  const request = async (family: string): Promise<void> => {
    made += SPANS;
    const sum = await workload.requests[family]?.(service);
    if (!((sum as number) > 0)) throw new Error(`The methods computed ${sum}`);
  };
  const keep = async ({ rate, fields, body, ms }: Stretch): Promise<Kept> => {
    const family = (body === 'sync' ? 'sync' : 'flow') + (fields ? 'Fields' : '');
    const madeBefore = made;
    const start = performance.now();
    const cpu = cpuTime();
    await steadily(() => request(family), rate / SPANS, ms);
    const seconds = (performance.now() - start) / 1_000;
    await subject.drain?.();
    const busy = (cpuTime() - cpu) / 1e7 / seconds;
    const after = subject.losses?.(made) ?? {};
    const losses = difference(after, before);
    before = after;
    return { made: made - madeBefore, seconds, busy, losses };
  };
  answer({ keep });
}

/** Calls so many times a second, each when it is due or as soon as can be. */
async function steadily(call: () => Promise<void>, perSecond: number, ms: number): Promise<void> {
  const start = performance.now();
  const calls = Math.round((perSecond * ms) / 1_000);
  for (let i = 0; i < calls; i++) {
    const early = start + (i / perSecond) * 1_000 - performance.now();
    if (early > 0) await sleep(early);
    await call();
  }
}

function difference(
  after: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );
}
