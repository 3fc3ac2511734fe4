// Brings callers and agents together: a call rings at one agent, then at the next, or waits until somebody is free.
import { type CallOutcome, fold, type Person } from "@agentpay/core"
import { type Choice, type Choose, chooseFirst, chooseNext, leadOf, type Turn } from "./choose-place.ts"
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
/** In one turn: more would wait for the database's connections. */
const MOST_TOGETHER = 100
/** Looked through for one whom the free agents have not declined. */
const MOST_LOOKED_AT = 100

/** A call that looks for its place, and who waits to hear of it. */
interface Asking {
  callSid: string
  /** Epoch ms: who asked has given up by then. */
  until: number
  choose: Choose
  resolve(lead: Lead): void
  reject(error: unknown): void
}

export function createRouting({ ledger, handle, people, settings, checkAfterMs }: RoutingParts): Routing {
  const { wrapUpMs } = settings
  const terms = { ...settings, checkAfterMs }
  const inTurn = takeTurns()
  const asking: Asking[] = []

  const callOf = async (callSid: string) => fold((await ledger.load(callSid)).facts)

  async function beginTurn(): Promise<Turn> {
    const now = Date.now()
    const [everybody, lines, waiting] = await Promise.all([
      people(),
      ledger.agentLines(now),
      ledger.waitingCalls(),
    ])
    return { floor: { people: everybody, lines, now, wrapUpMs }, waiting, taken: new Set() }
  }

  /**
   * The first to ask books a turn, and who comes before it begins shares it: calls that chose each for itself would
   * choose the same agent. A call that comes twice asks twice.
   */
  function ask(callSid: string, choose: Choose): Promise<Lead> {
    const until = Date.now() + RING_WITHIN_MS
    return inTurn(callSid, () => {
      const { promise, resolve, reject } = Promise.withResolvers<Lead>()
      asking.push({ callSid, until, choose, resolve, reject })
      if (asking.length === 1) void inTurn("", serve)
      return promise
    })
  }

  /** Never throws: whoever asks hears of it. */
  async function serve(): Promise<void> {
    let left = asking.splice(0, MOST_TOGETHER)
    if (asking.length > 0) void inTurn("", serve)
    for (let tries = 0; left.length > 0; tries++) {
      const late = left.filter(({ until }) => tries === MOST_CHOICES || Date.now() > until)
      for (const { callSid, reject } of late) reject(fault(`No agent was found in time for ${callSid}`))
      left = await serveOnce(left.filter((one) => !late.includes(one)))
    }
  }

  /** @returns those who have to choose again, because another process has taken an agent meanwhile */
  async function serveOnce(asked: readonly Asking[]): Promise<Asking[]> {
    const served = new Set<Asking>()
    try {
      const [turn, calls] = await Promise.all([
        beginTurn(),
        Promise.all(asked.map(({ callSid }) => callOf(callSid))),
      ])
      const chosen = asked.map((one, n) => {
        const choice = one.choose(calls[n] ?? null, turn)
        if (choice.agentId !== null) turn.taken.add(choice.agentId)
        return { one, choice }
      })
      const carryOut = (some: typeof chosen) =>
        Promise.all(
          some.map(async ({ one, choice }) => {
            if (await bring(one, choice.place, turn)) served.add(one)
          }),
        )
      const ringing = chosen.filter(({ choice }) => choice.agentId !== null)
      await carryOut(ringing)
      // Nobody has to wait, or to go, before all agents are surely taken.
      if (ringing.every(({ one }) => served.has(one)))
        await carryOut(chosen.filter(({ choice }) => choice.agentId === null))
    } catch (error) {
      for (const { reject } of asked) reject(error)
      return []
    }
    return asked.filter((one) => !served.has(one))
  }

  /** @returns whether who asked has heard where the call is; false: it has to choose again */
  async function bring(
    { callSid, until, resolve, reject }: Asking,
    place: Choice["place"],
    { waiting }: Turn,
  ) {
    try {
      if (typeof place === "string" || !("type" in place)) resolve(place)
      else {
        const handled = await handle(callSid, place, { until })
        if (!handled.taken) return false
        resolve(leadOf(handled.call, waiting))
      }
    } catch (error) {
      reject(error)
    }
    return true
  }

  return {
    ring: (asked) => ask(asked.callSid, chooseFirst(asked, Date.now(), terms)),
    passOn: (callSid, offer, outcome) => ask(callSid, chooseNext(offer, outcome, terms)),
    async lead(callSid) {
      const [call, waiting] = await Promise.all([callOf(callSid), ledger.waitingCalls()])
      return leadOf(call, waiting)
    },
    offerWaiting: () =>
      inTurn("", async () => {
        const { floor, waiting, taken } = await beginTurn()
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
