import type { Message } from '../wire/otlp-messages.ts';

/** An `AnyValue` with its kind, as text: the same for protobuf and for JSON. */
export function valueText(value: Message): string {
  const [kind, content] = Object.entries<Message>(value ?? {})[0] ?? [];
  switch (kind) {
    case undefined:
      return 'empty';
    case 'stringValue':
      return JSON.stringify(content);
    case 'boolValue':
      return `bool ${content}`;
    case 'intValue':
      return `int ${BigInt(content)}`;
    case 'doubleValue':
      return `double ${doubleText(Number(content))}`;
    case 'bytesValue':
      return `bytes ${typeof content === 'string' ? content : base64(content)}`;
    case 'arrayValue':
      return `[${(content.values ?? []).map(valueText).join(', ')}]`;
    case 'kvlistValue':
      return `{${(content.values ?? []).map(entryText).join(', ')}}`;
    default:
      return `${kind} ${JSON.stringify(content)}`;
  }
}

function entryText({ key, value }: Message): string {
  return `${JSON.stringify(key)}: ${valueText(value)}`;
}

function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
