import type { Programs } from '../build.ts';
import { Child } from '../processes/child.ts';
import { startReceiver } from '../processes/receiver.ts';
import { FORMS, type FormName, PACES, type Pace } from './forms.ts';
import type { Kept, Stretch } from './main.ts';

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** ms of each pace of each form in each round. */
  readonly ms: number;
}

/** One form at one pace, in one round. */
export interface Measurement extends Kept, Pace {
  readonly form: FormName;
  readonly received: number;
}

/** ms at each pace, before any is measured. */
const WARM_UP = 700;

/** Spans that OpenTelemetry drops would make it look cheap: its queue holds those of a second. */
const ROOM = { OTEL_BSP_MAX_QUEUE_SIZE: '100000' };

/** The processes of all forms live as long as it takes, and take turns. */
export async function measureOn(
  node: string,
  programs: Programs,
  { rounds, ms }: Effort,
): Promise<Measurement[]> {
  const receiver = await startReceiver(node, programs.sink);
  const children = await Promise.all(
    FORMS.map(async ({ name }) => {
      const env = name === 'rate-otel' ? { ...receiver.env, ...ROOM } : receiver.env;
      const child = await Child.start(node, programs.subjects[name] as string, env);
      return [name, child] as const;
    }),
  );
  const results: Measurement[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const pace of PACES) {
      for (const [form, child] of children) {
        const before = await receiver.spans();
        const stretch: Stretch = { ...pace, ms: round < 0 ? WARM_UP : ms };
        const kept = await child.ask<Kept>('keep', stretch);
        const received = (await receiver.spans()) - before;
        if (round >= 0) results.push({ ...kept, ...pace, form, received });
      }
    }
  }
  await Promise.all([...children.map(([, child]) => child.stop()), receiver.stop()]);
  return results;
}
