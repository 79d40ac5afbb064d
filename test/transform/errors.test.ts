import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { compile, VERSION } from './compile.ts';
import { expectFile } from './expected.ts';
import { type Fixture, fixturesIn } from './fixture.ts';

/** What the compiler says of a program that it refuses. */
function messageOf(fixture: Fixture, times: number): string {
  const [variant] = fixture.variants;
  const source = fixture.modules.get('input') as string;
  try {
    compile(fixture, source, variant!, 'esm', { times });
  } catch (error) {
    const [message = ''] = (error as Error).message.split('Stack backtrace');
    const lines = stripVTControlCharacters(message).split('\n');
    return lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  }
  return '';
}

describe.each(fixturesIn('err'))('$name', (fixture) => {
  test('is a mistake that only the plugin reports', () => {
    expect(messageOf(fixture, 0)).toBe('');
    expect(messageOf(fixture, 1)).toMatch(/\[SPANFN_\w+\]/);
  });

  // How a code frame is drawn is up to the version of the compiler.
  test.runIf(VERSION === undefined)('is told with its cause and its remedy', () => {
    expectFile(fixture.folder, 'message.txt', messageOf(fixture, 1));
  });
});
