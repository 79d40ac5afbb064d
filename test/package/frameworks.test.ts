import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, type Project, SETUP_MS } from './project.ts';

/** What the JSON reports of Vitest and Jest have in common. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Framework {
  readonly project: string;
  readonly packages: readonly string[];
  /** Command line after `node`; prints a report. */
  readonly command: readonly string[];
}

const VITEST: Framework = {
  project: 'vitest',
  packages: ['vitest'],
  command: ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json'],
};
const JEST: Framework = {
  project: 'jest',
  packages: ['jest', '@jest/globals', '@swc/jest', '@swc/core'],
  command: ['node_modules/jest/bin/jest.js', '--json', '--runInBand'],
};

describe.each([VITEST, JEST])(
  'the matchers under $project',
  ({ project: name, packages, command }) => {
    let project: Project;
    let results: Map<string, { status: string; message: string }>;

    beforeAll(async () => {
      project = await createProject(name, ...packages);
      const { stdout, stderr } = await project.node(...command);
      results = new Map(read(stdout, stderr));
    }, SETUP_MS);
    afterAll(() => project.remove());

    function* read(
      stdout: string,
      stderr: string,
    ): Generator<[string, { status: string; message: string }]> {
      if (!stdout.startsWith('{')) throw new Error(`no report:\n${stdout}\n${stderr}`);
      for (const file of (JSON.parse(stdout) as Report).testResults) {
        for (const { title, status, failureMessages } of file.assertionResults) {
          yield [title, { status, message: failureMessages.join('\n') }];
        }
      }
    }

    test.each([
      'a span is found by name, kind, status, parent and fields',
      'fields may be described by asymmetric matchers',
      'a tree is compared as a whole',
      'siblings may come in any order',
      'open spans are found until they have ended',
      'record their own spans: ann',
      'record their own spans: dan',
    ])('pass where they should: %s', (title) => {
      expect(results.get(title)).toEqual({ status: 'passed', message: '' });
    });

    test.each([
      ['missing span', 'expected a span middle: there is none of that name'],
      ['wrong kind', "expected a span inner with kind 'async': kind is thread"],
      ['wrong parent', 'expected a span inner with no parent: parent is outer'],
      ['wrong field', 'field rows is 2'],
      ['unwanted span', 'expected no span inner, but there is one'],
      ['wrong tree', 'the span tree differs'],
      ['unwanted tree', 'expected another span tree than'],
      ['open span', 'expected no open spans: outer'],
    ])('fail where they should, saying why: %s', (title, reason) => {
      expect(results.get(title)).toMatchObject({
        status: 'failed',
        message: expect.stringContaining(reason),
      });
    });

    test('show what was recorded', () => {
      const shown = 'Recorded:\nouter thread {rows=2}\n  inner thread';
      expect(results.get('missing span')?.message).toContain(shown);
    });

    test('show the line of a tree that differs', () => {
      const message = results.get('wrong tree')?.message ?? '';
      expect(message).toMatch(/^- outer thread \{rows=3\}$/m);
      expect(message).toMatch(/^\+ outer thread \{rows=2\}$/m);
      expect(message).toMatch(/^ {4}inner thread$/m);
    });
  },
);

describe('the assertions under node:test, with no other framework installed', () => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject('node-test');
  }, SETUP_MS);
  afterAll(() => project.remove());

  test('pass where they should', async () => {
    expect(await project.node('--test', 'passing.mjs')).toMatchObject({ code: 0 });
  });

  test('fail where they should, and show what was expected', async () => {
    const { code, stdout } = await project.node('--test', '--test-reporter=tap', 'failing.mjs');
    expect(code).toBe(1);
    expect(stdout).toContain('# fail 4');
    expect(stdout).toContain('expected a span middle: there is none of that name');
    expect(stdout).toContain("expected a span inner with kind 'async': kind is thread");
    expect(stdout).toContain('expected no open spans: outer');
    expect(stdout).toMatch(/\+ +'?outer thread \{rows=2\}/);
    expect(stdout).toMatch(/- +'?outer thread \{rows=3\}/);
  });
});
