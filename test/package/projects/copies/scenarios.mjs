// What two copies of spanfn have in common. Each scenario fails by throwing.
import assert from 'node:assert';
import { setTimeout as delay } from 'node:timers/promises';
import { one, two } from './copies.mjs';

const EITHER_WAY = [
  [one, two],
  [two, one],
];

export function loaded() {
  assert.notStrictEqual(one.span, two.span);
}

export async function nesting() {
  for (const { record, assertSpanTree, assertNoOpenSpans } of [one, two]) {
    for (const [outer, inner] of EITHER_WAY) {
      const recording = await record(() => nest(outer, inner));
      assertSpanTree(recording, TREE);
      assertNoOpenSpans(recording);
    }
  }
}

const TREE = `
  outer async
    sync thread
    later async
    numbers async
      inside thread
    guard thread
      guarded thread`;

async function nest(outer, inner) {
  const sync = inner.spanFn(function sync() {
    return inner.current().name;
  });
  const later = inner.spanFn(async function later() {
    await delay(1);
    return outer.current().name;
  });
  const numbers = inner.spanFn(function* numbers() {
    yield outer.span('inside', () => 1);
  });
  await outer.span('outer', async () => {
    assert.equal(sync(), 'sync');
    assert.equal(await later(), 'later');
    assert.deepEqual([...numbers()], [1]);
    const guard = inner.span('guard');
    outer.span('guarded', () => {});
    guard[Symbol.dispose]();
    assert.equal(inner.current().name, 'outer');
  });
}

export async function context() {
  const work = () => two.withContext({ user: 7 }, () => one.span('a', () => {}));
  one.assertSpan(await one.record(work), 'a', { fields: { user: 7 } });
  assert.deepEqual(one.withContext({ user: 7 }, two.contextFields), { user: 7 });
}

export async function wrappedTwice() {
  const twice = two.spanFn(one.spanFn(function twice() {}));
  assert.equal((await two.record(twice)).tree(), 'twice thread');
}

export async function annotations() {
  class Cart {
    id = 3;
    secret = 'x';
  }
  one.field(Cart.prototype, 'id');
  const recording = await two.record(() =>
    two.span('a', { fields: { cart: new Cart() } }, () => {}),
  );
  two.assertSpan(recording, 'a', { fields: { cart: { id: 3 } } });
}

export async function parentsAndLinks() {
  const recording = await one.record(() => {
    const parent = one.span('parent', (span) => span);
    two.span('child', { parent, links: [parent] }, () => {});
  });
  two.assertSpan(recording, 'child', { parent: 'parent' });
  const [parent, child] = recording.spans;
  assert.equal(child.links[0].spanId, parent.spanId);
}

export async function fixedClocks() {
  const work = (copy) => () => copy.span('a', () => copy.span('b', () => {}));
  const options = { ids: 'fixed', clock: 'fixed' };
  const [mine, others] = await Promise.all(
    [one, two].map((copy) => one.record(options, work(copy))),
  );
  const stamps = ({ spans }) => spans.map((span) => [span.traceId, span.spanId, span.startTime]);
  assert.deepEqual(stamps(others), stamps(mine));
}

export async function start() {
  const ended = [];
  const dispatcher = { spanBegin() {}, spanEnd: (span) => ended.push(span.name) };
  const handle = one.start({ dispatcher, redact: ['secret'] });
  assert(two.isEnabled('info'));
  assert.throws(() => two.start({ dispatcher }), { code: 'SPANFN_DISPATCHER_SET' });
  two.span('a', () => {});
  await handle.stop();
  two.span('b', () => {});
  assert.deepEqual(ended, ['a']);
}

export async function wallClock() {
  const ended = [];
  const dispatcher = { spanBegin() {}, spanEnd: (span) => ended.push(span) };
  const handle = one.start({ dispatcher });
  for (const [outer, inner] of EITHER_WAY) {
    outer.span('outer', () => inner.span('inner', () => {}));
    const [within, around] = ended.splice(0);
    assert(around.startTime <= within.startTime, 'a child begins after its parent');
    assert(within.endTime <= around.endTime, 'a child ends before its parent');
  }
  await handle.stop();
}
