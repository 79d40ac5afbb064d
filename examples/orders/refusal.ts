/** The shop says no, and means it: the program has done nothing wrong. */
export class Refusal extends Error {
  readonly httpStatus: number;

  constructor(httpStatus: number, message: string) {
    super(message);
    this.httpStatus = httpStatus;
  }
}

/** Given as option `error`: a span that ends with a refusal is not a failed one. */
export function isFailure(error: unknown): boolean {
  return !(error instanceof Refusal);
}
