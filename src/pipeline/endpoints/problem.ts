import { describe } from '../../base/errors.ts';

/** Why a request is not answered, and what is allowed instead. */
export class Problem extends Error {
  readonly status: number;
  /** Besides those that all answers have. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;

  constructor(
    status: number,
    message: string,
    { got, allowed, headers = {} }: ProblemDetails = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    const value = got === undefined ? undefined : describe(got);
    this.body = `${JSON.stringify({ error: message, got: value, allowed })}\n`;
  }
}

interface ProblemDetails {
  /** What was wrong, as it came; it is cut short. */
  readonly got?: string | undefined;
  readonly allowed?: readonly string[] | string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
