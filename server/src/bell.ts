// Sleep that a ring ends.

export interface Bell {
  ring(): void
  /** Resolves after `ms` milliseconds or at a ring, at once when one came since the last sleep. One sleeper only. */
  sleep(ms: number): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wakeUp = (): void => {}
  return {
    ring() {
      rung = true
      wakeUp()
    },
    async sleep(ms) {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      rung = false
    },
  }
}
