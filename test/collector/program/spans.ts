import { setTimeout as sleep } from 'node:timers/promises';
import { type Span, span, spanFn, withContext } from 'spanfn';
import { VALUES } from './values.ts';

export const REMOTE = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
export const LINKED = { traceId: '12'.repeat(16), spanId: '34'.repeat(8) };
export const MESSAGE = 'no such order: ∅';
/** More than one batch holds. */
export const MANY = 5000;

/** Makes spans of every kind. What has to arrive of them is in `expected.ts`. */
export async function makeSpans(): Promise<void> {
  await withContext({ tenant: 'ada' }, () => span('checkout', checkout));
  span('consume', { parent: `00-${REMOTE.traceId}-${REMOTE.spanId}-01` }, () => {});
  span('crowd', { root: true }, () => {
    for (let index = 0; index < MANY; index++) span('one of many', { fields: { index } }, () => {});
  });
}

async function checkout(self: Span): Promise<void> {
  span('values', { fields: VALUES }, () => {});
  span('placed', { target: 'src/shop.ts', level: 'warn' }, () => {});
  await sleep(1);
  price('tea', 3);
  span('approved', (approved) => approved.ok());
  span('linked', { links: [{ ...LINKED, fields: { why: 'caused' } }] }, (s) => s.link(LINKED));
  await span('failed', () => Promise.reject(new TypeError(MESSAGE))).catch(() => {});
  self.set('items', 2);
}

/** Its site knows the names of the arguments. */
const price = spanFn(
  { name: 'price', target: 'shop', args: ['item', 'count'], result: 'total' },
  (_item: string, count: number): number => count * 7,
);
