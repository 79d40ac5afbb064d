import { bundle, bundleSink } from './bundle.ts';
import { generated } from './generated.ts';
import { type Entry, SUBJECTS } from './subjects/index.ts';
import { workload } from './workload.ts';

/** Programs that plain `node` of any version runs. */
export interface Programs {
  readonly sink: string;
  /** Pushes records into a ring, and does nothing else. */
  readonly ring: string;
  /** By subject. */
  readonly subjects: Readonly<Record<string, string>>;
}

/** The file that measures, which exports `main(subject, workload)`. */
const MAIN = './measure/main.ts';

export async function buildPrograms(
  entries: readonly Entry[] = SUBJECTS,
  main: string = MAIN,
): Promise<Programs> {
  const subjects: Record<string, string> = {};
  for (const entry of entries) {
    const { name, dialect } = entry;
    const source = workload(dialect);
    const contents = dialect.compile?.(source) ?? source;
    subjects[name] = await bundle(name, mainOf(entry, main), generated(contents));
  }
  const ring = await bundle('ring', "import './measure/ring.ts';");
  return { sink: await bundleSink(), ring, subjects };
}

function mainOf({ file }: Entry, main: string): string {
  return `import { main } from '${main}';
import { subject } from './subjects/${file}.ts';
import * as workload from 'generated:workload';
main(subject, workload);`;
}
