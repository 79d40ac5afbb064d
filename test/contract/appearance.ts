/**
 * All that a program can learn about a function without calling it. Two programs never share
 * an object, so objects are described rather than compared.
 */
export function appearanceOf(fn: unknown): unknown {
  if (typeof fn !== 'function') return typeof fn;
  return {
    name: fn.name,
    length: fn.length,
    tag: Object.prototype.toString.call(fn),
    home: Object.getPrototypeOf(fn)?.constructor?.name,
    isConstructor: isConstructor(fn),
    isExtensible: Object.isExtensible(fn),
    properties: propertiesOf(fn),
    prototype: fn.prototype === undefined ? 'none' : propertiesOf(fn.prototype),
    metadata: metadataOf(fn),
  };
}

/** The own properties of an object: names, attributes, kinds of value. */
export function propertiesOf(object: object): unknown {
  return Reflect.ownKeys(object)
    .sort(byText)
    .map((key) => {
      const { value, get, set, ...attributes } = Object.getOwnPropertyDescriptor(object, key)!;
      const isPlain = (typeof value !== 'object' || value === null) && typeof value !== 'function';
      const shown = isPlain ? value : typeof value;
      return [key, attributes, shown, typeof get, typeof set];
    });
}

function byText(one: string | symbol, other: string | symbol): number {
  return String(one) < String(other) ? -1 : 1;
}

function isConstructor(fn: object): boolean {
  try {
    Reflect.construct(Object, [], fn as typeof Object);
    return true;
  } catch {
    return false;
  }
}

function metadataOf(fn: object): unknown {
  return Reflect.getOwnMetadataKeys(fn).map((key) => [key, Reflect.getOwnMetadata(key, fn)]);
}
