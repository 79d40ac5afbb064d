import type { Recording, TreeOptions } from 'spanfn/testing';
import type { Ask } from './requests.ts';
import type { Server } from './server.ts';

/** Fires requests one after the other and draws each with the spans below it. */
export async function drawInTurn(
  server: Server,
  requests: readonly Ask[],
  options?: TreeOptions,
): Promise<string> {
  const drawn: string[] = [];
  for (const request of requests) {
    drawn.push(draw(request, (await server.askRecorded(request)).recording, options));
  }
  return drawn.join('');
}

/** The same, with all requests fired at once. */
export async function drawAtOnce(server: Server, requests: readonly Ask[]): Promise<string> {
  const drawn = requests.map(async (request) =>
    draw(request, (await server.askRecorded(request)).recording),
  );
  return (await Promise.all(drawn)).join('');
}

function draw({ title }: Ask, recording: Recording, options?: TreeOptions): string {
  const lines = recording.tree(options).split('\n').filter(Boolean);
  return [title, ...lines.map((line) => `  ${line}`), ''].join('\n');
}
