// How much one person may ask for: a burst, and then a steady rate.

/** Far above what a person clicks in a busy hour. */
const BURST = 200
const PER_SECOND = 5

/** Takes one from the allowance of `key`; false when it is used up. */
export type Allowance = (key: string) => boolean

/** @param now epoch milliseconds */
export function createAllowance(now: () => number): Allowance {
  const left = new Map<string, { tokens: number; at: number }>()
  return (key) => {
    const at = now()
    const known = left.get(key) ?? { tokens: BURST, at }
    const tokens = Math.min(BURST, known.tokens + ((at - known.at) / 1_000) * PER_SECOND)
    const granted = tokens >= 1
    left.set(key, { tokens: granted ? tokens - 1 : tokens, at })
    return granted
  }
}
