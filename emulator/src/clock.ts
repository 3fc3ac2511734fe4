// The emulator's only clock: every time-out, pause and timestamp asks it. It can run at any speed, or stand still.
import { createSettling } from "./settling.ts"

/** Cancels what was scheduled; harmless when it already ran. */
export type CancelTimer = () => void

/** `virtual`: time stands still and moves only by `advance` and by what people at the phones do. */
export type TimeSettings = { mode: "real" | "virtual"; speed: number }

/** Time as the emulator knows it. Milliseconds since 1970 and milliseconds of delay. */
export type Clock = {
  now(): number
  after(milliseconds: number, run: () => void): CancelTimer
  /** Patience with the developer's program, which lives in real time whatever this clock does. */
  afterReal(milliseconds: number, run: () => void): CancelTimer
  /** A person is busy for so long: real time waits for it, virtual time is moved by it. */
  pass(milliseconds: number): Promise<void>
  /** Moves virtual time: what falls due runs in order of time. Throws a RangeError in real time. */
  advance(milliseconds: number): Promise<void>
  /** Work under way outside, e.g. a webhook: virtual time gives it a moment to end before moving on. */
  during<T>(work: Promise<T>): Promise<T>
  settings(): TimeSettings
  /** Changes mode or speed at once, running timers included; time itself never jumps. */
  set(change: Partial<TimeSettings>): void
  /** Cancels every timer, so that a stopped emulator leaves nothing behind. */
  close(): void
}

type Timer = { due: number; run: () => void; handle: NodeJS.Timeout | null }

/** Real time at speed 1 unless `settings` say otherwise; `startAt` is the first `now()` of a virtual clock. */
export function createClock(settings: Partial<TimeSettings> = {}, startAt = Date.now()): Clock {
  const time: TimeSettings = { mode: "real", speed: 1, ...settings }
  const timers = new Set<Timer>()
  const patience = new Set<NodeJS.Timeout>()
  const settling = createSettling()
  // Emulated time at the moment the real clock showed `realAnchor`.
  let [anchor, realAnchor] = [time.mode === "virtual" ? startAt : Date.now(), Date.now()]
  let advancing = Promise.resolve()

  const now = () =>
    time.mode === "virtual" ? anchor : Math.floor(anchor + (Date.now() - realAnchor) * time.speed)

  function arm(timer: Timer): void {
    if (timer.handle) clearTimeout(timer.handle)
    timer.handle = null
    if (time.mode === "virtual") return
    timer.handle = setTimeout(() => fire(timer), Math.ceil(Math.max(0, timer.due - now()) / time.speed))
  }

  function fire(timer: Timer): void {
    timers.delete(timer)
    timer.run()
  }

  async function advanceTo(target: number): Promise<void> {
    for (;;) {
      await settling.settle()
      let next: Timer | null = null
      for (const timer of timers) if (next === null || timer.due < next.due) next = timer
      if (time.mode === "real") return
      if (next === null || next.due > target) break
      anchor = Math.max(anchor, next.due)
      fire(next)
    }
    anchor = Math.max(anchor, target)
  }

  function advance(milliseconds: number): Promise<void> {
    if (time.mode === "real") {
      return Promise.reject(
        new RangeError("only virtual time can be advanced: set the mode to virtual first"),
      )
    }
    // One after the other: two people who key at once must not run timers twice.
    advancing = advancing.then(() => advanceTo(anchor + milliseconds))
    return advancing
  }

  function after(milliseconds: number, run: () => void): CancelTimer {
    const timer: Timer = { due: now() + milliseconds, run, handle: null }
    timers.add(timer)
    arm(timer)
    return () => {
      timers.delete(timer)
      if (timer.handle) clearTimeout(timer.handle)
    }
  }

  return {
    now,
    after,
    advance,
    during: settling.during,
    afterReal(milliseconds, run) {
      const handle = setTimeout(() => {
        patience.delete(handle)
        run()
      }, milliseconds)
      patience.add(handle)
      return () => {
        patience.delete(handle)
        clearTimeout(handle)
      }
    },
    pass: (milliseconds) =>
      time.mode === "virtual"
        ? advance(milliseconds)
        : new Promise((resolve) => void after(milliseconds, resolve)),
    settings: () => ({ ...time }),
    set(change) {
      ;[anchor, realAnchor] = [now(), Date.now()]
      Object.assign(time, change)
      for (const timer of timers) arm(timer)
    },
    close() {
      for (const timer of timers) if (timer.handle) clearTimeout(timer.handle)
      timers.clear()
      for (const handle of patience) clearTimeout(handle)
      patience.clear()
    },
  }
}

/** Thrown inside the run of a TwiML document when the call ended or was sent elsewhere meanwhile. */
export class Interrupted extends Error {
  constructor() {
    super("the run was interrupted")
    this.name = "Interrupted"
  }
}

/** The promise's value, unless `signal` aborts first: then throws Interrupted at once. */
export function unlessInterrupted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new Interrupted())
    if (signal.aborted) stop()
    signal.addEventListener("abort", stop, { once: true })
    // Also where it is given up on already: its failure must not end the process.
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop))
  })
}

/** Waits `milliseconds` on this clock; throws Interrupted when `signal` aborts first. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  let cancel: CancelTimer = () => {}
  const waited = new Promise<void>((resolve) => {
    cancel = clock.after(milliseconds, resolve)
  })
  if (!signal) return waited
  return unlessInterrupted(signal, waited).finally(cancel)
}
