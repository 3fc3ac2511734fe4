// Time: virtual time runs what falls due in order, real time can be sped up, and both can be changed while running.
import { expect, test } from "vitest"
import { createClock, Interrupted, sleep, unlessInterrupted } from "./clock.ts"

test("virtual time stands still until it is advanced, and runs what falls due in order", async () => {
  const clock = createClock({ mode: "virtual" }, 1_000)
  const seen: string[] = []
  clock.after(15_000, () => seen.push(`15 s at ${clock.now()}`))
  clock.after(5_000, () => {
    seen.push(`5 s at ${clock.now()}`)
    clock.after(2_000, () => seen.push(`7 s at ${clock.now()}`))
  })
  clock.after(20_000, () => seen.push("too late"))
  const cancel = clock.after(6_000, () => seen.push("cancelled"))
  cancel()
  await clock.advance(15_000)
  expect(seen).toEqual(["5 s at 6000", "7 s at 8000", "15 s at 16000"])
  expect(clock.now()).toBe(16_000)
})

test("work under way is waited for; two advances run one after the other", async () => {
  const clock = createClock({ mode: "virtual" }, 0)
  const seen: string[] = []
  clock.after(10, () => {
    void clock
      .during(new Promise<void>((resolve) => void clock.afterReal(20, resolve)))
      .then(() => seen.push(`answered at ${clock.now()}`))
  })
  clock.after(11, () => seen.push("timer"))
  await Promise.all([clock.advance(11), clock.advance(5)])
  expect(seen).toEqual(["answered at 10", "timer"])
  expect(clock.now()).toBe(16)
})

test("work that never ends does not hold up virtual time for ever", async () => {
  const clock = createClock({ mode: "virtual" }, 0)
  void clock.during(new Promise(() => {}))
  await clock.pass(15_000)
  expect(clock.now()).toBe(15_000)
})

test("a speed shortens timers that already run, and time never jumps back", async () => {
  const clock = createClock()
  const waited = sleep(clock, 3_600_000)
  const before = clock.now()
  clock.set({ speed: 1_000_000 })
  await waited
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000)
  const fast = clock.now()
  clock.set({ speed: 1 })
  expect(clock.now()).toBeGreaterThanOrEqual(fast)
  await expect(clock.advance(1)).rejects.toThrow("only virtual time")
  clock.close()
})

test("from virtual to real, a timer runs by itself", async () => {
  const clock = createClock({ mode: "virtual" })
  const waited = sleep(clock, 5)
  clock.set({ mode: "real" })
  await waited
  clock.close()
})

test("what is given up on may fail: nobody hears of it", async () => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on("unhandledRejection", hear)
  const failing = Promise.reject(new Error("too late"))
  await expect(unlessInterrupted(AbortSignal.abort(), failing)).rejects.toThrow(Interrupted)
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off("unhandledRejection", hear)
  expect(unheard).toEqual([])
})
