// Calls that come at once share a turn: each in its order, each agent once, and one look at the floor for all of them.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Person } from "@agentpay/core"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { newCallSid } from "./app-for-tests.ts"
import { createHandle } from "./handle.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { createRouting, RING_WITHIN_MS } from "./routing.ts"
import type { Lead } from "./twilio/voice-webhook.ts"

const agent = (userId: string, phone: string): Person => ({ userId, name: userId, role: "agent", phone })
const everybody = [agent("ada", "+15550001001"), agent("ben", "+15550001002"), agent("cleo", "+15550001003")]
const settings = { whenBusy: "queue", queueLimit: 3, queueMaxWaitMs: 600_000, wrapUpMs: 0 } as const

let dataDir: string
let ledger: Ledger
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-test-"))
  ledger = await openLedger({ dataDir })
  const present = everybody.map(({ userId }) => userId)
  await ledger.beat({ now: Date.now() - 1_000, present, sweep: false })
})
afterEach(async () => {
  vi.useRealTimers()
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})

function open(through = ledger, people = vi.fn(async () => everybody)) {
  const handle = createHandle({ ledger: through, tellTyping: () => {}, wakePerform: () => {} })
  const routing = createRouting({ ledger: through, handle, people, settings, checkAfterMs: 60_000 })
  const ring = (callSid: string) =>
    routing.ring({ callSid, from: "+15551230001", to: "+15550001000", forwardTo: null })
  return { handle, routing, ring, people }
}
const phones = (leads: readonly Lead[]) =>
  leads.map((lead) => (typeof lead === "object" && "dial" in lead ? lead.dial : lead))

test("each agent rings once, then they wait in the order in which they came, as many as may", async () => {
  const { ring, people } = open()
  const sids = Array.from({ length: 8 }, newCallSid)
  const leads = await Promise.all(sids.map(ring))
  const [first, second, third, ...rest] = phones(leads)
  expect([first, second, third]).toEqual(everybody.map(({ phone }) => phone))
  expect(rest).toEqual([{ queue: 1 }, { queue: 2 }, { queue: 3 }, "busy", "busy"])
  expect((await ledger.waitingCalls()).map(({ callSid }) => callSid)).toEqual(sids.slice(3, 6))
  expect(people).toHaveBeenCalledTimes(1)
})

test("more than share a turn are served in the next ones", async () => {
  const { ring, people } = open()
  const leads = await Promise.all(Array.from({ length: 250 }, newCallSid).map(ring))
  expect(phones(leads).slice(0, 3)).toEqual(everybody.map(({ phone }) => phone))
  expect(leads.slice(6)).toEqual(Array.from({ length: 244 }, () => "busy"))
  expect(people).toHaveBeenCalledTimes(3)
})

test("R8: a call that comes twice at once has one agent, and keeps nobody else's", async () => {
  const { ring } = open()
  const [one, other, third] = [newCallSid(), newCallSid(), newCallSid()]
  const leads = await Promise.all([one, one, other, third].map(ring))
  expect(phones(leads)).toEqual(["+15550001001", "+15550001001", "+15550001002", "+15550001003"])
})

test("who rang in vain and who comes in at the same moment get different agents", async () => {
  const { ring, routing, people } = open()
  const [passed, fresh] = [newCallSid(), newCallSid()]
  await ring(passed)
  const leads = await Promise.all([ring(fresh), routing.passOn(passed, 1, "busy")])
  expect(phones(leads)).toEqual(["+15550001002", "+15550001003"])
  expect(people).toHaveBeenCalledTimes(2)
})

/** The ledger of a process to which `deed` happens just before its first append; `after` every one. */
function interfered(deed: () => Promise<unknown>, after: (result: string) => unknown = () => {}): Ledger {
  let done = false
  return {
    ...ledger,
    async append(append) {
      if (!done) {
        done = true
        await deed()
      }
      const result = await ledger.append(append)
      await after(result)
      return result
    },
  }
}

test("whose agent was taken meanwhile by another process chooses again, and the others keep theirs", async () => {
  const elsewhere = open()
  const { ring, people } = open(interfered(() => elsewhere.ring(newCallSid())))
  const leads = await Promise.all([newCallSid(), newCallSid()].map(ring))
  expect(phones(leads)).toEqual(["+15550001003", "+15550001002"])
  expect(people).toHaveBeenCalledTimes(2)
})

test("nobody has to wait before it is certain that the agents are taken", async () => {
  const elsewhere = open()
  const other = newCallSid()
  // Whoever took the agent lets go at once.
  const letGo = async (result: string) => {
    if (result === "agent-busy")
      await elsewhere.handle(other, { type: "EndCall", outcome: "busy", at: Date.now() })
  }
  const { ring } = open(interfered(() => elsewhere.ring(other), letGo))
  const leads = await Promise.all(Array.from({ length: 4 }, newCallSid).map(ring))
  expect(phones(leads)).toEqual(["+15550001001", "+15550001002", "+15550001003", { queue: 1 }])
})

test("one call that cannot be stored fails alone", async () => {
  const bad = newCallSid()
  const failing: Ledger = {
    ...ledger,
    append: (append) =>
      append.callSid === bad ? Promise.reject(new Error("the disk is full")) : ledger.append(append),
  }
  const { ring } = open(failing)
  const [failed, rung] = await Promise.allSettled([ring(bad), ring(newCallSid())])
  expect(failed).toMatchObject({ status: "rejected", reason: new Error("the disk is full") })
  expect(rung).toMatchObject({ status: "fulfilled", value: { dial: "+15550001002" } })
})

test("while the floor cannot be read everybody hears so, and the next turn serves again", async () => {
  const { ring, people } = open()
  people.mockRejectedValueOnce(new Error("the database is away"))
  const failed = await Promise.allSettled([ring(newCallSid()), ring(newCallSid())])
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"])
  expect(phones([await ring(newCallSid())])).toEqual(["+15550001001"])
})

test("a caller who was told that it took too long gets no agent afterwards", async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  const slow = vi.fn(async () => {
    vi.setSystemTime(Date.now() + RING_WITHIN_MS + 1)
    return everybody
  })
  const callSid = newCallSid()
  await expect(open(ledger, slow).ring(callSid)).rejects.toThrow("too late")
  expect((await ledger.load(callSid)).facts).toEqual([])
})
