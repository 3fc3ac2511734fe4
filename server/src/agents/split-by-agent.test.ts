// Who is told what of a call that goes from one agent to another (R10).
import type { Fact } from "@agentpay/core"
import { expect, it } from "vitest"
import { splitByAgent } from "./split-by-agent.ts"

const at = 1
const rang: Fact = { type: "CallRang", callSid: "CA1", from: "+1", to: "+2", at }
const queued: Fact = { type: "CallQueued", until: 9, at }
const offered = (agentId: string): Fact => ({ type: "CallOffered", agentId, phone: "+3", at })
const notAnswered = (agentId: string): Fact => ({ type: "CallNotAnswered", agentId, outcome: "busy", at })
const answered: Fact = { type: "CallAnswered", at }

const split = (after: number, facts: Fact[], agentId: string | null) =>
  splitByAgent({ after, facts, agentId }).map((part) => [
    part.agentId,
    part.after,
    part.facts.map(({ type }) => type),
    part.fromTheStart,
  ])

it("what changes nobody is for whoever has the call", () => {
  expect(split(2, [answered], "ada")).toEqual([["ada", 2, ["CallAnswered"], false]])
  expect(split(0, [rang, queued], null)).toEqual([])
})

it("a new call is its agent's from the first fact", () => {
  expect(split(0, [rang, offered("ada")], "ada")).toEqual([["ada", 1, ["CallOffered"], true]])
  expect(split(1, [offered("ada"), answered], "ada")).toEqual([
    ["ada", 1, ["CallOffered", "CallAnswered"], true],
  ])
})

it("whoever did not take it hears that, and nothing after it; whoever gets it hears all", () => {
  expect(split(2, [notAnswered("ada"), offered("ben"), answered], "ben")).toEqual([
    ["ada", 2, ["CallNotAnswered"], false],
    ["ben", 3, ["CallOffered", "CallAnswered"], true],
  ])
  expect(split(2, [notAnswered("ada"), queued], null)).toEqual([["ada", 2, ["CallNotAnswered"], false]])
  const round = [notAnswered("ada"), offered("ben"), notAnswered("ben"), offered("ada")]
  expect(split(2, round, "ada").map(([agentId]) => agentId)).toEqual(["ada", "ben", "ada"])
})
