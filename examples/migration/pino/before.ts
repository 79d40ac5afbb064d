import { pino } from 'pino';

const log = pino({ level: 'debug' });
const db = log.child({ component: 'db' });

async function placeOrder(id: number): Promise<void> {
  const request = log.child({ requestId: `r-${id}` });
  db.debug({ id, rows: 3 }, 'order loaded');
  request.info({ id, total: 42.5 }, 'order placed');
  try {
    await sendMail('ada@example.com');
  } catch (err) {
    request.error({ err }, 'mail not sent');
  }
  if (log.isLevelEnabled('trace')) log.trace({ memory: process.memoryUsage() }, 'order done');
}

async function sendMail(to: string): Promise<void> {
  throw new TypeError(`no mail for ${to}`);
}

await placeOrder(7);
