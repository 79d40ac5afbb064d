async function placeOrder(id: number): Promise<void> {
  console.debug('order loaded', { id, rows: 3 });
  console.info('order placed', { id, total: 42.5 });
  if (id > 5) console.warn(`order ${id} is a large one`);
  try {
    await sendMail('ada@example.com');
  } catch (error) {
    console.error('mail not sent', error);
  }
}

async function sendMail(to: string): Promise<void> {
  throw new TypeError(`no mail for ${to}`);
}

await placeOrder(7);
