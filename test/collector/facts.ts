import type { Message } from '../wire/otlp-messages.ts';
import { valueText } from './value-text.ts';

export type Signal = 'traces' | 'logs';

/** One span or log record, as all that is said of it. */
export interface Item {
  readonly signal: Signal;
  /** Tells it from all others. */
  readonly id: string;
  /** What is said, by its path, such as `events[0].attributes.exception.type`. */
  readonly facts: ReadonlyMap<string, string>;
}

/** The items of an export request, be it decoded from protobuf or read from JSON. */
export function itemsOf(request: Message): Item[] {
  return [
    ...flat(request.resourceSpans, 'scopeSpans', 'spans').map(spanItem),
    ...flat(request.resourceLogs, 'scopeLogs', 'logRecords').map(logItem),
  ];
}

function spanItem(facts: Map<string, string>): Item {
  return { signal: 'traces', id: `span ${facts.get('spanId')}`, facts };
}

function logItem(facts: Map<string, string>): Item {
  const id = `log ${facts.get('timeUnixNano')} ${facts.get('body') ?? ''}`;
  return { signal: 'logs', id, facts };
}

/** Each item, with what stands around it. */
function flat(resources: Message, scopes: string, items: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const { resource, schemaUrl, ...inside } of resources ?? []) {
    for (const { scope, schemaUrl: scopeSchemaUrl, ...content } of inside[scopes] ?? []) {
      const around = { resource, schemaUrl, scope, scopeSchemaUrl };
      for (const item of content[items] ?? []) found.push(factsOf({ ...item, ...around }));
    }
  }
  return found;
}

function factsOf(message: Message): Map<string, string> {
  const facts = new Map<string, string>();
  tell(facts, '', message);
  return facts;
}

function tell(facts: Map<string, string>, path: string, content: Message): void {
  for (const [name, value] of Object.entries<Message>(content)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (name === 'attributes') tellAttributes(facts, at, value);
    else if (name === 'body') tellBody(facts, at, value);
    else if (Array.isArray(value)) tellEach(facts, at, value);
    else if (typeof value === 'object' && value !== null) tell(facts, at, value);
    else if (!isDefault(value)) facts.set(at, String(value));
  }
}

function tellEach(facts: Map<string, string>, path: string, list: readonly Message[]): void {
  for (const [i, one] of list.entries()) tell(facts, `${path}[${i}]`, one);
}

function tellAttributes(facts: Map<string, string>, path: string, attributes: Message): void {
  for (const { key, value } of attributes) {
    const name = `${path}.${key}`;
    if (facts.has(name)) facts.set(`${name} (again)`, valueText(value));
    else facts.set(name, valueText(value));
  }
}

/** Whether a body that is empty is there at all is not told apart by all encodings. */
function tellBody(facts: Map<string, string>, path: string, body: Message): void {
  const text = valueText(body);
  if (text !== 'empty') facts.set(path, text);
}

/** What protobuf leaves out, JSON may say. */
function isDefault(value: unknown): boolean {
  return [undefined, null, '', 0, '0', false].includes(value as never);
}
