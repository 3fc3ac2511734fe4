// Who gets a call.
import type { Person } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import type { AgentLine } from "./ledger/ledger.ts"
import { chooseAgent } from "./route-call.ts"

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

interface Given {
  forwardTo?: string
  there?: Record<string, number>
  lines?: AgentLine[]
}
const choose = ({ forwardTo, there = {}, lines = [] }: Given) =>
  chooseAgent(forwardTo ?? null, people, lines, new Map(Object.entries(there)))

const busy = (agentId: string): AgentLine => ({ agentId, onCall: true, lastEndedAt: null })
const free = (agentId: string, lastEndedAt: number): AgentLine => ({ agentId, onCall: false, lastEndedAt })

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
