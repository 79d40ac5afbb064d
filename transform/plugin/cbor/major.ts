/** Major types of CBOR. */
export const UINT: u32 = 0;
export const BYTES: u32 = 2;
export const TEXT: u32 = 3;
export const ARRAY: u32 = 4;
export const TAG: u32 = 6;
export const SIMPLE: u32 = 7;
