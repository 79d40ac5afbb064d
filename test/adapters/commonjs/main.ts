import { record } from 'spanfn/testing';
import { Cart } from './cart';
import { Orders } from './lib/orders.js';
import { plain } from './plain.js';

enum Answer {
  Yes = 'yes',
}

async function run(): Promise<void> {
  const { later } = await import('./later.mjs');
  const recording = await record(async () => {
    await new Orders(new Cart()).place();
    plain();
    await later();
  });
  const isMain: Answer | undefined = require.main === module ? Answer.Yes : undefined;
  console.log(JSON.stringify({ tree: recording.tree(), isMain, stack: failure() }));
}

function failure(): string | undefined {
  try {
    return new Cart().fail();
  } catch (error) {
    return (error as Error).stack;
  }
}

void run();
