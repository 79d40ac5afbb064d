import { inspect } from 'node:util';
import type { Type } from '@nestjs/common';

/** All that Nest can know of a controller: of the class and of its methods, inherited ones too. */
export function knownOf(controller: Type): Record<string, unknown> {
  const known: Record<string, unknown> = { [controller.name]: metadataOf(controller) };
  for (const home of homesOf(controller)) {
    for (const key of Object.getOwnPropertyNames(home)) {
      known[`${home.constructor.name}.${key}`] = {
        ofFunction: formOf(home, key),
        ofHandler: metadataOf(Reflect.get(home, key)),
        ofMember: metadataOf(home, key),
        ofArguments: metadataOf(controller, key),
      };
    }
  }
  return known;
}

/** The prototypes that instances inherit from. */
function homesOf(controller: Type): object[] {
  const homes: object[] = [];
  let at: object = controller.prototype;
  for (; at !== Object.prototype; at = Object.getPrototypeOf(at)) homes.push(at);
  return homes;
}

function formOf(home: object, key: string): unknown {
  const { value, ...descriptor } = Object.getOwnPropertyDescriptor(home, key) ?? {};
  const { name, length } = value as () => unknown;
  return { ...descriptor, name, length, own: Reflect.ownKeys(value) };
}

/** As text in the order of the keys: two compilations of a class are alike, but not the same. */
function metadataOf(target: object, key?: string): string[] {
  const at: [object, string?] = key === undefined ? [target] : [target, key];
  return Reflect.getMetadataKeys(...(at as [object])).map((name) => {
    const value = Reflect.getMetadata(name, ...(at as [object]));
    return `${name}: ${inspect(value, { depth: 5 })}`.replace(RANDOM, '<id>');
  });
}

/** Nest gives each custom parameter decorator an id. */
const RANDOM = /[\w-]{21}(?=__customRouteArgs__)/g;
