// Chance with a seed: the same seed plans the same run.

export interface Chance {
  /** At least 0, less than 1. */
  next(): number
  /** Whole milliseconds, or any whole number, from `least` to `most`. */
  between(least: number, most: number): number
  /** True with this probability. */
  happens(probability: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
}

/** mulberry32: small, and good enough to choose faults by. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
  }
}
