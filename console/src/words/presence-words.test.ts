// What agents read about themselves and about the queue.
import type { AgentPresence } from "@agentpay/core"
import { expect, it } from "vitest"
import { presenceWords, queueWords, whyNoCalls } from "./presence-words.ts"

const standing = (changes: Partial<AgentPresence>): AgentPresence => ({
  ...{ userId: "ada", status: "available", since: 0, until: null, reason: null, callSid: null },
  ...changes,
})

it("says how somebody stands, and why they are away", () => {
  expect(presenceWords(standing({}))).toEqual({ words: "Available", tone: "good" })
  expect(presenceWords(standing({ status: "away", reason: "lunch" })).words).toBe("Away: Lunch")
  expect(presenceWords(standing({ status: "away" })).words).toBe("Away")
})

it("says why no call comes, and nothing where calls come", () => {
  expect(whyNoCalls(standing({}), 0)).toBeNull()
  expect(whyNoCalls(standing({ status: "on-call" }), 0)).toBeNull()
  expect(whyNoCalls(standing({ status: "wrap-up", until: 30_000 }), 7_000)).toContain("0:23 left")
  expect(whyNoCalls(standing({ status: "away", reason: "no-answer" }), 0)).toContain("did not answer")
  expect(whyNoCalls(standing({ status: "away", reason: "unreachable" }), 0)).toContain("Check your phone")
  expect(whyNoCalls(standing({ status: "away", reason: "break" }), 0)).toContain("until you are available")
})

it("says how many callers wait, and how long", () => {
  expect(queueWords({ waiting: 0, oldestAt: null }, 0)).toBeNull()
  expect(queueWords({ waiting: 1, oldestAt: 1_000 }, 66_000)).toBe("1 caller has waited 1:05.")
  expect(queueWords({ waiting: 3, oldestAt: 1_000 }, 66_000)).toBe("3 callers wait, the longest 1:05.")
})
