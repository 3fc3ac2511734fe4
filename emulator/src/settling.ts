// Tells virtual time when the world has come to rest: what was sent has been answered, or had its moment of real time.

/** How long one webhook may hold up virtual time; one that never answers must be able to time out. */
const GRACE_MS = 250
/** So long nothing may be under way: an answered webhook often makes the developer's program ask for more. */
const QUIET_MS = 4

export function createSettling() {
  const waitedFor = new Set<object>()
  let wake = () => {}

  function during<T>(work: Promise<T>): Promise<T> {
    const key = {}
    waitedFor.add(key)
    // Given up on after its moment: time moves on without it.
    const giveUp = setTimeout(end, GRACE_MS)
    function end() {
      clearTimeout(giveUp)
      waitedFor.delete(key)
      if (waitedFor.size === 0) wake()
    }
    work.then(end, end)
    return work
  }

  /** Resolves when nothing has been under way for a few milliseconds of real time. */
  async function settle(): Promise<void> {
    do {
      if (waitedFor.size > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    } while (waitedFor.size > 0)
  }

  return { during, settle }
}
