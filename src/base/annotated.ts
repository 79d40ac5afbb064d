import { types } from 'node:util';
import { getPrototypeOf } from './primordials.ts';
import { shared } from './shared.ts';

/** Reads one annotated field of an object. */
export type ReadField = (object: object) => unknown;

interface Annotations {
  /** By prototype: names of fields, and how to read them. */
  readonly classes: WeakMap<object, Map<string, ReadField>>;
  /** Annotated classes; zero keeps the hot path from looking. */
  count: number;
}

const annotations: Annotations = shared('annotations', () => ({
  classes: new WeakMap(),
  count: 0,
}));

/** Declares a field of all objects that inherit from `prototype`. */
export function annotate(prototype: object, name: string, read: ReadField): void {
  let fields = annotations.classes.get(prototype);
  if (fields === undefined) {
    fields = new Map();
    annotations.classes.set(prototype, fields);
    annotations.count++;
  }
  fields.set(name, read);
}

/** Whether any class at all is annotated. */
export function hasAnnotations(): boolean {
  return annotations.count !== 0;
}

/** The annotated fields of an object, those of base classes first; undefined if it has none. */
export function annotatedFields(object: object): Map<string, ReadField> | undefined {
  let found: Map<string, ReadField> | undefined;
  for (let at = getPrototypeOf(object); at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) break; // It would run its owner's traps.
    const own = annotations.classes.get(at);
    if (own !== undefined) found = new Map([...own, ...(found ?? [])]);
  }
  return found;
}

/** Reads one annotated field; one that throws is left out, being the user's own getter. */
export function readField(object: object, read: ReadField): unknown {
  try {
    return read(object);
  } catch {
    return undefined;
  }
}
