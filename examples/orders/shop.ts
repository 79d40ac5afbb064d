import { openDatabase } from './database.ts';
import { Mailer, type Transport } from './mailer.ts';
import { OrderController } from './order-controller.ts';
import { OrderRepository } from './order-repository.ts';
import { OrderService } from './order-service.ts';
import { Payments } from './payments.ts';
import { ProductRepository } from './product-repository.ts';
import { createServer } from './server.ts';

export interface Shop {
  readonly url: string;
  close(): Promise<void>;
}

/** Puts the parts together and listens on a free port of the loopback interface. */
export async function openShop(transport: Transport): Promise<Shop> {
  const db = await openDatabase();
  const products = new ProductRepository(db);
  const orders = new OrderRepository(db);
  const service = new OrderService(products, orders, new Payments(), new Mailer(transport));
  const server = createServer(new OrderController(service));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async close() {
      await server.close();
      await db.destroy();
    },
  };
}
