// How an agent stands, by what is stored.
import { expect, test } from "vitest"
import { type AgentLine, presenceOf } from "./presence.ts"

const NOW = 100_000
const line = (changes: Partial<AgentLine> = {}): AgentLine => ({
  ...{ agentId: "ada", thereSince: 10_000, connected: true, seenAt: NOW },
  ...{ choice: null, missed: null, call: null, lastEnded: null },
  ...changes,
})
const standing = (changes: Partial<AgentLine>, wrapUpMs = 0) => {
  const { status, since, reason, until } = presenceOf(line(changes), NOW, wrapUpMs)
  return [status, since, ...(reason ? [reason] : []), ...(until ? [until] : [])]
}

test("on a call, whether a screen is open or not: a reload takes no call from anybody", () => {
  const call = { callSid: "CA1", offeredAt: 50_000, answeredAt: 60_000 }
  expect(standing({ call })).toEqual(["on-call", 60_000])
  expect(standing({ call, thereSince: null, connected: false })).toEqual(["on-call", 60_000])
  expect(standing({ call: { ...call, answeredAt: null } })).toEqual(["ringing", 50_000])
  expect(standing({ call, choice: { away: "lunch", at: 70_000 } })).toEqual(["on-call", 60_000])
})

test("offline since the last screen, and never seen at all", () => {
  expect(standing({ thereSince: null, seenAt: 70_000 })).toEqual(["offline", 70_000])
  expect(standing({ thereSince: null, seenAt: null })).toEqual(["offline", null])
})

test("away by hand until taken back", () => {
  expect(standing({ choice: { away: "lunch", at: 40_000 } })).toEqual(["away", 40_000, "lunch"])
  expect(standing({ choice: { away: null, at: 40_000 } })).toEqual(["available", 40_000])
})

test("away after a call that rang in vain, until said otherwise or come again", () => {
  const missed = { outcome: "no-answer", at: 50_000 } as const
  expect(standing({ missed })).toEqual(["away", 50_000, "no-answer"])
  expect(standing({ missed: { ...missed, outcome: "failed" } })).toEqual(["away", 50_000, "unreachable"])
  expect(standing({ missed, choice: { away: null, at: 51_000 } })).toEqual(["available", 51_000])
  expect(standing({ missed, thereSince: 60_000 })).toEqual(["available", 60_000])
})

test("a declined call leaves available, at the end of the line", () => {
  for (const outcome of ["busy", "canceled"] as const)
    expect(standing({ missed: { outcome, at: 50_000 } })).toEqual(["available", 50_000])
})

test("wraps up after an answered call, for the time that is set, until said otherwise", () => {
  const lastEnded = { at: 90_000, answered: true }
  expect(standing({ lastEnded })).toEqual(["available", 90_000])
  expect(standing({ lastEnded }, 30_000)).toEqual(["wrap-up", 90_000, 120_000])
  expect(standing({ lastEnded }, 9_000)).toEqual(["available", 99_000])
  expect(standing({ lastEnded: { ...lastEnded, answered: false } }, 30_000)).toEqual(["available", 90_000])
  expect(standing({ lastEnded, choice: { away: null, at: 95_000 } }, 30_000)).toEqual(["available", 95_000])
  expect(standing({ lastEnded, choice: { away: "break", at: 80_000 } }, 30_000)).toEqual([
    ...["away", 80_000, "break"],
  ])
})
