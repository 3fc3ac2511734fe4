// One call from ring to hang-up: what the caller and the agent do, while everything around them breaks.
import { type Caller, call, emulatedCall } from "../caller.ts"
import type { Plan } from "./plan.ts"
import type { Screen } from "./screen.ts"
import { has, isFinal, type PaymentStory, payments } from "./story.ts"

export interface Taken {
  callSid: string
  plan: Plan
  /** The agent's screen showed this confirmation or token. */
  shown: boolean
  /** Submit was acknowledged this often with "taken". */
  submitsTaken: number
  /** Commands acknowledged as taken, by the fact that each must have left. */
  acknowledged: { type: string; paymentId?: string }[]
  /** The call never reached the agent's screen: Twilio could not reach us. */
  lost: boolean
}

const items = {
  "card-number": "payment-card-number",
  expiry: "expiration-date",
  "security-code": "security-code",
} as const
const order = ["card-number", "expiry", "security-code"] as const
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Ends the call after this, whatever its state: nobody waits on the phone for ever. */
const PATIENCE_MS = 60_000
/** When every word of the end was lost, the server finds out itself: it asks Twilio once a minute. */
const FREE_AFTER_MS = 75_000

export async function takeCall(
  phonesUrl: string,
  screen: Screen,
  phone: string,
  from: string,
  plan: Plan,
): Promise<Taken> {
  const caller = await call(phonesUrl, from, `Fwd=${encodeURIComponent(phone)}`)
  const { callSid } = caller
  const taken: Taken = { callSid, plan, shown: false, submitsTaken: 0, acknowledged: [], lost: false }
  const until = Date.now() + PATIENCE_MS
  const facts = () => screen.facts(callSid)
  const payment = (): PaymentStory | undefined => payments(facts()).at(-1)

  while (!has(facts(), "CallOffered")) {
    const status = (await emulatedCall(phonesUrl, callSid))?.status
    if (Date.now() > until || (status !== undefined && !["ringing", "in-progress"].includes(status))) {
      await caller.hangUp().catch(() => {})
      return { ...taken, lost: true }
    }
    await pause(100)
  }
  await caller.answer().catch(() => {})

  async function ask(name: string, request: object, leaves: string): Promise<void> {
    const reply = await screen.ask(name, { callSid, ...request })
    if (!reply?.ok) return
    const paymentId = payment()?.paymentId
    taken.acknowledged.push({ type: leaves, ...(name !== "initiate" && paymentId && { paymentId }) })
    if (name === "submit") taken.submitsTaken += 1
  }

  async function submit({ paymentId, attempt }: PaymentStory): Promise<void> {
    const clicks = plan.clicksTwice ? 2 : 1
    const request = { paymentId, attempt }
    await Promise.all(Array.from({ length: clicks }, () => ask("submit", request, "PaymentSubmitted")))
    if (plan.hangsUpAtSubmit) await caller.hangUp().catch(() => {})
  }

  let mistyped = false
  let keyedFor = ""
  while (Date.now() < until && !has(facts(), "CallEnded")) {
    const now = payment()
    if (!now) {
      await ask("initiate", { amount: plan.amount, tip: "" }, "PaymentOpened")
      await pause(100)
      continue
    }
    if (isFinal(now.status)) {
      if (now.status === "declined" && now.attempt < plan.cards.length) {
        await ask("retry", { paymentId: now.paymentId, attempt: now.attempt }, "PaymentRetried")
        await pause(100)
        continue
      }
      taken.shown = now.status === "succeeded"
      break
    }
    if (plan.agentCancels && now.captured.size > 0 && now.status === "capturing") {
      await ask("cancel", { paymentId: now.paymentId }, "PaymentCancelled")
      await pause(100)
      continue
    }
    if (now.status === "capturing" && now.captured.size === now.wanted.length) {
      await submit(now)
      await pause(100)
      continue
    }
    const next = order.find((item) => !now.captured.has(item))
    if (now.status === "capturing" && next) {
      const asked = (await emulatedCall(phonesUrl, callSid))?.payment?.capture
      const turn = `${now.attempt} ${next}`
      if (asked === items[next]) {
        if (plan.leaves?.after === order.indexOf(next)) {
          await leave(caller, plan.leaves.how)
          await pause(500)
          continue
        }
        const card = plan.cards[now.attempt - 1] ?? plan.cards[0]
        const wrong = plan.mistypes && next === "expiry" && !mistyped
        if (wrong) mistyped = true
        await caller
          .keys({ "card-number": card, expiry: wrong ? "1320" : "1230", "security-code": "123" }[next])
          .catch(() => {})
        keyedFor = turn
      } else if (keyedFor !== turn && asked === null && Date.now() % 5 === 0)
        await ask("update", { paymentId: now.paymentId, item: next }, "FieldPrompted")
    }
    await pause(60)
  }
  await caller.hangUp().catch(() => {})
  // The agent is free for the next call only when this one has ended in the ledger.
  for (const free = Date.now() + FREE_AFTER_MS; Date.now() < free && !has(facts(), "CallEnded"); )
    await pause(50)
  return taken
}

async function leave(caller: Caller, how: "hang-up" | "star"): Promise<void> {
  await (how === "star" ? caller.keys("*") : caller.hangUp()).catch(() => {})
}
