;
{}
{ a; { b } ; ; }
debugger;
if (a) b; if (a) b; else c; if (a) {} else if (b) {} else {}
for (;;) break; for (var i = 0, j; i < 1; i++) {} for (let i = 0; ;) { continue; } for (const a = 1; ; a()) {} for (i = 0; i; ) ; for (a, b; c; d) {}
for (const a in b) ; for (var a in b) {} for (let a in b) {} for (a in b) ; for (a.b in c) ;
for (const a of b) ; for (var a of b) {} for (let [a, b] of c) {} for (a of b) ; for (a.b of c) ; for ({ a, b } of c) ; for (a[b] of c) ; for ([a] of c) ; for (const { a = 1, ...b } of c) ; for (async of => {}; ;) break;
while (a) b; while (a) { break; } do a; while (b) do { continue; } while (a)
switch (a) {} switch (a) { case 1: } switch (a) { case 1: case 2: b; break; default: c; { d } } switch (a) { default: let x; case f(): }
throw new Error(); 
function returns() { return; return a; return (a, b); }
try {} catch {} try { a } catch (e) { b } try { a } finally { c } try { a } catch ({ message, ...rest }) { b } finally { c } try {} catch (e: unknown) {} try {} catch ([a]: any) {}
outer: inner: while (a) { break outer; continue inner; }
labelled: { break labelled; }
var [a, , b = 1, ...c] = d, { e, f: g, h = 1, i: { j } = {}, [k]: l, 'm': n, 1: o, 2n: q, ...p } = r; let [[s], { t }] = u; const {} = v, [] = w;
let [typedArray]: string[] = x, { typedObject }: { typedObject: 1 } = y;
function patterns({ a, b: c = 1 }: { a: 1; b: 2 }, [d, e]: [1, 2], f = 1, { g } = {}, [h] = [], ...[i, ...j]: any[]) {}
declare function optionals({ a }?: any, [b]?: any, c?: any): void;
function optionalPattern({ a }?, [b]?): void;
type PatternParams = ({ a }?: any, [b]?: any, ...[c]: any) => void;
function restTyped(...rest: string[]) {}
(...rest: string[]) => {};
({ ...rest }) => rest;
