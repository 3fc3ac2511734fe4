// What was probably meant by a name that does not exist.

const pairsOf = (text: string) => {
  const letters = text.toLowerCase()
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  )
}

/** The `count` names that share most pairs of neighbouring letters with `written` (Dice's coefficient), best first. */
export function closest(written: string, names: readonly string[], count: number): string[] {
  const wanted = pairsOf(written)
  const likeness = (name: string) => {
    const pairs = pairsOf(name)
    return [...pairs].filter((pair) => wanted.has(pair)).length / (pairs.size + wanted.size || 1)
  }
  return [...names].sort((one, other) => likeness(other) - likeness(one)).slice(0, count)
}
