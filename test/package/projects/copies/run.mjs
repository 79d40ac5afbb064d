// node run.mjs <copy> <copy>: runs all scenarios, and prints how each went.
const outcomes = {};
for (const [name, scenario] of Object.entries(await import('./scenarios.mjs'))) {
  try {
    await scenario();
    outcomes[name] = 'holds';
  } catch (error) {
    outcomes[name] = error.stack;
  }
}
console.log(JSON.stringify(outcomes));
