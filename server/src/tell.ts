// Tells screens what is stored: reads the ledger's news, whichever process wrote it, as soon as it is committed (R2).
import { createBell } from "./bell.ts"
import type { Ledger, News } from "./ledger/ledger.ts"

export interface TellParts {
  ledger: Pick<Ledger, "newsSince" | "listen">
  tell(news: News): void
  /** So much was committed that it is not told: whoever listens has to start again. */
  tooMuch(): void
  failed(error: unknown): void
}

export interface Tell {
  /** Resolves when all that was committed until now is told, or could not be read. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/** Looks even when nothing rang: a wake-up can be lost with its connection. */
const LONGEST_SLEEP_MS = 2_000
const AFTER_FAULT_MS = 1_000

/** Resolves when it is known from where on to tell. */
export async function startTell({ ledger, tell, tooMuch, failed }: TellParts): Promise<Tell> {
  const bell = createBell()
  let stopped = false
  let waiting: (() => void)[] = []
  let { cursor } = await ledger.newsSince(null)
  const deaf = ledger.listen({ news: bell.ring, said: () => {} })

  async function look(): Promise<void> {
    const found = await ledger.newsSince(cursor)
    cursor = found.cursor
    if (found.news === "too-many") tooMuch()
    else found.news.forEach(tell)
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const told = waiting
      waiting = []
      let pauseMs = LONGEST_SLEEP_MS
      try {
        await look()
      } catch (error) {
        failed(error)
        pauseMs = AFTER_FAULT_MS
      }
      for (const resolve of told) resolve()
      await bell.sleep(pauseMs)
    }
  }
  const running = run()

  return {
    caughtUp: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        bell.ring()
      }),
    async stop() {
      stopped = true
      deaf()
      bell.ring()
      await running
      for (const resolve of waiting) resolve()
    },
  }
}
