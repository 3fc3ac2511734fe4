// Brings callers and agents together: a call rings at one agent, then at the next, or waits until somebody is free.
import { type Call, type CallOutcome, fold, type Person } from "@agentpay/core"
import type { Handle } from "./handle.ts"
import { fault } from "./ledger/fault.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { askedAlready, chooseAgent, freeAgents } from "./route-call.ts"
import type { Settings } from "./settings.ts"
import { takeTurns } from "./take-turns.ts"
import type { Lead, Ring } from "./twilio/voice-webhook.ts"

export interface RoutingParts {
  ledger: Ledger
  handle: Handle
  people(): Promise<Person[]>
  settings: Pick<Settings, "whenBusy" | "queueLimit" | "queueMaxWaitMs" | "wrapUpMs">
  checkAfterMs: number
}

export interface Routing {
  /** A call begins, or Twilio asks again about one that has. */
  ring(asked: Ring): Promise<Lead>
  /** It rang in vain at the agent of this offer; null: of the one that stands. */
  passOn(callSid: string, offer: number | null, outcome: CallOutcome): Promise<Lead>
  /** Where this caller belongs now. */
  lead(callSid: string): Promise<Lead>
  /** Offers callers who wait to agents who are free, in the order of arrival. */
  offerWaiting(): Promise<void>
}

/** A caller who waits longer hears Twilio's own error, or it asks again (facts 5.4). */
export const RING_WITHIN_MS = 10_000
const MOST_CHOICES = 50
/** Looked through for one whom the free agents have not declined. */
const MOST_LOOKED_AT = 100

export function createRouting({ ledger, handle, people, settings, checkAfterMs }: RoutingParts): Routing {
  const { whenBusy, queueLimit, queueMaxWaitMs, wrapUpMs } = settings
  // One at a time: calls that chose together would choose the same agent, and all but one would choose again.
  const inTurn = takeTurns()

  const callOf = async (callSid: string) => fold((await ledger.load(callSid)).facts)

  async function floorNow() {
    const now = Date.now()
    const [everybody, lines] = await Promise.all([people(), ledger.agentLines(now)])
    return { people: everybody, lines, now, wrapUpMs }
  }

  async function leadOf(call: Call | null): Promise<Lead> {
    if (call?.status === "queued") {
      const waiting = await ledger.waitingCalls()
      return { queue: Math.max(1, waiting.findIndex(({ callSid }) => callSid === call.callSid) + 1) }
    }
    if (call?.status === "ended") return call.outcome === "no-answer" && call.queue ? "nobody-came" : "ended"
    return call?.agent ? { dial: call.agent.phone, offer: call.offers } : "ended"
  }

  /** Repeats `attempt` while calls on other processes take the agents that it chose. */
  async function untilTaken(callSid: string, attempt: () => Promise<Lead | null>): Promise<Lead> {
    const until = Date.now() + RING_WITHIN_MS
    return inTurn("", async () => {
      for (let tries = 0; tries < MOST_CHOICES && Date.now() <= until; tries++) {
        const lead = await attempt()
        if (lead) return lead
      }
      throw fault(`No agent was found in time for ${callSid}`)
    })
  }

  async function ringOnce({ callSid, from, to, forwardTo }: Ring): Promise<Lead | null> {
    const known = await callOf(callSid)
    if (known) return leadOf(known)
    const mayWait = whenBusy === "queue" && forwardTo === null
    const waiting = mayWait ? (await ledger.waitingCalls()).length : 0
    // Who came before is served before.
    const choice = waiting > 0 ? null : chooseAgent(forwardTo, await floorNow())
    const common = { callSid, from, to, checkAfterMs, at: Date.now() }
    if (choice) {
      const { agentId, phone } = choice
      const forwarded = forwardTo === null ? {} : { forwardTo }
      const rung = await handle(callSid, { type: "RingCall", ...common, ...forwarded, agentId, phone })
      return rung.taken ? leadOf(rung.call) : null
    }
    if (!mayWait || waiting >= queueLimit) return "busy"
    const queued = await handle(callSid, { type: "QueueCall", ...common, maxWaitMs: queueMaxWaitMs })
    return queued.taken ? leadOf(queued.call) : null
  }

  async function passOnce(callSid: string, asked: number | null, outcome: CallOutcome): Promise<Lead | null> {
    const call = await callOf(callSid)
    const offer = asked ?? call?.offers
    if (call?.status !== "ringing" || call.offers !== offer) return leadOf(call)
    const chosen = chooseAgent(null, await floorNow(), askedAlready(call, Date.now()))
    const next = chosen ?? (whenBusy === "queue" ? ("queue" as const) : null)
    const pass = { offer, outcome, next, maxWaitMs: queueMaxWaitMs, at: Date.now() }
    const passed = await handle(callSid, { type: "PassCall", ...pass })
    return passed.taken ? leadOf(passed.call) : null
  }

  return {
    ring: (asked) => untilTaken(asked.callSid, () => ringOnce(asked)),
    passOn: (callSid, offer, outcome) => untilTaken(callSid, () => passOnce(callSid, offer, outcome)),
    lead: async (callSid) => leadOf(await callOf(callSid)),
    offerWaiting: () =>
      inTurn("", async () => {
        const waiting = await ledger.waitingCalls()
        const floor = await floorNow()
        const taken = new Set<string>()
        for (const { callSid } of waiting.slice(0, MOST_LOOKED_AT)) {
          if (freeAgents(floor).every((id) => taken.has(id))) return
          const call = await callOf(callSid)
          if (call?.status !== "queued") continue
          for (;;) {
            const except = new Set([...askedAlready(call, floor.now), ...taken])
            const choice = chooseAgent(null, floor, except)
            if (!choice) break
            taken.add(choice.agentId)
            const offered = await handle(callSid, { type: "OfferCall", ...choice, at: Date.now() })
            // Another call has taken this agent meanwhile; the next agent is still for who has waited longest.
            if (offered.taken) break
          }
        }
      }),
  }
}
