// The board's list of agents.
import type { AgentPresence, AgentStatus, Person } from "@agentpay/core"
import { expect, it } from "vitest"
import { agentRows, countByStatus, filterAgents } from "./agent-list.ts"

const person = (name: string, role: Person["role"] = "agent"): Person => ({
  ...{ userId: name, name, role, phone: null },
})
const stands = (userId: string, status: AgentStatus): AgentPresence => ({
  ...{ userId, status, since: 1, until: null, reason: null, callSid: null },
})
const rows = agentRows(
  [person("Zoe"), person("Ben"), person("Ada"), person("Sam", "supervisor"), person("Eve")],
  [
    stands("Ada", "available"),
    stands("Ben", "available"),
    stands("Zoe", "on-call"),
    stands("Sam", "available"),
  ],
)

it("has every agent and nobody else, who is busy first; who was never seen is offline", () => {
  expect(rows.map(({ name, status }) => [name, status])).toEqual([
    ["Zoe", "on-call"],
    ["Ada", "available"],
    ["Ben", "available"],
    ["Eve", "offline"],
  ])
  expect(countByStatus(rows)).toEqual([
    { status: "on-call", agents: 1 },
    { status: "available", agents: 2 },
    { status: "offline", agents: 1 },
  ])
})

it("is filtered by how they stand and by a part of the name", () => {
  const names = (filter: Parameters<typeof filterAgents>[1]) =>
    filterAgents(rows, filter).map(({ name }) => name)
  expect(names({ status: "available", name: "" })).toEqual(["Ada", "Ben"])
  expect(names({ status: null, name: " BE" })).toEqual(["Ben"])
  expect(names({ status: "on-call", name: "ben" })).toEqual([])
})
