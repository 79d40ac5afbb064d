/** One way of logging; one block of the report. */
export interface Shape {
  readonly name: 'off' | 'none' | 'three' | 'ten';
  readonly label: string;
  readonly level: 'debug' | 'info';
  readonly fields: readonly string[];
}

/** What is logged: source texts of fields, computed of the arguments of the function around. */
const FIELDS = [
  'id: a',
  'rows: b',
  'ms: c',
  'cached: d',
  "method: 'GET'",
  'path: a',
  'status: 200',
  'bytes: b * 512',
  'ratio: c / 4',
  'retry: !d',
];

export const SHAPES: readonly Shape[] = [
  { name: 'off', label: 'off, 3 fields', level: 'debug', fields: FIELDS.slice(0, 3) },
  { name: 'none', label: '0 fields', level: 'info', fields: [] },
  { name: 'three', label: '3 fields', level: 'info', fields: FIELDS.slice(0, 3) },
  { name: 'ten', label: '10 fields', level: 'info', fields: FIELDS },
];

/** Places that log, each with a message of its own. */
export const PLACES = 50;
/** Times that each is come by between two turns of the event loop. */
export const TIMES = 40;
/** Events between two turns: they fit OpenTelemetry's queue of 2,048. */
export const EVENTS: number = PLACES * TIMES;
