import type { Programs } from '../build.ts';
import { bundle, bundleSink } from '../bundle.ts';
import { generated } from '../generated.ts';
import { type Entry, SUBJECTS } from './subjects/index.ts';
import { workload } from './workload.ts';

/** Programs that plain `node` of any version runs. */
export type LogPrograms = Pick<Programs, 'sink' | 'subjects'>;

export async function buildPrograms(): Promise<LogPrograms> {
  const subjects: Record<string, string> = {};
  for (const entry of SUBJECTS) {
    const source = workload(entry.dialect);
    const contents = entry.dialect.compile?.(source) ?? source;
    subjects[entry.name] = await bundle(`log-${entry.name}`, mainOf(entry), generated(contents));
  }
  return { sink: await bundleSink(), subjects };
}

function mainOf({ file }: Entry): string {
  return `import { main } from './log/main.ts';
import { subject } from './log/subjects/${file}.ts';
import * as workload from 'generated:workload';
main(subject, workload);`;
}
