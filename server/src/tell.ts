// Tells screens what is stored: reads the ledger's news, whichever process wrote it, as soon as it is committed (R2).
import { keepLooking } from "./keep-looking.ts"
import type { Ledger, News } from "./ledger/ledger.ts"

export interface TellParts {
  ledger: Pick<Ledger, "newsSince" | "listen">
  /** One after the other, each when the one before has been told. */
  tell(news: News): Promise<void>
  /** So much was committed that it is not told: whoever listens has to start again. */
  tooMuch(): void
  failed(error: unknown): void
}

export interface Tell {
  /** Resolves when all that was committed until now is told, or could not be read. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

const LONGEST_SLEEP_MS = 2_000

/** Resolves when it is known from where on to tell. */
export async function startTell({ ledger, tell, tooMuch, failed }: TellParts): Promise<Tell> {
  let { cursor } = await ledger.newsSince(null)

  /** Read and not told yet: telling asks the ledger too, which may have gone away in between. */
  let untold: News[] = []

  async function tellAll(): Promise<void> {
    for (let [news] = untold; news; [news] = untold) {
      await tell(news)
      untold.shift()
    }
  }

  async function look(): Promise<void> {
    await tellAll()
    const found = await ledger.newsSince(cursor)
    cursor = found.cursor
    if (found.news === "too-many") return tooMuch()
    untold = found.news
    await tellAll()
  }

  const looking = keepLooking({ look, longestSleepMs: LONGEST_SLEEP_MS, failed })
  const deaf = ledger.listen({ news: looking.wake, said: () => {} })
  return {
    caughtUp: looking.looked,
    async stop() {
      deaf()
      await looking.stop()
    },
  }
}
