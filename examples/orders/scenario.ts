import type { OrderRequest } from './model.ts';
import { openShop } from './shop.ts';

const GOOD_CARD = '4242424242424242';
const DECLINED_CARD = '4000000000000002';

/** Opens a shop, is its customer for a while, and closes it. `say` hears what was answered. */
export async function runScenario(say: (line: string) => void): Promise<void> {
  const shop = await openShop(async () => {
    throw new Error('smtp down');
  });
  try {
    const ask = client(shop.url);
    say(await ask('r1', 'POST /orders', order('ada@example.com', GOOD_CARD)));
    say(await ask('r2', 'POST /orders', order('bob@example.com', DECLINED_CARD)));
    say(await ask('r3', 'GET /orders/99'));
    say(await ask('r4', 'GET /orders/1'));
    say(await ask('r5', 'GET /orders?status=placed'));
    // At the same time, and each request still gets a tree of its own.
    const together = await Promise.all([
      ask('r6', 'GET /orders/1'),
      ask('r7', 'POST /orders', order('eve@example.com', GOOD_CARD)),
      ask('r8', 'GET /orders?status=shipped'),
    ]);
    for (const line of together) say(line);
  } finally {
    await shop.close();
  }
}

function order(customer: string, card: string): OrderRequest {
  const items = [
    { sku: 'tea', quantity: 2 },
    { sku: 'cup', quantity: 1 },
  ];
  return { customer, card, items };
}

function client(url: string) {
  return async (requestId: string, route: string, body?: OrderRequest): Promise<string> => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const response = await fetch(url + path, {
      method,
      headers: { 'x-request-id': requestId, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return `${requestId} ${route} -> ${response.status} ${await response.text()}`;
  };
}
