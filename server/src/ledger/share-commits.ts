// Shared commit: what arrives while a commit is under way goes into the next one.
import { setImmediate as nextTurn } from "node:timers/promises"
import type { Engine, Write } from "./engine.ts"
import { fault } from "./fault.ts"
import type { AppendResult } from "./ledger.ts"

const MAX_BATCH = 256
/** Some seconds of the fastest machine: whoever comes on top of that would not be served in time. */
const MOST_WAITING = 20_000

interface Waiting {
  write: Write
  resolve: (result: AppendResult) => void
  reject: (error: unknown) => void
}

/**
 * `write` resolves after the commit that holds it, with its own result. When nothing is under way it commits at once.
 * `waiting` counts those that no commit has begun for. `drained` resolves when all that was asked for is committed or failed.
 */
export function shareCommits(engine: Pick<Engine, "write" | "isOneMembersFault">) {
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = nextBatch(waiting)
      waiting = batch.rest
      await commit(engine, batch.members)
      // SQLite never leaves the thread: without this, timers and sockets would starve under a full queue.
      await nextTurn()
    }
    running = null
  }

  return {
    write: (write: Write) =>
      new Promise<AppendResult>((resolve, reject) => {
        if (waiting.length >= MOST_WAITING) return reject(fault("Too many appends wait already"))
        waiting.push({ write, resolve, reject })
        running ??= run()
      }),
    waiting: () => waiting.length,
    drained: async () => {
      await running
    },
  }
}

/** The oldest first, and of each stream one: a second one on the same version would clash with the first. */
function nextBatch(waiting: readonly Waiting[]): { members: Waiting[]; rest: Waiting[] } {
  const members: Waiting[] = []
  const rest: Waiting[] = []
  const streams = new Set<string>()
  for (const one of waiting) {
    const { callSid } = one.write
    if (members.length < MAX_BATCH && (callSid === null || !streams.has(callSid))) members.push(one)
    else rest.push(one)
    if (callSid !== null) streams.add(callSid)
  }
  return { members, rest }
}

async function commit(engine: Pick<Engine, "write" | "isOneMembersFault">, batch: Waiting[]): Promise<void> {
  try {
    const writes = batch.map((one) => one.write)
    const results = await engine.write(writes, Date.now())
    for (const [i, { resolve, reject }] of batch.entries()) {
      const result = results[i]
      if (result === undefined) reject(fault("The ledger gave no answer to an append"))
      else resolve(result)
    }
  } catch (error) {
    // Only when the whole batch was undone for certain may it be tried again in halves, so that the offender fails
    // alone. After a lost connection nobody knows: a second try would call its own first try a clash.
    if (batch.length > 1 && engine.isOneMembersFault(error)) {
      const middle = batch.length >> 1
      await commit(engine, batch.slice(0, middle))
      await commit(engine, batch.slice(middle))
    } else for (const { reject } of batch) reject(error)
  }
}
