import { createLogger, format, transports } from 'winston';

const log = createLogger({
  level: 'debug',
  format: format.combine(format.timestamp(), format.json()),
  transports: [new transports.Console()],
});
const db = log.child({ label: 'db' });

async function placeOrder(id: number): Promise<void> {
  const request = log.child({ requestId: `r-${id}` });
  db.debug('order loaded', { id, rows: 3 });
  request.info('order placed', { id, total: 42.5 });
  try {
    await sendMail('ada@example.com');
  } catch (error) {
    request.error('mail not sent', { reason: String(error) });
  }
  if (log.isSillyEnabled()) log.silly('order done', { memory: process.memoryUsage() });
}

async function sendMail(to: string): Promise<void> {
  throw new TypeError(`no mail for ${to}`);
}

await placeOrder(7);
