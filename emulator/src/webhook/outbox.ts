// Which webhooks are under way, by call: a scripted caller is done when the program under test has been told everything.

/** `rootOf` leads from any leg to the customer's. */
export function createOutbox(rootOf: (callSid: string) => string) {
  const underWay = new Map<string, Set<Promise<unknown>>>()
  return {
    /** Counts `work`, a webhook about this call, until it ends. */
    keep<T>(callSid: string, work: Promise<T>): Promise<T> {
      const root = rootOf(callSid)
      const kept = underWay.get(root) ?? new Set()
      underWay.set(root, kept.add(work))
      const drop = () => {
        kept.delete(work)
        if (kept.size === 0) underWay.delete(root)
      }
      work.then(drop, drop)
      return work
    },
    /** Resolves when nothing is under way for this call; what waits its turn is sent when the one before is answered. */
    async emptied(root: string): Promise<void> {
      do {
        await Promise.allSettled(underWay.get(root) ?? [])
        // What an event or an answer leads to is under way after this turn.
        await new Promise(setImmediate)
      } while (underWay.has(root))
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
