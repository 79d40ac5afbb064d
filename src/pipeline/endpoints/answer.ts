import type { RecordPage } from '../retention/record-history.ts';

/** What is sent for a request that is in order. */
export interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Says in all forms where to go on, and what was missed. */
export function pageHeaders({ next, dropped }: RecordPage): Readonly<Record<string, string>> {
  return { 'Spanfn-Next': String(next), 'Spanfn-Dropped': String(dropped) };
}

/** JSON of lists, an item a line, and of what else there is. */
export function listsJson(
  lists: Readonly<Record<string, readonly string[] | null>>,
  rest: Readonly<Record<string, number>>,
): string {
  const parts = Object.entries(lists).map(([name, items]) => `"${name}":${listJson(items)}`);
  parts.push(...Object.entries(rest).map(([name, value]) => `"${name}":${value}`));
  return `{${parts.join(',')}}\n`;
}

function listJson(items: readonly string[] | null): string {
  if (items === null) return 'null';
  return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n]`;
}
