import { readFileSync } from 'node:fs';

type Usage = { user: number; system: number };
const { threadCpuUsage } = process as { threadCpuUsage?: () => Usage };

/**
 * CPU time of this thread in ns. The process's is the last resort: it counts the compiler's
 * and the collector's helper threads too.
 */
export const cpuTime: () => number = choose();

function choose(): () => number {
  if (process.platform === 'linux') return fromScheduler;
  return threadCpuUsage === undefined
    ? () => nanoseconds(process.cpuUsage())
    : () => nanoseconds(threadCpuUsage.call(process));
}

/** Every Node can read this one, so that all versions are measured alike. */
function fromScheduler(): number {
  return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ', 1)[0]);
}

function nanoseconds({ user, system }: Usage): number {
  return (user + system) * 1_000;
}
