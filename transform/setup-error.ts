/** A mistake in how a build is set up: says what is wrong and what to do. Thrown before any file is compiled. */
export class SetupError extends Error {
  override readonly name: string = 'SpanFnError';
  readonly code: string;

  constructor(code: string, cause: string, remedy: string, options?: ErrorOptions) {
    super(`${cause}. ${remedy} [${code}]`, options);
    this.code = code;
  }
}
