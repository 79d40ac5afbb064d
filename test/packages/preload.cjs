// Starts spanfn in every process and thread of a test run, and adds at its end how many spans
// there were to the file that SPANFN_SPANS names.
const { appendFileSync } = require('node:fs');
const { start } = require('spanfn');

let spans = 0;
let open = 0;
start({
  filter: 'trace',
  dispatcher: {
    spanBegin() {
      open++;
    },
    spanEnd() {
      open--;
      spans++;
    },
  },
});

process.prependListener('exit', () => {
  if (spans > 0) appendFileSync(process.env.SPANFN_SPANS, `${spans} ${open}\n`);
});
