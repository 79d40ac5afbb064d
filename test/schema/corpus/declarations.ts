var hoisted = 1, uninitialised, typed: string = 'x', definite!: number;
let scoped;
const constant = 1 as const;
declare var ambientVar: string;
declare let ambientLet: number, second: any;
declare const ambientConst: unique symbol;
{
  using resource = open(), second = null;
}
async function disposes() {
  await using resource = open();
  for (using each of all) each;
  for (await using each of all) each;
  for await (using each of all) each;
  for await (await using each of all) each;
}
function overloaded(a: string): string;
function overloaded(a: number, b?: string): number;
function overloaded(this: Window, a: any, ...rest: any[]): any { return a; }
function withThis(this: void) {}
function bareThis(this) {}
declare function ambient(a: string): asserts a is 'x';
declare function ambientPlain();
function* generator() { const got = yield; yield got; yield* other(); yield yield 1; }
async function asynchronous() { await promise; for await (const each of stream) each; await Promise.all([]); }
async function* both() { yield await 1; yield* stream; }
function generic<T, const U extends T[] = T[]>(a: T = 1 as T, { b, c: [d] }: U, [e, , f = 2]: any = []): T | undefined { return; }
function decorated(@param() a, @first @second() { b }, @rest ...c) {}
enum Empty {}
enum Plain { A, B = 2, 'quoted', 'other' = 'text', C = A | B, D = `t`.length }
const enum Constant { A = 1 }
declare enum Ambient { A }
declare const enum AmbientConstant { A }
namespace Space { export const inside = 1; }
namespace A.B.C { inner; }
declare namespace Ambient2 { const a: string; }
declare namespace X.Y { export function f(): void; }
module Old { statement; }
declare module 'quoted' { export default class {} }
declare module 'shorthand';
declare module 'pattern/*' { const text: string; export = text; }
declare global { interface Window { x: 1 } }
global;
interface Bare {}
interface Generic<in T, out U extends T = T, in out V = any> extends Base, Space.Other<T>, Third<U, V> { member: T }
declare interface AmbientInterface { x: 1 }
type Simple = string;
type Params<T extends object = {}> = T;
declare type AmbientAlias = number;
declare abstract class AmbientAbstract { abstract method(): void; }
