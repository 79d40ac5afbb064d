import 'reflect-metadata';
import { type Recording, record } from 'spanfn/testing';
import { expect } from 'vitest';
import type { Program } from './program.ts';
import 'spanfn/vitest';

/**
 * Lets `observe` work with both programs, expects it to see the same, and returns what the
 * instrumented one recorded.
 */
export async function contrast<Module>(
  program: Program<Module>,
  observe: (module: Module) => unknown,
): Promise<Recording> {
  const wanted = await observe(program.bare);
  let seen: unknown;
  const recording = await record(async () => {
    seen = await observe(program.instrumented);
  });
  expect(seen).toEqual(wanted);
  return recording;
}

/** What a call throws, to be compared; the result if it does not. */
export function outcomeOf(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** The same for what is awaited. */
export async function settledOutcomeOf(run: () => unknown): Promise<unknown> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}
