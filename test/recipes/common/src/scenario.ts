import { writeFileSync } from 'node:fs';
import { record } from 'spanfn/testing';
import { Orders } from './shop';

/** Leaves what was traced in `tree.txt`. */
export async function runScenario(): Promise<void> {
  const recording = await record(() => new Orders().place([7, 35]));
  writeFileSync('tree.txt', `${recording.tree()}\n`);
}
