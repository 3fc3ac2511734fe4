// How long callers wait for a database that is away.
import { setTimeout as wait } from "node:timers/promises"
import { fault, isFault } from "./ledger/fault.ts"

const PAUSE_MS = 100

/** The outcome of `work`, or a Fault when there is none after `ms`. The work is not stopped by that. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController()
  const late = wait(ms, null, { signal: timer.signal }).then(() => {
    throw fault(`No answer within ${ms} ms`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
    late.catch(() => {})
  }
}

/**
 * Repeats what fails for want of storage until it succeeds, for `ms` at most; then it throws the Fault. The work may
 * have been done by a try that failed, so it has to be such that a repeat does no harm.
 */
export async function patiently<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + ms
  for (;;) {
    try {
      return await within(until - Date.now(), work())
    } catch (error) {
      if (!isFault(error) || Date.now() + 2 * PAUSE_MS >= until) throw error
      // Those who failed together do not come back together.
      await wait(PAUSE_MS * (0.5 + Math.random()))
    }
  }
}
