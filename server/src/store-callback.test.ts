// While the database is away callbacks wait, but not without bound.
import { pino } from "pino"
import { expect, it } from "vitest"
import { createCallbackStore } from "./store-callback.ts"

it("lets two thousand wait at once, turns more away, and takes them again when there is room", async () => {
  const store = createCallbackStore(pino({ level: "silent" }))
  const { promise, resolve } = Promise.withResolvers<string>()
  const waiting = Array.from({ length: 2_000 }, (_, n) => store(`CA${n}`, () => promise, 60_000))
  await expect(store("CA", async () => "stored")).rejects.toThrow("Too many callbacks wait already")
  resolve("stored")
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["stored"]))
  expect(await store("CA", async () => "stored")).toBe("stored")
})
