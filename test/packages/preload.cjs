// Starts spanfn in every process and thread of a test run, and adds to the file that SPANFN_SPANS
// names how many spans there were and are open: after the first, and at its end unless it is killed.
const { appendFileSync } = require('node:fs');
const { start } = require('spanfn');

let spans = 0;
let open = 0;
let told = false;

function tell() {
  told = true;
  appendFileSync(process.env.SPANFN_SPANS, `${spans} ${open}\n`);
  spans = 0;
  open = 0;
}

start({
  filter: 'trace',
  dispatcher: {
    spanBegin() {
      open++;
    },
    spanEnd() {
      open--;
      if (++spans === 1 && !told) tell();
    },
  },
});

process.prependListener('exit', tell);
