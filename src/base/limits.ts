/** How much of a value is kept. */
export interface Limits {
  /** UTF-16 units of one string; bytes of one binary value. */
  readonly length: number;
  /** Elements of one array, or keys of one object. */
  readonly width: number;
  /** Levels of nesting. */
  readonly depth: number;
  /** Values in one field, nested ones included. */
  readonly total: number;
  /** Fields of one span. */
  readonly fields: number;
}

/** The bounds of everything recorded. */
export const LIMITS: Limits = { length: 4096, width: 64, depth: 4, total: 256, fields: 128 };
