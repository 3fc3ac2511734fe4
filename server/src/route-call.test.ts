// Who gets a call.
import { type AgentLine, type Call, fold, type Person } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import { askedAlready, chooseAgent } from "./route-call.ts"

const person = (userId: string, phone: string | null, role: Person["role"] = "agent"): Person => ({
  userId,
  name: userId,
  role,
  phone,
})
const ada = person("ada", "+15550001001")
const ben = person("ben", "+15550001002")
const cleo = person("cleo", "+15550001003")
const sam = person("sam", null, "supervisor")
const people = [sam, cleo, ben, ada]

const NOW = 1_000_000
const line = (agentId: string, changes: Partial<AgentLine> = {}): AgentLine => ({
  ...{ agentId, thereSince: null, connected: false, seenAt: null },
  ...{ choice: null, missed: null, call: null, lastEnded: null },
  ...changes,
})

interface Given {
  forwardTo?: string
  there?: Record<string, number>
  lines?: AgentLine[]
  wrapUpMs?: number
  except?: string[]
}
function choose({ forwardTo, there = {}, lines = [], wrapUpMs = 0, except = [] }: Given) {
  const others = Object.keys(there).filter((id) => lines.every(({ agentId }) => agentId !== id))
  const all = [...lines, ...others.map((id) => line(id))].map((one) => {
    const thereSince = there[one.agentId] ?? null
    return { ...one, thereSince, connected: thereSince !== null }
  })
  return chooseAgent(forwardTo ?? null, { people, lines: all, now: NOW, wrapUpMs }, new Set(except))
}

const busy = (agentId: string) => line(agentId, { call: { callSid: "CA1", offeredAt: 1, answeredAt: null } })
const free = (agentId: string, at: number) => line(agentId, { lastEnded: { at, answered: true } })

describe("without a number to dial", () => {
  it("nobody gets it when nobody is there", () => {
    expect(choose({})).toBeNull()
  })

  it("whoever is there gets it, and no supervisor", () => {
    expect(choose({ there: { sam: 1, ben: 2 } })).toEqual({ agentId: "ben", phone: ben.phone })
    expect(choose({ there: { sam: 1 } })).toBeNull()
  })

  it("who has been idle longest gets it: since the last call ended, or since the screen opened", () => {
    const there = { ada: 10, ben: 20, cleo: 30 }
    expect(choose({ there })?.agentId).toBe("ada")
    expect(choose({ there, lines: [free("ada", 25)] })?.agentId).toBe("ben")
    expect(choose({ there, lines: [free("ada", 25), free("ben", 40)] })?.agentId).toBe("ada")
    expect(choose({ there, lines: [free("ada", 50), free("ben", 40)] })?.agentId).toBe("cleo")
    expect(choose({ there, lines: [free("ada", 5)] })?.agentId).toBe("ada")
  })

  it("who is on a call does not get it", () => {
    expect(choose({ there: { ada: 10, ben: 20 }, lines: [busy("ada")] })?.agentId).toBe("ben")
    expect(choose({ there: { ada: 10 }, lines: [busy("ada")] })).toBeNull()
  })

  it("who is away, wraps up, has just missed a call or has no screen at the moment does not get it", () => {
    const there = { ada: 10, ben: 20 }
    const chosen = (one: AgentLine) => choose({ there, lines: [one], wrapUpMs: 30_000 })?.agentId
    expect(chosen(line("ada", { choice: { away: "lunch", at: 30 } }))).toBe("ben")
    expect(chosen(line("ada", { choice: { away: null, at: 30 } }))).toBe("ben")
    expect(chosen(line("ada", { choice: { away: null, at: 15 } }))).toBe("ada")
    expect(chosen(line("ada", { missed: { outcome: "no-answer", at: 30 } }))).toBe("ben")
    expect(chosen(free("ada", NOW - 29_000))).toBe("ben")
    const reloading = [{ ...line("ada", { thereSince: 10 }), connected: false }]
    const floor = { people, lines: reloading, now: NOW, wrapUpMs: 0 }
    expect(chooseAgent(null, floor)).toBeNull()
  })

  it("who was asked already does not get it", () => {
    expect(choose({ there: { ada: 10, ben: 20 }, except: ["ada"] })?.agentId).toBe("ben")
    expect(choose({ there: { ada: 10 }, except: ["ada"] })).toBeNull()
  })

  it("the choice among equals does not waver", () => {
    expect(choose({ there: { cleo: 7, ben: 7, ada: 7 } })?.agentId).toBe("ada")
  })
})

describe("with a number to dial", () => {
  it("the agent with that phone gets it, there or not", () => {
    const wanted = { agentId: "ben", phone: ben.phone }
    expect(choose({ forwardTo: "+15550001002" })).toEqual(wanted)
    expect(choose({ forwardTo: "+15550001002", there: { ada: 1 } })).toEqual(wanted)
    expect(choose({ forwardTo: "15550001002" })).toEqual(wanted)
  })

  it("nobody gets it while that agent is on a call", () => {
    expect(choose({ forwardTo: "+15550001002", there: { ada: 1 }, lines: [busy("ben")] })).toBeNull()
  })

  it("a number that is nobody's is dialled, and the longest idle has it on the desk", () => {
    const there = { ada: 10, ben: 20 }
    expect(choose({ forwardTo: "+4930123456", there })).toEqual({ agentId: "ada", phone: "+4930123456" })
    expect(choose({ forwardTo: "+4930123456" })).toBeNull()
  })
})

describe("asked already", () => {
  const rang = { type: "CallRang", callSid: "CA1", from: "+1", to: "+2", at: 1_000 } as const
  const asked = (agentId: string, at: number, outcome: "busy" | "no-answer" = "busy") => [
    { type: "CallOffered", agentId, phone: "+3", at } as const,
    { type: "CallNotAnswered", agentId, outcome, at: at + 1 } as const,
  ]
  const queued = (at: number) => ({ type: "CallQueued", until: 900_000, at }) as const
  const already = (facts: Parameters<typeof fold>[0], now: number) =>
    [...askedAlready(fold(facts) as Call, now)].toSorted()

  it("is who has the call, and everybody before as long as the caller has not waited", () => {
    const facts = [
      rang,
      ...asked("ada", 1_000),
      { type: "CallOffered", agentId: "ben", phone: "+4", at: 2_000 },
    ]
    expect(already(facts as Parameters<typeof fold>[0], 200_000)).toEqual(["ada", "ben"])
  })

  it("after that nobody twice in a round, nor within half a minute", () => {
    const first = [rang, ...asked("ada", 1_000), queued(1_001)]
    expect(already(first, 1_002)).toEqual(["ada"])
    expect(already(first, 31_001)).toEqual([])
    const second = [...first, ...asked("ada", 40_000)]
    expect(already(second, 100_000)).toEqual(["ada"])
  })
})
