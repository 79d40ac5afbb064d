import { log, start } from 'spanfn';

start({ filter: 'debug' });

async function placeOrder(id: number): Promise<void> {
  log.debug('order loaded', { id, rows: 3 });
  log.info('order placed', { id, total: 42.5 });
  if (id > 5) log.warn(`order ${id} is a large one`);
  try {
    await sendMail('ada@example.com');
  } catch (error) {
    log.error(error, 'mail not sent');
  }
}

async function sendMail(to: string): Promise<void> {
  throw new TypeError(`no mail for ${to}`);
}

await placeOrder(7);
