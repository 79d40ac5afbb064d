import type { Message } from '../../wire/otlp-messages.ts';

export function text(key: string, stringValue: string): Message {
  return { key, value: { stringValue } };
}

export function int(key: string, value: number): Message {
  return { key, value: { intValue: String(value) } };
}
