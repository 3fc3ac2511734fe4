// Looks again and again: when somebody rings, and every few seconds all the same.
import { createBell } from "./bell.ts"

export interface LookingParts {
  look(): Promise<void>
  /** Looks even when nothing rang: a wake-up can be lost with its connection. Milliseconds. */
  longestSleepMs: number
  failed(error: unknown): void
}

export interface Looking {
  /** There may be something to see. */
  wake(): void
  /** Resolves when a look that began after this has ended, or failed. */
  looked(): Promise<void>
  stop(): Promise<void>
}

const AFTER_FAULT_MS = 1_000

export function keepLooking({ look, longestSleepMs, failed }: LookingParts): Looking {
  const bell = createBell()
  let stopped = false
  let waiting: (() => void)[] = []

  async function run(): Promise<void> {
    while (!stopped) {
      const told = waiting
      waiting = []
      let pauseMs = longestSleepMs
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
    wake: bell.ring,
    looked: () =>
      new Promise((resolve) => {
        if (stopped) return resolve()
        waiting.push(resolve)
        bell.ring()
      }),
    async stop() {
      stopped = true
      bell.ring()
      await running
      for (const resolve of waiting) resolve()
    },
  }
}
