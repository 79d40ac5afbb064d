/** Inside how many functions we are that may be called before their module has run. */
let depth: u32 = 0;

export function enterHoisted(): void {
  depth++;
}

export function leaveHoisted(): void {
  depth--;
}

/** Whether the code that is being visited may run before its module does, in a cycle of imports. */
export function mayRunEarly(): bool {
  return depth > 0;
}
