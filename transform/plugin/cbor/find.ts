/** One in each byte. */
const ONES: u64 = u64.MAX_VALUE / 255;

/** Where a byte of this value comes next; `until` if none does. Looks at eight at a time. */
export function find(byte: u8, from: usize, until: usize): usize {
  const wanted = ONES * byte;
  let p = from;
  for (; p + 8 <= until; p += 8) {
    const differs = load<u64>(p) ^ wanted;
    const zeros = (differs - ONES) & ~differs & (ONES << 7); // The lowest bit is of the first zero byte.
    if (zeros != 0) return p + (<usize>ctz(zeros) >> 3);
  }
  while (p < until && load<u8>(p) != byte) p++;
  return p;
}
