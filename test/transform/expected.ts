import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from 'spanfn/testing';
import { expect } from 'vitest';
import { arrange, draw } from '../../src/pipeline/tree.ts';
import { lineOf } from '../../src/testing/recorded-span.ts';

/** Set, what was made becomes what is expected. Read it before it is committed. */
const UPDATES = process.env['UPDATE_FIXTURES'] === '1';

/** Expects a text to be that of a file beside a fixture. */
export function expectFile(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  const kept = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (UPDATES) writeFileSync(path, kept);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : `There is no ${path}.`).toBe(kept);
}

/** Expects the tree that was drawn; each line also tells the kind and the place of its site. */
export function expectTree(folder: string, recording: Recording): void {
  const lines = draw(arrange(recording.spans), (span) => {
    const { kind, level, target, file, line, column } = span.site;
    const own = [level === 'info' ? '' : level, file === target ? '' : target];
    const place = line === undefined ? ['no place'] : [`${line}:${column}`];
    return `${lineOf(span)} | ${[kind, ...place, ...own].filter(Boolean).join(' ')}`;
  });
  expectFile(folder, 'tree.txt', lines.join('\n'));
}

/** Expects the same tree of a way that knows less of the sites. */
export function expectSameTree(folder: string, recording: Recording): void {
  const tree = readFileSync(join(folder, 'tree.txt'), 'utf8').replace(/ \| .*/g, '');
  expect(recording.tree()).toBe(tree.trimEnd());
}
