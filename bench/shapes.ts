/** How a family of methods is written: what differs between them besides their bodies. */
export interface Family {
  readonly name: string;
  readonly body: 'sync' | 'async' | 'promise';
  /** Whether each span records the four arguments. */
  readonly fields: boolean;
  /** Whether the instrumentation is told that the methods are synchronous. */
  readonly proved: boolean;
}

/** One way of calling a family; one block of the report. */
export interface Shape {
  readonly name: string;
  readonly family: Family;
  /** Whether the calls are made inside a request, which is a span itself. */
  readonly inRequest: boolean;
  /** The shape whose peers these calls compare to, where peers know no such difference. */
  readonly comparesTo?: string;
}

const sync: Family = { name: 'sync', body: 'sync', fields: false, proved: true };
const auto: Family = { name: 'auto', body: 'sync', fields: false, proved: false };
const syncFields: Family = { name: 'syncFields', body: 'sync', fields: true, proved: true };
const flow: Family = { name: 'flow', body: 'async', fields: false, proved: true };
const flowFields: Family = { name: 'flowFields', body: 'async', fields: true, proved: true };
const promise: Family = { name: 'promise', body: 'promise', fields: false, proved: false };

export const FAMILIES: readonly Family[] = [sync, auto, syncFields, flow, flowFields, promise];

export const SHAPES: readonly Shape[] = [
  { name: 'sync', family: sync, inRequest: true },
  { name: 'sync, kind not proved', family: auto, inRequest: true, comparesTo: 'sync' },
  { name: 'sync, 4 fields', family: syncFields, inRequest: true },
  { name: 'sync, each a root', family: sync, inRequest: false },
  { name: 'async', family: flow, inRequest: true },
  { name: 'async, 4 fields', family: flowFields, inRequest: true },
  { name: 'promise-returning', family: promise, inRequest: true },
];

/** Different methods in each family, so that no inline cache knows which one comes next. */
export const METHODS = 50;
/** Calls of one request. */
export const CALLS = 100;
/** Requests between two turns of the event loop; their spans fit OpenTelemetry's queue of 2,048. */
export const REQUESTS = 20;

/** Calls that make a span in one burst of a shape. */
export function spansPerBurst({ inRequest }: Shape): number {
  return REQUESTS * (inRequest ? CALLS + 1 : CALLS);
}
