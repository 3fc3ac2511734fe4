// A bell: a ring is heard during a sleep or before it, once.
import { expect, it } from "vitest"
import { createBell } from "./bell.ts"

const HOURS_MS = 10_000_000

it("ends a sleep", async () => {
  const bell = createBell()
  const sleep = bell.sleep(HOURS_MS)
  bell.ring()
  await sleep
})

it("is not lost between two sleeps, and counts once", async () => {
  const bell = createBell()
  bell.ring()
  bell.ring()
  await bell.sleep(HOURS_MS)
  let awake = false
  const sleep = bell.sleep(HOURS_MS).then(() => {
    awake = true
  })
  await new Promise(setImmediate)
  expect(awake).toBe(false)
  bell.ring()
  await sleep
})

it("needs no ring when the time is over", async () => {
  await createBell().sleep(1)
})
