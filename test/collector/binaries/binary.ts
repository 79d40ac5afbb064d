import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that the tests need, and the ways to it. */
export interface Binary {
  readonly name: string;
  /** Environment variable that names its file. */
  readonly variable: string;
  /** Names by which it may be on the PATH. */
  readonly names: readonly string[];
  /** Where it lies once it was built. */
  readonly built: string;
  /** Builds it there, with Go. */
  build(): void;
}

/** What the tests need is not here, and cannot be made. */
export class MissingBinary extends Error {
  override readonly name: string = 'MissingBinary';

  constructor({ name, variable, names }: Binary, reason: string) {
    super(
      `There is no ${name}: ${reason}. Put ${names.join(' or ')} on the PATH, name its file by ` +
        `the variable ${variable}, or install Go, with which it is built.`,
    );
  }
}

/** File of the program: what the variable names, what is on the PATH, or what Go builds. */
export function findBinary(binary: Binary): string {
  const named = process.env[binary.variable];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new MissingBinary(binary, `${binary.variable} names ${named}, which cannot be run`);
  }
  const found = onPath(binary.names);
  if (found !== undefined) return found;
  if (!existsSync(binary.built)) build(binary);
  return binary.built;
}

function build(binary: Binary): void {
  if (onPath(['go']) === undefined) {
    throw new MissingBinary(binary, `neither ${binary.variable}, nor the PATH, nor Go has it`);
  }
  console.log(`building ${binary.name} with Go, once; this takes minutes`);
  try {
    binary.build();
  } catch (error) {
    throw new MissingBinary(binary, `Go could not build it: ${(error as Error).message}`);
  }
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
