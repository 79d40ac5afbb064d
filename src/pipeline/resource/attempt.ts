/** What a look-up of the system's gives; null if it fails, as for a user without a name. */
export function attempt(lookUp: () => string): string | null {
  try {
    return lookUp();
  } catch {
    return null;
  }
}
