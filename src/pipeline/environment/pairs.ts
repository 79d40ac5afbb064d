/**
 * Reads `key=value,key2=value2`, in which both sides are percent-encoded: the form of W3C Baggage,
 * without properties.
 *
 * @throws Error at the first pair that cannot be read: no part of such a list is to be trusted
 */
export function parsePairs(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(parsePair));
}

function parsePair(pair: string): [key: string, value: string] {
  const equals = pair.indexOf('=');
  const key = decodeURIComponent(pair.slice(0, Math.max(equals, 0)).trim());
  if (key === '') throw new Error('A pair has no key');
  return [key, decodeURIComponent(pair.slice(equals + 1).trim())];
}
