'directive';
this; null; true; false; 1; 1.5; 0x10; 1_000; 1e300; .5; 0; 1n; 0n; 128n; 255n; 65535n; 0xffffffffn; 4294967296n; 123456789012345678901234567890n; 'text'; "double"; 'esc\n\u{1F600}é'; '';
/regex/; /a(?<n>b)[\]/]/dgimsuy; /[\p{L}--[a]]/v;
``; `plain`; `a${b}c${d}e`; `\u0041`; `line
break`; `nested ${`inner ${x}`}`;
tag``; tag`a${b}`; tag.member`x`; tag<string>`typed`; tag`\unicode and ${bad} \xerxes`; tag`1``2`;
[]; [1]; [1, , 2, ...rest, ,]; [...a, ...b];
({}); ({ shorthand, key: 1, 'quoted': 2, 3: 3, 4n: 4, [computed]: 5, ...spread, nested: { a: [] } });
({ method() {}, async asyncMethod() {}, *generator() {}, async *asyncGenerator() {}, 'quoted'() {}, [computed]() {}, 1() {}, 2n() {}, withThis(this: Foo, a?: string): void {}, generic<T>(a: T): T {} });
({ get getter() { return 1; }, set setter(value) {}, get 'quoted'(): string { return ''; }, set [computed]({ a }) {}, get 1() { return 1; }, set 2(v = 1) {} });
({ get self(this: Foo) { return this; }, set self(this: Foo, value: string) {}, get typed(): number { return 1; }, set typed([a]: number[]) {} });
({ __proto__: null, 'a-b': 1, async, await: 1, get, set, static: 1, async: 2, get: 3 });
-a; +a; !a; ~a; typeof a; void 0; delete a.b; - -a; !!a;
++a; --a; a++; a--; ++a.b; a[0]--;
a == b; a != b; a === b; a !== b; a < b; a <= b; a > b; a >= b; a << b; a >> b; a >>> b; a + b; a - b; a * b; a / b; a % b; a | b; a ^ b; a & b; a || b; a && b; 'x' in b; a instanceof b; a ** b; a ?? b;
a = 1; a += 1; a -= 1; a *= 1; a /= 1; a %= 1; a <<= 1; a >>= 1; a >>>= 1; a |= 1; a ^= 1; a &= 1; a **= 1; a &&= 1; a ||= 1; a ??= 1;
a.b = 1; a[b] = 1; (a) = 1; (a.b) = 1; a! = 1; (a as any) = 1; (<any>a) = 1; (a satisfies B) = 1; a!.b = 1; (a as any).b = 1; (a!) += 1; a.b!.c += 1;
a! += 1; (a as any) += 1; (<any>a) += 1; (a satisfies any) += 1;
[a, , b = 1, ...c] = d; [] = d; [[a], { b }, a.b, a[0], ...[x]] = d; ({ a, b = 1, c: d, e: f = 2, 'g': h, [i]: j, 1: k, ...l } = m); ({} = m); ({ a: b.c, d: [e], f: { g }, h: (i), ...j.k } = m);
class Super extends Base { m() { super.a = 1; super[b] = 2; super.a; super[b]; super.a(); super.a++; [super.x] = y; } }
a.b; a[b]; a['b']; a.b.c; a.b[c].d; this.a; (a).b; (a, b).c; a.default; a.class;
a ? b : c; a ? b : c ? d : e;
f(); f(a); f(a, ...b, c,); f<string>(); f<A, B>(a); f()(); a.f(); a[f](); (0, a.f)(); f(...a); f(function () {});
new A; new A(); new A(a, ...b); new A<string>; new A<string>(a); new a.B(); new (f())(); new new A()(); new A().b;
a?.b; a?.[b]; a?.(); a?.(b, ...c); a?.b.c; a?.b?.c; a?.b(); a.b?.(); a?.b[c](d); (a?.b).c; a?.f<string>(b); a?.b!; a?.b!.c; delete a?.b;
a?.<string>();
a, b, c; (a, b);
(a); ((a)); (a as any); 
() => {}; () => 1; a => a; (a) => a; (a, b) => { return a; }; async () => {}; async a => await a; async (a) => { await a; }; () => ({}); ({ a, b: [c] }) => a; ([a]) => a; (a = 1) => a; (...a) => a; (a?: string, b: number = 1): void => {}; <T,>(a: T): T => a; <const T extends string>(a) => a; async <T,>(a: T): Promise<T> => a; (): asserts a is string => {}; () => () => 1;
(function () {}); (function named() {}); (function* () { yield; }); (async function () { await 1; }); (async function* named() { yield await 1; }); (function (this: Foo) {}); (function <T>(a: T): T { return a; });
function target() { new.target; new.target.name; new new.target(); }
<any>a; <const>'x'; a as string; a as const; a as unknown as T; a satisfies T; a!; a!!; f<string>; a.b<string>; new A<string>; (f<string>).x; const instantiated = f<string>;
import.meta; import.meta.env;
'lone \ud800 surrogate'; `lone \udfff`; '\ud83d\ude00 pair'; "mixed \udc00\ud800";
0.1; 1e21; 5e-324; 1.7976931348623157e308; 1e999;
(a) = 1; (a?.b); ((a)) = 2;
typeof import.meta; async; await1; of; 
label: for (const a of b) { continue label; }
<any>a = 1; a as any = 1; a satisfies B = 1; a<string> = 1;
for (a! of b); for (a as any of b); for ((a as any) of b); for (a.b! in c);
'\\u200d'; '\\ud800-\\udfff'; '\\u12'; '\\\\u1234'; '\\\u1234'; '\\uwxyz'; '\\u{1F600}'; '\\U0041'; `\\u20E3`; '\\u';
