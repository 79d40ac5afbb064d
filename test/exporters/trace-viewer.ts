import { readFile } from 'node:fs/promises';

/** An event of the Trace Event Format. */
export interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly s?: string;
  readonly id2?: { readonly local: string };
  readonly args: Record<string, unknown>;
}

/** What a viewer shows: by span id, the span that it is drawn below; undefined at the outermost. */
export type Drawn = Map<string, string | undefined>;

/** Reads a file as viewers do: the end of the array may be missing. */
export async function readTrace(path: string): Promise<TraceEvent[]> {
  const text = await readFile(path, 'utf8');
  return JSON.parse(text.trimEnd().endsWith(']') ? text : `${text}]`);
}

/** Draws complete events: on each thread, by time alone, what lies within another is below it. */
export function drawThreads(events: readonly TraceEvent[]): Drawn {
  const drawn: Drawn = new Map();
  for (const track of tracks(events, ['X'], ({ pid, tid }) => `${pid}/${tid}`)) {
    const open: TraceEvent[] = [];
    const sorted = track.sort((a, b) => a.ts - b.ts || (b.dur as number) - (a.dur as number));
    for (const event of sorted) {
      while (open.length > 0 && nanos(endOf(open.at(-1))) <= nanos(event.ts)) open.pop();
      const above = open.at(-1);
      if (above !== undefined && nanos(endOf(above)) < nanos(endOf(event))) {
        throw new Error(`${event.name} overlaps ${above.name}`);
      }
      drawn.set(idOf(event), above && idOf(above));
      open.push(event);
    }
  }
  return drawn;
}

/** Draws nestable asynchronous events: those of one id are a stack, in order of time. */
export function drawAsync(events: readonly TraceEvent[]): Drawn {
  const drawn: Drawn = new Map();
  const keyOf = ({ pid, cat, id2 }: TraceEvent): string => `${pid}/${cat}/${id2?.local}`;
  for (const track of tracks(events, ['b', 'e', 'n'], keyOf)) {
    const open: TraceEvent[] = [];
    for (const event of track.sort((a, b) => a.ts - b.ts)) {
      if (event.ph === 'b') {
        const above = open.at(-1);
        drawn.set(idOf(event), above && idOf(above));
        open.push(event);
      } else if (event.ph === 'e') {
        const begun = open.pop();
        if (begun?.name !== event.name) throw new Error(`${event.name} ends ${begun?.name}`);
      } else if (open.length === 0) throw new Error(`${event.name} is in no span`);
    }
    if (open.length > 0) throw new Error(`${open[0]?.name} has no end`);
  }
  return drawn;
}

function tracks(
  events: readonly TraceEvent[],
  phases: readonly string[],
  keyOf: (event: TraceEvent) => string,
): TraceEvent[][] {
  const groups = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (!phases.includes(event.ph)) continue;
    const group = groups.get(keyOf(event)) ?? [];
    groups.set(keyOf(event), group);
    group.push(event);
  }
  return [...groups.values()];
}

const endOf = (event: TraceEvent | undefined): number =>
  (event as TraceEvent).ts + ((event as TraceEvent).dur as number);
/** Viewers keep whole nanoseconds. */
const nanos = (micros: number): number => Math.round(micros * 1000);
const idOf = ({ args }: TraceEvent): string => args.span_id as string;
