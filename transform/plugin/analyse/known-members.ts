/** A member of a class, or a class, as the plugin met it. */
export class Member {
  constructor(
    public name: string,
    public position: u32,
  ) {}
}

/** By the path at which a program reaches them: `Cart.prototype.total`, `Cart.of`, `Cart`. */
const members: Map<string, Member> = new Map<string, Member>();

/**
 * Remembers where something stands, for decorators that a compiler made calls of: those have no
 * position any more. Accessors have no name here, since one decorator serves both.
 */
export function rememberMember(path: string, name: string, position: u32): void {
  members.set(path, new Member(name, position));
}

export function memberAt(path: string): Member | null {
  return members.has(path) ? members.get(path) : null;
}
