import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source, Swc } from './swc.ts';

const ROOT = join(import.meta.dirname, '../..');
const WRITTEN = join(import.meta.dirname, 'corpus');
const PUBLISHED = join(ROOT, '.cache/schema/node_modules');

/** Packages that ship their sources, or large programs; at versions that make the counts repeat. */
const PACKAGES: Readonly<Record<string, { readonly version: string; readonly within: string }>> = {
  rxjs: { version: '7.8.2', within: 'src' },
  zod: { version: '4.6.7', within: 'src' },
  effect: { version: '4.1.0', within: 'src/internal' },
  'type-fest': { version: '6.0.3', within: 'source' },
  '@reduxjs/toolkit': { version: '2.14.0', within: 'src' },
  'react-redux': { version: '9.3.1', within: 'src' },
  '@tanstack/query-core': { version: '5.108.0', within: 'src' },
  '@tanstack/react-query': { version: '5.108.0', within: 'src' },
  '@loopback/repository': { version: '8.0.15', within: 'src' },
  '@loopback/rest': { version: '15.0.16', within: 'src' },
  '@vue/runtime-core': { version: '3.5.45', within: 'dist' },
  lodash: { version: '4.18.1', within: '' },
  three: { version: '0.187.0', within: 'src' },
  'react-dom': { version: '19.3.1', within: 'cjs' },
};

/**
 * One file per family of syntax. Those in `since-<version>` are not parsed by older versions.
 */
export function writtenSources(version: string): Source[] {
  return filesIn(WRITTEN).flatMap((name) => {
    const since = /since-(\d+)\.(\d+)\//.exec(name);
    return since !== null && before(version, since) ? [] : [sourceAt(join(WRITTEN, name))];
  });
}

/** What the packages ship in TypeScript and JavaScript; fetched once. */
export function publishedSources(): Source[] {
  if (!Object.keys(PACKAGES).every(isFetched)) fetchPackages();
  return Object.entries(PACKAGES).flatMap(([name, { within }]) => {
    const folder = join(PUBLISHED, name, within);
    return filesIn(folder).map((file) => sourceAt(join(folder, file)));
  });
}

function isFetched(name: string): boolean {
  const path = join(PUBLISHED, name, 'package.json');
  return (
    existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).version === PACKAGES[name]?.version
  );
}

function fetchPackages(): void {
  const specifiers = Object.entries(PACKAGES).map(([name, { version }]) => `${name}@${version}`);
  mkdirSync(join(PUBLISHED, '..'), { recursive: true });
  const options = [
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--ignore-scripts',
    '--legacy-peer-deps',
  ];
  execFileSync('npm', ['i', '--prefix', join(PUBLISHED, '..'), ...options, ...specifiers], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/.test(name))
    .filter((name) => !/\.min\.|\.production\.|\.profiling\.|node_modules/.test(name))
    .sort();
}

function sourceAt(path: string): Source {
  const code = readFileSync(path, 'utf8');
  const isModule = !/\.(cjs|cts|script\.[jt]s)$/.test(path);
  return { path, code, isModule, parser: parserFor(path) };
}

function parserFor(path: string): Swc.ParserConfig {
  if (/\.[cm]?tsx?$/.test(path))
    return { syntax: 'typescript', decorators: true, tsx: path.endsWith('x') };
  return { syntax: 'ecmascript', jsx: true, decorators: true, exportDefaultFrom: true };
}

function before(version: string, [, major, minor]: RegExpExecArray): boolean {
  const [ownMajor, ownMinor] = version.split('.').map(Number) as [number, number];
  return ownMajor < Number(major) || (ownMajor === Number(major) && ownMinor < Number(minor));
}
