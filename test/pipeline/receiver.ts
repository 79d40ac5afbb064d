import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Answer = (request: Received, response: ServerResponse, number: number) => void;

/** An OTLP receiver on loopback that keeps what it gets, and answers as it is told. */
export class Receiver implements AsyncDisposable {
  readonly requests: Received[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  readonly #answer: Answer;

  private constructor(answer: Answer) {
    this.#answer = answer;
  }

  static async open(answer: Answer = (_, response) => response.end()): Promise<Receiver> {
    const receiver = new Receiver(answer);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Names of all spans that came as JSON. */
  get spanNames(): string[] {
    return this.spans.map(({ name }) => name);
  }

  /** All spans that came as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they compare.
  get spans(): any[] {
    return this.requests.flatMap(({ body }) =>
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      JSON.parse(body.toString()).resourceSpans.flatMap((one: any) => one.scopeSpans[0].spans),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const raw = Buffer.concat(parts);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const received = { path: request.url ?? '', headers: request.headers, body };
    this.requests.push(received);
    this.#answer(received, response, this.requests.length);
  }
}
