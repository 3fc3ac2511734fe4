// Which appends share a commit, and what happens to the others when one fails.
import { setImmediate as nextTurn } from "node:timers/promises"
import { expect, test } from "vitest"
import type { Write } from "./engine.ts"
import type { AppendResult } from "./ledger.ts"
import { shareCommits } from "./share-commits.ts"

const write = (callSid: string | null): Write => ({
  callSid,
  expected: 0,
  facts: [],
  effects: [],
  settles: null,
  row: null,
  payments: [],
  missed: [],
})

/** An engine that remembers its batches and answers when the test lets it. */
function slowEngine(fails: (sids: (string | null)[]) => Error | null = () => null) {
  const batches: (string | null)[][] = []
  const engine = {
    async write(writes: readonly Write[]): Promise<AppendResult[]> {
      const sids = writes.map(({ callSid }) => callSid)
      batches.push(sids)
      await nextTurn()
      const error = fails(sids)
      if (error !== null) throw error
      return writes.map(() => "appended")
    },
    isOneMembersFault: (error: unknown) => error instanceof RangeError,
  }
  return { batches, commits: shareCommits(engine) }
}

const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `CA${from + i}`)

test("a lone append commits at once, the sixty-three that come meanwhile share the next commit", async () => {
  const { batches, commits } = slowEngine()
  const all = Promise.all(names(0, 64).map((sid) => commits.write(write(sid))))
  expect(batches).toEqual([["CA0"]])
  expect(await all).toEqual(names(0, 64).map(() => "appended"))
  expect(batches).toEqual([["CA0"], names(1, 64)])
})

test("a commit holds 256 at most, the oldest first", async () => {
  const { batches, commits } = slowEngine()
  await Promise.all(names(0, 600).map((sid) => commits.write(write(sid))))
  expect(batches).toEqual([["CA0"], names(1, 257), names(257, 513), names(513, 600)])
})

test("two appends of one stream never share a commit and keep their order; settling needs no stream", async () => {
  const { batches, commits } = slowEngine()
  await Promise.all(["x", "a", "a", "b", null, "a", null].map((sid) => commits.write(write(sid))))
  expect(batches).toEqual([["x"], ["a", "b", null, null], ["a"], ["a"]])
})

test("one member's fault is its own: the others are committed", async () => {
  const { commits } = slowEngine((sids) => (sids.includes("CA5") ? new RangeError("CA5 is wrong") : null))
  const results = await Promise.allSettled(names(0, 20).map((sid) => commits.write(write(sid))))
  expect(results.map(({ status }) => status).filter((status) => status === "rejected")).toHaveLength(1)
  expect(results[5]).toMatchObject({ reason: { message: "CA5 is wrong" } })
})

test("after an error that leaves open what was committed nothing is written a second time", async () => {
  const { batches, commits } = slowEngine((sids) => (sids.length > 1 ? new Error("connection lost") : null))
  const results = await Promise.allSettled(names(0, 9).map((sid) => commits.write(write(sid))))
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(8)
  expect(batches).toHaveLength(2)
  expect(await commits.write(write("CA1"))).toBe("appended")
})

test("drained waits for all that was asked for", async () => {
  const { commits } = slowEngine()
  let done = 0
  for (const sid of ["a", "a", "a"]) void commits.write(write(sid)).then(() => done++)
  await commits.drained()
  expect(done).toBe(3)
})
