/** Freezes a description to its last leaf and keeps its literal types. */
export function freeze<const T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) {
      freeze(member);
    }
  }
  return value;
}
