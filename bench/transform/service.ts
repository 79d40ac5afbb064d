import { spanFn } from 'spanfn';

/** A service as people write them, with some of its methods decorated: the small file that is measured. */
export interface Account {
  readonly id: number;
  readonly owner: string;
  cents: number;
}

export interface Store {
  load(id: number): Promise<Account | undefined>;
  save(account: Account): Promise<void>;
}

export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class AccountService {
  private readonly store: Store;
  private readonly seen: Map<number, Account> = new Map();

  constructor(store: Store) {
    this.store = store;
  }

  @spanFn async transfer(from: number, to: number, cents: number): Promise<number> {
    const [source, target] = await Promise.all([this.find(from), this.find(to)]);
    this.check(source, cents);
    source.cents -= cents;
    target.cents += cents;
    await Promise.all([source, target].map((account) => this.store.save(account)));
    return source.cents;
  }

  @spanFn({ level: 'debug' })
  private async find(id: number): Promise<Account> {
    const account = this.seen.get(id) ?? (await this.store.load(id));
    if (account === undefined) throw new Refusal(404, `there is no account ${id}`);
    this.seen.set(id, account);
    return account;
  }

  @spanFn({ args: [null, 'cents'] })
  private check({ cents: available, owner }: Account, cents: number): void {
    if (!Number.isInteger(cents) || cents <= 0) throw new Refusal(400, 'no such amount');
    if (available < cents) throw new Refusal(409, `${owner} has not so much`);
  }

  @spanFn *statement(): Generator<string> {
    for (const { owner, cents } of this.seen.values()) yield `${owner}: ${format(cents)}`;
  }
}

function format(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
