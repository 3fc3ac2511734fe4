// What the board shows of a call, and by what it is found.
import { type Fact, fold, type Masked, type Person } from "@agentpay/core"
import { expect, it } from "vitest"
import type { LiveCall } from "../live/live-state.ts"
import { boardRows, isAbout } from "./board-row.ts"

const ada: Person = { userId: "ada", name: "Ada Okafor", role: "agent", phone: "+15550001001" }
const paymentId = "p1"
const facts: Fact[] = [
  { type: "CallRang", callSid: "CA1", from: "+15551230001", to: "+15550001000", at: 1 },
  { type: "CallOffered", agentId: "ada", phone: "+15550001001", at: 1 },
  { type: "CallAnswered", at: 2 },
  {
    ...{ type: "PaymentOpened", paymentId, amountMinor: 4200, tipMinor: 0, currency: "USD", at: 3 },
    ...{ items: ["card-number", "expiry", "security-code"], reference: "INV-7", note: "" },
  },
  { type: "PaySessionStarted", paymentId, sessionSid: "PK1", at: 4 },
  { type: "FieldPrompted", paymentId, item: "card-number", byAgent: false, at: 4 },
  {
    ...{ type: "FieldCaptured", paymentId, item: "card-number", updatedAt: 5, at: 5 },
    masked: "xxxxxxxxxxxx4242" as Masked,
  },
  { type: "FieldPrompted", paymentId, item: "expiry", byAgent: false, at: 6 },
]

function known(typed: string | null): LiveCall {
  const call = fold(facts)
  if (!call) throw new Error("no call")
  const typing = typed && { paymentId, item: "expiry" as const, masked: typed as Masked, updatedAt: 7 }
  return { call, version: facts.length, typing: typing || null }
}

it("shows masked progress, with the digit that was typed just now", () => {
  expect(boardRows(known(null), [ada])[0]?.detail).toBe("•••• •••• •••• 4242")
  expect(boardRows(known("12"), [ada])).toMatchObject([
    { agent: "Ada Okafor", amount: "$42.00", written: "INV-7", detail: "•••• •••• •••• 4242, 12" },
  ])
})

it("is found by a part of the agent's name, the caller, the amount or the reference", () => {
  const found = (sought: string) => isAbout(known(null), [ada], sought)
  expect([" okaf", "1230001", "42.00", "inv-7", ""].map(found)).toEqual([true, true, true, true, true])
  expect(["Ben", "43.00", "INV-8"].map(found)).toEqual([false, false, false])
})
