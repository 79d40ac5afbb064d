import { describe, expect, test } from 'vitest';
import type { Answer } from './harness/client.ts';
import { type CompiledApp, compileApp } from './harness/compile.ts';
import { type Ask, REQUESTS } from './harness/requests.ts';
import { type Server, serve } from './harness/server.ts';
import { BY_ENHANCER, VARIANTS } from './harness/variants.ts';

/** What came back, by what the request does. */
type Answers = Record<string, Answer>;
type Fire = (server: Server, request: Ask) => Promise<Answer>;

const plainly: Fire = (server, request) => server.ask(request);
const recorded: Fire = async (server, request) => (await server.askRecorded(request)).answer;

/** The order of these does not show in their answers. */
const AT_ONCE = REQUESTS.filter((request) => request.counts !== true);

let bare: Promise<Answers> | undefined;

test('the bare application answers as its requests say', async () => {
  const answers = await bareAnswers();
  const statuses = REQUESTS.map(({ title }) => [title, answers[title]?.status]);
  expect(statuses).toEqual(REQUESTS.map(({ title, status }) => [title, status]));
});

describe.each(VARIANTS)('with @spanFn %s', (_, marks) => {
  test('an application answers every request as bare while nothing is recorded', async () => {
    expect(await inTurn(await compileApp(marks), plainly)).toEqual(await bareAnswers());
  });

  test('it answers every request as bare while spans are recorded', async () => {
    expect(await inTurn(await compileApp(marks), recorded)).toEqual(await bareAnswers());
  });
});

test('requests that come at once to a decorated application are answered as bare', async () => {
  const [, marks] = BY_ENHANCER;
  const answers = await atOnce(await compileApp(marks), recorded);
  expect(answers).toEqual(await atOnce(await compileApp([]), plainly));
});

function bareAnswers(): Promise<Answers> {
  bare ??= compileApp([]).then((app) => inTurn(app, plainly));
  return bare;
}

async function inTurn(app: CompiledApp, fire: Fire): Promise<Answers> {
  await using server = await serve(app);
  const answers: Answers = {};
  for (const request of REQUESTS) answers[request.title] = await fire(server, request);
  return answers;
}

async function atOnce(app: CompiledApp, fire: Fire): Promise<Answers> {
  await using server = await serve(app);
  const answers = AT_ONCE.map(async (request) => [request.title, await fire(server, request)]);
  return Object.fromEntries(await Promise.all(answers));
}
