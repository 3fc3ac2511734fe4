// Who has a screen on this process. Routing asks the store, which knows it of every process.

/** The ledger's part in it. */
export interface PresenceStore {
  /** This process lives and holds screens of these users and no others. @returns effects freed by dead processes */
  beat(ask: { now: number; present: readonly string[]; sweep: boolean }): Promise<number>
}

export interface PresenceParts {
  store: PresenceStore
  now: () => number
  /** It is stored that somebody has come or gone. */
  changed(): void
  /** Effects of a process that died can be taken. */
  wakePerform(): void
  failed(error: unknown, what: string): void
}

export interface Presence {
  /** A screen of this user opened. Resolves when calls can be routed to them; rejects when that could not be stored. */
  arrived(userId: string): Promise<void>
  left(userId: string): void
  /**
   * Stops beating. Nobody is marked as gone: their screens are about to move to another process, and until this one
   * counts as dead calls still find them.
   */
  stop(): Promise<void>
}

const BEAT_MS = 3_000

/** Resolves after the first beat. */
export async function startPresence({
  store,
  now,
  changed,
  wakePerform,
  failed,
}: PresenceParts): Promise<Presence> {
  const screens = new Map<string, number>()
  let lastBeat = Number.NEGATIVE_INFINITY
  let stopped = false
  let underWay: Promise<void> = Promise.resolve()
  /** Asked for while one is under way, which may have looked at `screens` too early. */
  let next: Promise<void> | null = null

  async function beat(): Promise<void> {
    next = null
    const at = now()
    // When nobody could beat, a silence of the others proves nothing.
    const sweep = at - lastBeat < 2 * BEAT_MS
    const freed = await store.beat({ now: at, present: [...screens.keys()], sweep })
    lastBeat = at
    if (freed > 0) wakePerform()
  }

  /** What is asked for together is one beat; the whole state is stored each time, so that nothing missed stays wrong. */
  function beatSoon(): Promise<void> {
    if (stopped) return Promise.resolve()
    next ??= underWay = underWay.catch(() => {}).then(beat)
    return next
  }
  const beatUnasked = () => beatSoon().catch((error) => failed(error, "store who is there"))

  await beatSoon()
  const timer = setInterval(beatUnasked, BEAT_MS)

  return {
    async arrived(userId) {
      const open = screens.get(userId) ?? 0
      screens.set(userId, open + 1)
      if (open > 0) return
      await beatSoon()
      changed()
    },
    left(userId) {
      const open = screens.get(userId) ?? 0
      if (open > 1) return void screens.set(userId, open - 1)
      if (screens.delete(userId)) void beatUnasked().then(changed)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await underWay.catch(() => {})
    },
  }
}
