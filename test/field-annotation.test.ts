import { transformSync } from 'esbuild';
import * as spanfn from 'spanfn';
import { field, span, spanFn, start } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

interface Order {
  place(): void;
}

const CODE = `
  class Entity {
    @field id = 7;
    secret = 'hidden';
  }
  class Order extends Entity {
    @field('order.total') total = 12.5;
    @field get state() { return 'open'; }
    lines = [1, 2, 3];
    @spanFn place() {}
  }
  return Order;
`;

/** The same class in the syntax of `experimentalDecorators`, or in the standard one. */
function compiled(experimentalDecorators: boolean): new () => Order {
  const { code } = transformSync(CODE, {
    loader: 'ts',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { experimentalDecorators, useDefineForClassFields: false } },
  });
  return new Function(...Object.keys(spanfn), code)(...Object.values(spanfn));
}

test.each([
  ['legacy', true],
  ['standard', false],
])('spans of a method have the annotated fields of its object: %s syntax', async (_, legacy) => {
  const Order = compiled(legacy);
  const rec = await record(() => new Order().place());
  const [{ fields } = { fields: {} }] = rec.spans;
  expect(fields).toEqual({ id: 7, 'order.total': 12.5, state: 'open' });
  expect(Object.keys(fields)[0]).toBe('id');
});

test.each([
  ['legacy', true],
  ['standard', false],
])('a recorded object shows its annotated members only: %s syntax', async (_, legacy) => {
  const order = new (compiled(legacy))();
  const shown = { id: 7, 'order.total': 12.5, state: 'open' };
  const rec = await record(() => {
    span(
      'set',
      (own) => void own.set('order', order).set({ list: [order], map: new Map([['o', order]]) }),
    );
    span('fields', { fields: order }, () => {});
    spanFn({ name: 'args', args: ['order'] }, (_: Order) => {})(order);
  });
  expect(rec.spans.map((one) => one.fields)).toEqual([
    { order: shown, list: [shown], map: { o: shown } },
    shown,
    { order: shown },
  ]);
});

class Account {
  @field owner = 'ann';
  @field accessor balance = 10;
  @field('login.token') token = 's3cret';
  password = 'pa55';

  @spanFn close(): void {}
  @spanFn async settle(): Promise<void> {}
  @spanFn({ redact: ['owner'] }) hide(): void {}
  @spanFn({ args: ['owner'] }) rename(_owner: string): void {}
  @spanFn static open(): void {}
}

const SHOWN = '{owner="ann", balance=10, login.token="s3cret"}';

test('sync and async methods show what the object is at the call', async () => {
  const rec = await record(async () => {
    const account = new Account();
    account.close();
    account.balance = 11;
    await account.settle();
    Account.open();
  });
  expect(rec).toMatchSpanTree(`
    Account.close thread ${SHOWN}
    Account.settle async ${SHOWN.replace('10', '11')}
    Account.open thread
  `);
});

test('an argument of the same name overrides the annotated field', async () => {
  const rec = await record(() => new Account().rename('bob'));
  expect(rec).toHaveSpan('Account.rename', { fields: { owner: 'bob', balance: 10 } });
});

test('redaction by site covers annotated fields too', async () => {
  const rec = await record(() => new Account().hide());
  expect(rec).toHaveSpan('Account.hide', { fields: { owner: '[redacted]', balance: 10 } });
});

test('redaction for all covers annotated fields by the name they are shown under', async () => {
  await using handle = start({ dispatcher: {}, redact: ['login.token'] });
  const rec = await record(() => new Account().close());
  expect(rec).toHaveSpan('Account.close', { fields: { 'login.token': '[redacted]' } });
  await handle.stop();
  await start({ dispatcher: {}, redact: [] }).stop();
});

test('a subclass inherits annotations; a class apart does not', async () => {
  class Savings extends Account {
    @field rate = 2;
    note = 'not shown';
  }
  class Plain {
    note = 'shown';
  }
  const rec = await record(() => {
    new Savings().close();
    span('plain', (own) => void own.set('plain', new Plain()));
    span('base', (own) => void own.set('base', new Account()));
  });
  expect(rec).toMatchSpanTree(`
    Account.close thread {owner="ann", balance=10, login.token="s3cret", rate=2}
    plain thread {plain={note="shown"}}
    base thread {base=${SHOWN}}
  `);
});

test('an annotated getter that throws is left out of the record', async () => {
  class Broken {
    @field get state(): string {
      throw new Error('no');
    }
    @field ok = 1;
    @spanFn run(): string {
      return 'ran';
    }
  }
  const rec = await record(() => expect(new Broken().run()).toBe('ran'));
  expect(rec).toHaveSpan('Broken.run', { fields: { ok: 1 } });
});

test('annotated values are bounded and copied like all others', async () => {
  class Big {
    @field text = 'x'.repeat(10_000);
    @field list: unknown[] = [this];
    @spanFn run(): void {
      this.list.push(1);
    }
  }
  const rec = await record(() => new Big().run());
  const { text, list } = rec.spans[0]!.fields as { text: string; list: unknown[] };
  expect(text).toHaveLength(4097);
  expect(list).toHaveLength(1);
});

test('private members and symbols can be annotated', async () => {
  const key = Symbol('kind');
  class Odd {
    @field #hidden = 1;
    @field [key] = 2;
    @spanFn run(): number {
      return this.#hidden;
    }
  }
  const rec = await record(() => new Odd().run());
  expect(rec.tree()).toBe('Odd.run thread {#hidden=1, [kind]=2}');
});

test('methods called on odd receivers are unharmed', async () => {
  const { close } = Account.prototype;
  const no = (): never => {
    throw new Error('trap');
  };
  const trap = new Proxy({}, { get: no, getPrototypeOf: no, ownKeys: no, has: no });
  const receivers = [undefined, null, 5, 'x', Object.create(null), trap, Object.create(trap), {}];
  const rec = await record(() => {
    for (const receiver of receivers) expect(close.call(receiver as never)).toBeUndefined();
  });
  expect(rec.spans).toHaveLength(receivers.length);
});

test('links and contexts with odd fields are unharmed where annotations exist', async () => {
  const link = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const rec = await record(() => {
    span('work', (own) => void own.link({ ...link, fields: 5 as never }));
  });
  expect(rec.spans).toHaveLength(1);
});
