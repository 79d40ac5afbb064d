import type { Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describe, expect, test } from 'vitest';
import { ROLES } from './app/roles.ts';
import { type CompiledApp, compileApp } from './harness/compile.ts';
import { knownOf } from './harness/known.ts';
import { VARIANTS } from './harness/variants.ts';

test('the metadata compared are those that Nest reads', async () => {
  const bare = await compileApp([]);
  const known = JSON.stringify(bare.CONTROLLERS.map(knownOf));
  for (const name of ['path', 'method', '__httpCode__', '__headers__', '__sse__', '__redirect__']) {
    expect(known).toContain(`"${name}: `);
  }
  for (const name of ['__guards__', '__interceptors__', '__pipes__', '__exceptionFilters__']) {
    expect(known).toContain(`"${name}: `);
  }
  for (const name of ['design:paramtypes', 'design:returntype', '__routeArguments__', ROLES]) {
    expect(known).toContain(`"${name}: `);
  }
});

describe.each(VARIANTS)('with @spanFn %s', (_, marks) => {
  test('controllers and handlers have the metadata of bare ones, in their order', async () => {
    const bare = await compileApp([]);
    const decorated = await compileApp(marks);
    expect(decorated.CONTROLLERS.map(knownOf)).toEqual(bare.CONTROLLERS.map(knownOf));
  });

  test('a Reflector reads of handlers and classes what it reads of bare ones', async () => {
    expect(rolesIn(await compileApp(marks))).toEqual(rolesIn(await compileApp([])));
  });
});

function rolesIn({ CONTROLLERS }: CompiledApp): Record<string, unknown> {
  const reflector = new Reflector();
  const roles: Record<string, unknown> = {};
  for (const controller of CONTROLLERS) {
    for (const [handler, method] of handlersOf(controller)) {
      const places = [method, controller];
      roles[`${controller.name}.${handler}`] = {
        all: reflector.getAll(ROLES, places),
        merged: reflector.getAllAndMerge(ROLES, places),
        overridden: reflector.getAllAndOverride(ROLES, places),
      };
    }
  }
  return roles;
}

function handlersOf(controller: Type): [string, () => unknown][] {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(controller.prototype));
  return methods.map(([name, { value }]) => [name, value]);
}
