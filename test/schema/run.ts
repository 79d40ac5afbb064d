// Usage: npm run schema [-- <version> ...] [--quick]
// Without versions: the oldest and the newest of every minor that a plugin is loaded by.
// --quick leaves the published packages out.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Mismatch } from './compare.ts';
import { refuted, unexplained } from './reasons.ts';
import { parseSchema, type Schema } from './schema.ts';
import { publishedSources, writtenSources } from './sources.ts';
import { dumpPlugin, publishedSwc, type Source } from './swc.ts';
import { type Sample, samplesOf, verify } from './verification.ts';
import { endsOfMinors } from './versions.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCHEMA = join(ROOT, 'transform/plugin/ast/schema.txt');
const SHOWN = 10;

/** Whether the version agrees; prints one line, and what disagrees. */
function check(
  schema: Schema,
  version: string,
  plugin: string,
  published: readonly Source[],
): boolean {
  const swc = publishedSwc(version);
  const refused: string[] = [];
  function* samples(sources: readonly Source[]): Generator<Sample> {
    for (const source of sources) {
      const both = samplesOf(swc, plugin, source);
      if (both === undefined) refused.push(source.path);
      else yield* both;
    }
  }
  const written = writtenSources(version);
  const first = verify(schema, samples(written));
  const unseen = first.coverage.unseen(schema);
  const problems = [
    ...refused.splice(0).map((path) => `does not parse: ${path}`),
    ...unexplained(unseen, version).map((sight) => `never seen: ${sight}`),
    ...refuted(unseen, version).map((sight) => `seen after all: ${sight}`),
  ];
  const second = verify(schema, samples(published));
  problems.push(...[...first.mismatches, ...second.mismatches].map(line));
  const verdict = problems.length === 0 ? 'agrees' : `${problems.length} PROBLEMS`;
  const files = written.length + published.length;
  const walked = first.counts.walked + second.counts.walked;
  const compared = first.counts.compared + second.counts.compared;
  console.log(
    `@swc/core ${version}: ${verdict}; ${files} files, ${refused.length} of them do not parse; ` +
      `${walked} nodes walked, ${compared} compared with JSON`,
  );
  for (const path of refused) console.log(`  does not parse: ${relative(ROOT, path)}`);
  for (const problem of problems.slice(0, SHOWN)) console.log(`  ${problem}`);
  return problems.length === 0;
}

function line({ file, order, path, problem, excerpt }: Mismatch): string {
  return `${relative(ROOT, file)} (${order} order) ${path}: ${problem} | ${excerpt}`;
}

const given = process.argv.slice(2).filter((argument) => argument !== '--quick');
const versions = given.length > 0 ? given : endsOfMinors();
const schema = parseSchema(readFileSync(SCHEMA, 'utf8'));
const plugin = await dumpPlugin();
const published = process.argv.includes('--quick') ? [] : publishedSources();
const verdicts = versions.map((version) => check(schema, version, plugin, published));
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
