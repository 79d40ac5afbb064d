import { Plan } from './plan';

/** The plan of the function that is being visited; null in one that is left as it is. */
export let plan: Plan | null = null;
/** What a reader would call the value that is visited next; empty if nothing. */
let hint: string = '';
/** What the object that is being visited is called. */
export let owner: string = '';

export function setPlan(next: Plan | null): void {
  plan = next;
}

export function setHint(name: string): void {
  hint = name;
}

export function setOwner(name: string): void {
  owner = name;
}

/** The hint, which is meant for one value alone. */
export function takeHint(): string {
  const taken = hint;
  hint = '';
  return taken;
}

/** The name of a member of the object that is being visited. */
export function memberName(label: string): string {
  return owner == '' ? label : `${owner}.${label}`;
}

/** The innermost class that is being visited. */
export let className: string = '';

export function setClassName(name: string): void {
  className = name;
}
