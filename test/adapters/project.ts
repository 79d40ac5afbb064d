import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../package/project.ts';

/** A module of the project that does not concern us, formatted as no tool would print it. */
export const UNTOUCHED = {
  comment: '/*  Left   alone. */',
  code: 'const  untouched = ( a,b )=>a   +   b ;',
};

/** What `main.ts` of the first project prints about its run. */
interface Report {
  readonly tree: string;
  readonly html: string;
  readonly stack: string;
  readonly metadata: string;
}

const TREE = `\
Orders.place async {prices=[7, 35], state="placed"}
  Cart.total thread
    Cart.each async
  Orders.#store async error: "refused 42"
    Orders.refuse thread error: "refused 42"
Page.render thread`;

/** Packages that the projects bring along. */
const PACKAGES = { project: 'tiny-jsx', commonjs: 'esm-only' } as const;

/** A copy of a project in a folder of its own; spanfn is this repository. */
export function copyProject(name: keyof typeof PACKAGES): { path: string; remove(): void } {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'spanfn-adapters-'));
  const files = join(import.meta.dirname, name);
  const brought = PACKAGES[name];
  cpSync(files, path, { recursive: true });
  cpSync(join(files, brought), join(path, 'node_modules', brought), { recursive: true });
  writeFileSync(join(path, 'untouched.ts'), `${UNTOUCHED.comment}\nexport ${UNTOUCHED.code}\n`);
  link('spanfn', ROOT, path);
  link('reflect-metadata', join(ROOT, 'node_modules/reflect-metadata'), path);
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

function link(name: string, target: string, project: string): void {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}

/** The run was traced, every language feature was compiled, and errors lead to the source. */
export function expectRight(stdout: string, project: string): void {
  const report: Report = JSON.parse(stdout);
  expect(report.tree).toBe(TREE);
  expect(report.html).toBe('<h1 id="top">Orders</h1>');
  expect(report.metadata).toBe('Number');
  expect(report.stack).toContain(placeOf('standard/orders.ts', 'throw new Error', project));
}

/** The place of some text in a file, as stacks name it: path and line. */
export function placeOf(file: string, text: string, project: string): string {
  const lines = readFileSync(join(project, file), 'utf8').split('\n');
  const line = lines.findIndex((one) => one.includes(text)) + 1;
  expect(line).toBeGreaterThan(0);
  return `${join(project, file)}:${line}:`;
}
