// How much one person or one address may ask for: a burst, and then a steady rate. Each process counts for itself.

export interface Rate {
  burst: number
  perSecond: number
}

/** Far above what a person clicks in a busy hour. */
export const ofPerson: Rate = { burst: 200, perSecond: 5 }
/** An office behind one address whose screens all come back at once stays below it. */
export const ofAddress: Rate = { burst: 2_000, perSecond: 50 }

/** Of an address whose people are not signed in yet: a shift that accepts its invitations at once stays below it. */
export const ofStranger: Rate = { burst: 200, perSecond: 2 }

/** Who has not asked for longest is forgotten: they had their whole burst again, unless more than this ask at once. */
const MOST_KEYS = 20_000

/** Takes one from the allowance of `key`; false when it is used up. */
export type Allowance = (key: string) => boolean

/** @param now epoch milliseconds */
export function createAllowance(now: () => number, { burst, perSecond }: Rate): Allowance {
  const left = new Map<string, { tokens: number; at: number }>()
  return (key) => {
    const at = now()
    const known = left.get(key) ?? { tokens: burst, at }
    const tokens = Math.min(burst, known.tokens + ((at - known.at) / 1_000) * perSecond)
    const granted = tokens >= 1
    left.delete(key)
    left.set(key, { tokens: granted ? tokens - 1 : tokens, at })
    const [oldest] = left.keys()
    if (left.size > MOST_KEYS && oldest !== undefined) left.delete(oldest)
    return granted
  }
}
