// A callback is answered when it is stored (R2). While the database is away it waits a little, then Twilio tries again.
import type { Logger } from "pino"
import { fault } from "./ledger/fault.ts"
import { patiently } from "./patience.ts"

/** Four tries of Twilio's take no longer than the 15 s that it allows. */
const WAIT_MS = 3_000
/** More at once would be memory for a database that is not there. */
const MOST_AT_ONCE = 2_000

/**
 * Returns how to do the work of one callback: again while storage fails, so a repeat must do no harm (R8). The Fault
 * that it throws in the end is answered 503, on which our callback URLs ask Twilio to come again.
 */
export function createCallbackStore(log: Logger) {
  let underWay = 0
  return async function store<T>(callSid: string, work: () => Promise<T>, ms = WAIT_MS): Promise<T> {
    if (underWay >= MOST_AT_ONCE) throw fault("Too many callbacks wait already")
    try {
      // A try that is given up runs to its end all the same: counted until then.
      return await patiently(ms, () => {
        underWay++
        return work().finally(() => underWay--)
      })
    } catch (err) {
      log.error({ err, callSid }, "a callback could not be stored")
      throw err
    }
  }
}
