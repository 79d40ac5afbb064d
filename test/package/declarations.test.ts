import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, type Outcome, type Project, SETUP_MS } from './project.ts';

const SUCCESS: Outcome = { code: 0, stdout: '', stderr: '' };

describe.each([
  {
    what: 'declarations for import and for require, with only Node types installed',
    project: 'consumer',
    packages: ['@types/node', 'undici-types'],
    options: ['--project', '.'],
  },
  {
    what: 'matchers under Vitest',
    project: 'vitest',
    packages: ['@types/node', 'vitest'],
    options: ['passing.spec.ts', 'declared.ts', '--skipLibCheck'],
  },
  {
    what: 'matchers under Jest',
    project: 'jest',
    packages: ['@types/node', '@jest/globals', 'expect'],
    options: ['passing.spec.ts', 'declared.ts', '--skipLibCheck'],
  },
])('the $what', ({ project: name, packages, options }) => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject(name, 'typescript', ...packages);
  }, SETUP_MS);
  afterAll(() => project.remove());

  const compile = (): Promise<Outcome> => {
    const shared = ['--strict', '--noEmit', '--target', 'es2022', '--types', 'node'];
    return project.node('node_modules/typescript/bin/tsc', ...shared, ...options);
  };

  test('compile', async () => expect(await compile()).toEqual(SUCCESS), SETUP_MS);
});
