import type { SpanData } from '../../wire/telemetry.ts';
import type { OpenSpan } from '../retention/open-span.ts';
import { arrange, draw, durationText, failureText, fieldsText, nameText } from '../tree.ts';

/** A span that is drawn, be it over or not. */
interface Drawn {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly startTime: bigint;
  readonly text: string;
  parent: Drawn | null;
}

/** A tree for each trace, in order of their begin; open spans have their place in it. */
export function traceTrees(spans: readonly SpanData[], open: readonly OpenSpan[]): string[] {
  const drawn = [...spans.map(endedSpan), ...open.map(openSpan)].sort(byStart);
  const byId = new Map(drawn.map((span) => [`${span.traceId}${span.spanId}`, span]));
  for (const span of drawn) span.parent = byId.get(`${span.traceId}${span.parentSpanId}`) ?? null;
  const traces = new Map<string, Drawn[]>();
  for (const span of drawn) {
    const members = traces.get(span.traceId);
    if (members === undefined) traces.set(span.traceId, [span]);
    else members.push(span);
  }
  return [...traces].flatMap(([traceId, members]) => [
    `trace ${traceId}`,
    ...draw(arrange(members), ({ text }) => text).map((line) => `  ${line}`),
  ]);
}

function endedSpan(span: SpanData): Drawn {
  const { traceId, spanId, parentSpanId, startTime, endTime, status, statusMessage } = span;
  const parts = [
    nameText(span.name),
    span.kind,
    durationText(Number(endTime - startTime)),
    status === 'ok' ? 'ok' : '',
    fieldsText(span.fields),
    failureText({ status, error: statusMessage }),
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return { traceId, spanId, parentSpanId, startTime, text, parent: null };
}

function openSpan({ traceId, spanId, parentSpanId, startTime, name, age }: OpenSpan): Drawn {
  const text = `${nameText(name)} (open for ${durationText(age)})`;
  return { traceId, spanId, parentSpanId, startTime, text, parent: null };
}

function byStart(one: Drawn, other: Drawn): number {
  return one.startTime < other.startTime ? -1 : one.startTime > other.startTime ? 1 : 0;
}
