#!/usr/bin/env node
'use strict off';
with (object) statement;
with (object) { block; }
var octal = 010, legacy = '\07', html = 1;
<!-- an old comment
label: for (;;) { continue label; break label; }
if (yes) { function sloppy() {} }
function duplicate(a, a) { return arguments.callee; }
delete variable;
var yield = 1, await = 2, let = 3, async = 4;
async(yield, await);
