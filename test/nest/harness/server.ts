import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import { NestFactory } from '@nestjs/core';
import { type Recording, record } from 'spanfn/testing';
import { type Answer, fire } from './client.ts';
import type { CompiledApp } from './compile.ts';
import type { Ask } from './requests.ts';

/** A running application. */
export interface Server extends AsyncDisposable {
  ask(request: Ask): Promise<Answer>;
  /** The same, with the spans of this request and no other. */
  askRecorded(request: Ask): Promise<{ answer: Answer; recording: Recording }>;
}

/** Serves an application on a free port of this machine. */
export async function serve({ AppModule }: CompiledApp): Promise<Server> {
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  const recordings = new Map<string, Promise<Recording>>();
  app.use(recordInto(recordings));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  let asked = 0;
  return {
    ask: (request) => fire(port, request),
    async askRecorded(request) {
      const id = `${++asked}`;
      const answer = await fire(port, request, { [RECORD]: id });
      return { answer, recording: await (recordings.get(id) as Promise<Recording>) };
    },
    async [Symbol.asyncDispose]() {
      await app.close();
    },
  };
}

/** The header by which a request asks to be recorded. */
const RECORD = 'x-record';

/** Runs all that handles a request inside a recording of its own, until it is answered. */
function recordInto(recordings: Map<string, Promise<Recording>>) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const id = request.headers[RECORD];
    if (typeof id !== 'string') {
      next();
      return;
    }
    const answered = record(async () => {
      next();
      await finished(response);
    });
    recordings.set(id, answered);
  };
}
