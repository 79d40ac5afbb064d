import { field, spanFn } from 'spanfn';

const fail = (): never => {
  throw new Error('formatter');
};

export class Mailer {
  @spanFn throws(error: unknown): never {
    throw error;
  }

  @spanFn async rejects(error: unknown): Promise<never> {
    throw error;
  }

  @spanFn rejected(error: unknown): Promise<never> {
    return Promise.reject(error);
  }

  @spanFn *steps(error: unknown): Generator<never> {
    yield this.throws(error);
  }

  @spanFn({ args: fail, result: fail, fields: fail, parent: fail, links: fail })
  formatted(value: unknown): unknown {
    return value;
  }

  @spanFn({ args: fail, result: fail, error: fail })
  async formattedLater(value: unknown, error?: unknown): Promise<unknown> {
    if (error !== undefined) throw error;
    return value;
  }

  @spanFn({ result: async () => fail() })
  formattedAsync(value: unknown): unknown {
    return value;
  }

  @spanFn({ error: (error) => (error as { code?: string }).code !== 'ENOENT' })
  expected(error: unknown): never {
    throw error;
  }
}

export class Annotated {
  @field get broken(): string {
    return fail();
  }

  @spanFn send(): string {
    return 'sent';
  }
}
