import { log, logger, start } from 'spanfn';

start({ filter: 'debug' });
const db = logger('db');

async function placeOrder(id: number): Promise<void> {
  const request = log.child({ requestId: `r-${id}` });
  db.debug('order loaded', { id, rows: 3 });
  request.info('order placed', { id, total: 42.5 });
  try {
    await sendMail('ada@example.com');
  } catch (error) {
    request.error(error, 'mail not sent');
  }
  log.trace('order done', () => ({ memory: process.memoryUsage() }));
}

async function sendMail(to: string): Promise<void> {
  throw new TypeError(`no mail for ${to}`);
}

await placeOrder(7);
