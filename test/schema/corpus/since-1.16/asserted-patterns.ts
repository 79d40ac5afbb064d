[a as any, b!, <any>c] = d; ({ x: a as any, ...b! } = b); for ([a as any] of b); ({ x: a satisfies B } = b);
