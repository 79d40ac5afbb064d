import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes whatever is posted and forgets it: an OTLP receiver on loopback, in its own process. */
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () =>
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(),
  );
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.on('disconnect', () => process.exit());
