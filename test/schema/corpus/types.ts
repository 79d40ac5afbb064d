let k1: any, k2: unknown, k3: number, k4: object, k5: boolean, k6: bigint, k7: string, k8: symbol, k9: void, k10: undefined, k11: null, k12: never; type k13 = intrinsic;
type This = this; type Ref = A; type RefArgs = A<B, C[]>; type Qualified = A.B; type Deep = A.B.C<D>;
type Query = typeof a; type QueryDeep = typeof a.b.c; type QueryArgs = typeof a.b<string>; type QueryImport = typeof import('m'); type QueryImport2 = typeof import('m').a.b; type QueryThis = typeof this.a;
type Literal = {}; type Members = { a: string; b?: number, readonly c: 1; 'quoted': 2; 3: 3; [computed]: 4; d; readonly e?; method(): void; optional?(a: string): number; generic<T>(a: T, ...b: T[]): T; bare(); [computed](): void; 'quoted method'(): void; [computed]?(): void };
type Signatures = { (): void; (a: string, b?: number): string; <T>(a: T): T; (); new (): A; new <T>(a: T, { b }: any, [c]: any, ...d: any): A<T>; new (); get getter(): string; get bare(); set setter(v: string); get 'quoted'(): 1; set [computed](v); set destructured({ a }); [key: string]: any; readonly [key: number]: 1; [key: symbol]; set destructured2([a]: any) };
interface Members2 { a: string; method(): this; (): void; new (): Members2; readonly [k: string]: any; get x(): 1; set x(v) }
type Arr = string[]; type Nested = string[][]; type Tuple = []; type Tuple2 = [string, number?, ...boolean[]]; type Named = [a: string, b?: number, ...c: boolean[]]; type ReadonlyTuple = readonly [1]; type ReadonlyArr = readonly string[];
type Union = A | B | C; type Leading = | A | B; type Intersection = A & B; type Mixed = A & B | C & (D | E);
type Conditional = A extends B ? C : D; type Infer = A extends (infer U)[] ? U : never; type InferExtends = A extends [infer U extends string, ...infer R] ? U : R;
type Paren = (string); type Keyof = keyof A; type Unique = unique symbol; declare const u: unique symbol; type Indexed = A['b']; type IndexedDeep = A[B][number]; type ReadonlyIndexed = readonly A[B][];
type Mapped = { [K in T]: U }; type MappedAll = { readonly [K in keyof T as `x${K}`]?: T[K] }; type MappedPlus = { +readonly [K in T]+?: U }; type MappedMinus = { -readonly [K in T]-?: U }; type MappedBare = { [K in T] }; type MappedOptional = { [K in T]?: U };
type Lits = 1 | -1 | 'a' | true | false | 1n | -1n | `plain` | `a${string}b${number}`; type Nothing = ``;
type Fn = () => void; type FnArgs = (a: string, b?: number, ...c: any[]) => asserts a is string; type FnGeneric = <T extends U = V>(this: T, { a }: any, [b]: any) => T; type Ctor = new () => A; type CtorGeneric = new <T>(a: T) => A<T>; type AbstractCtor = abstract new () => A;
function predicate(a): a is string; function thisPredicate(this: any): this is string; function asserts1(a): asserts a; function asserts2(a): asserts a is string; function asserts3(): asserts this; function asserts4(): asserts this is A;
type Import = import('m'); type ImportName = import('m').A; type ImportDeep = import('m').A.B<C>; type ImportArgs = import('m')<A>; type ImportWith = import('m', { with: { 'resolution-mode': 'import' } }).A;
type Variance<in T, out U, in out V> = T; class ConstParam<const T, in U, out V> {}
type Asserts = asserts; type Is = is; type Optional = [(string)?]; type RestOfTuple = [...A, ...(B | C)[]];
let annotated: string = 'a', { destructured }: { destructured: 1 } = x, [list]: string[] = y;
function typed(this: Window, a: string, b?: number, c: boolean = true, ...d: any[]): void {}
const casts = <string>x as any satisfies unknown;
let fn: typeof fn<string>; let o: { readonly a?: () => void };
type AccessorPair = { get x(): string; set x(value: string | number) };
let genericCall = f<typeof a, keyof B, (c: C) => D>();
type TemplateInfer = A extends `${infer H}.${infer T extends string}` ? [H, T] : never;
type ComputedAccessors = { get [computed](): 1; set [computed](v) };
