/**
 * Whether bytes begin with one whole item of CBOR (RFC 8949) of known length, which is what a host
 * reads of them.
 */
export function beginsWellFormed(bytes: Buffer): boolean {
  let at = 0;
  for (let left = 1; left > 0; left--) {
    const byte = bytes[at++];
    if (byte === undefined || (byte & 31) > 27) return false;
    const width = (byte & 31) < 24 ? 0 : 2 ** ((byte & 31) - 24);
    if (at + width > bytes.length) return false;
    const argument = width === 0 ? byte & 31 : Number(`0x${bytes.toString('hex', at, at + width)}`);
    at += width;
    const major = byte >> 5;
    if (major === 2 || major === 3) at += argument;
    else if (major === 4) left += argument;
    else if (major === 5) left += 2 * argument;
    else if (major === 6) left++;
    if (at > bytes.length || left > bytes.length + 1) return false;
  }
  return true;
}
