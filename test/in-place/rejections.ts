import { record } from 'spanfn/testing';
import { countRejections } from '../contract/rejection-counter.ts';
import { emit } from './emitted.ts';

class Account extends Promise<unknown> {}

/** Each method rejects in its own way; `reject` makes a rejected promise of the class it is given. */
const { bare, instrumented } = emit<new () => Record<string, (reject: Reject) => unknown>>(
  `
  return class Rejecting {
    async thrown(reject) { «async thrown» await⟨null⟩; throw reason; «end» }
    async early(reject) { «async early» throw reason; «end» }
    async awaited(reject) { «async awaited» await⟨reject(Promise)⟩; «end» }
    async caught(reject) { «async caught» try { await⟨reject(Promise)⟩; } catch { ⟨⟩ } «end» }
    async returned(reject) { «async returned» return⟨reject(Promise)⟩ «end» }
    async subclass(reject) { «async subclass» return⟨reject(Account)⟩ «end» }
    async late(reject) { «async late» const p = reject(Promise); await⟨null⟩; return⟨p⟩ «end» }
    async unheard(reject) { «async unheard»
      const p = reject(Promise);
      p.then = (done) => done(1);
      return⟨p⟩
    «end» }
    async patched(reject) { «async patched»
      const p = reject(Promise);
      const { then } = Promise.prototype;
      Promise.prototype.then = function (done, fail) {
        if (this !== p) return then.call(this, done, fail);
        Promise.prototype.then = then;
        done(1);
      };
      return⟨p⟩
    «end» }
    direct(reject) { «promise direct» return⟨reject(Promise)⟩ «end» }
    unknown(reject) { «auto unknown» return⟨reject(Account)⟩ «end» }
    plain(reject) { «sync plain» return⟨reject(Promise)⟩ «end» }
    async *stream(reject) { «async generator stream» yield⟨reject(Promise)⟩; «end» }
  }`.replaceAll('throw reason', 'throw reject({ reject: (error) => error })'),
  { Account },
);

type Reject = (Class: { reject(error: unknown): unknown }) => unknown;

/** The methods as the counter calls them: with the error, and whether it is handled inside. */
function countable(Rejecting: typeof bare): object {
  const rejecting = new Rejecting();
  const names = Object.getOwnPropertyNames(Rejecting.prototype).filter((n) => n !== 'constructor');
  const methods = names.map((name) => [
    name,
    (error: Error, handled: boolean) => {
      const result = rejecting[name]!((Class) => Class.reject(error));
      if (handled) Promise.resolve(result).catch(() => {});
      return result;
    },
  ]);
  return Object.create(Object.fromEntries(methods));
}

/** What the process reports of the bare methods and of the instrumented ones. */
export async function compareRejections(): Promise<unknown> {
  // A copy: the counter's listeners stay, and hear of the second run too.
  const wanted = structuredClone(await countRejections(countable(bare)));
  let counted: unknown;
  const { spans } = await record(async () => {
    counted = await countRejections(countable(instrumented));
  });
  return { wanted, counted, spans: spans.length, open: spans.filter((s) => !s.ended).length };
}
