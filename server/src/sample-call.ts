// One call of the sample data, as it might have been: real commands, decided by core, nothing sent to anybody.
import {
  type CaptureItem,
  type Command,
  decide,
  type Fact,
  fold,
  maskItem,
  type PayResult,
  type PayUpdate,
} from "@agentpay/core"

export interface SamplePayment {
  /** As the agent typed it. */
  amount: string
  tip: string
  reference: string
  note: string
  card: string
  brand: string
  /** Of each attempt; the next card follows a decline. */
  results: readonly PayResult[]
  /** The expiry date was keyed wrongly first. */
  slip: boolean
  /** Cancelled by the agent instead of submitted. */
  cancelled: boolean
}

export interface SampleCall {
  callSid: string
  from: string
  to: string
  agent: { agentId: string; phone: string }
  /** Epoch milliseconds. */
  rangAt: number
  answered: boolean
  payments: readonly SamplePayment[]
  currency: string
  items: readonly CaptureItem[]
}

/** Milliseconds that a step takes, at least and at most. */
type Between = (least: number, most: number) => number

/** @param between how long each step takes. @throws when core refuses a step: then the story is wrong */
export function tellSampleCall(sample: SampleCall, between: Between): Fact[] {
  const facts: Fact[] = []
  let at = sample.rangAt
  const by = sample.agent.agentId

  function does(command: Command, seconds: readonly [number, number] = [1, 4]): void {
    const decision = decide(command, fold(facts))
    if ("refusal" in decision) throw new Error(`a sample's ${command.type}: ${decision.refusal.code}`)
    facts.push(...decision.facts)
    at += between(seconds[0] * 1_000, seconds[1] * 1_000)
  }

  function captureCard(
    payment: SamplePayment,
    of: { paymentId: string; attempt: number },
    sessionSid: string,
  ) {
    const entry = (item: CaptureItem, value: string, error: PayUpdate["error"]): PayUpdate => ({
      ...{
        sessionSid,
        attempt: of,
        updatedAt: at,
        item,
        partial: false,
        error,
        result: null,
        required: null,
      },
      values: error ? {} : { [item]: maskItem(item, value) },
      brand: item === "card-number" ? payment.brand : null,
    })
    const keyed = {
      "card-number": payment.card,
      expiry: "1230",
      "security-code": "xxx",
      "postal-code": "94105",
    }
    for (const item of sample.items) {
      if (item === "expiry" && payment.slip)
        does({ type: "ReceivePayUpdate", update: entry(item, "", "invalid-expiry"), at }, [4, 9])
      does({ type: "ReceivePayUpdate", update: entry(item, keyed[item], null), at }, [4, 12])
    }
  }

  /** What the gateway's record says of an outcome that nobody knew. */
  const notCharged = (of: { paymentId: string; attempt: number }): Command => {
    const answer = { found: "nothing", ids: [] } as const
    return { type: "ReportLookUp", ...of, tries: 1, answer, notChargedAfterMs: 0, at }
  }

  function pay(payment: SamplePayment, paymentId: string): void {
    const { amount, tip, reference, note, results, cancelled } = payment
    const { currency, items } = sample
    does({
      type: "OpenPayment",
      by,
      paymentId,
      amount,
      tip,
      reference,
      note,
      currency,
      items,
      expireAfterMs: 1,
      at,
    })
    for (const [i, result] of results.entries()) {
      const of = { paymentId, attempt: i + 1 }
      const sessionSid = `${paymentId}-${of.attempt}`
      if (i > 0) does({ type: "RetryPayment", by, paymentId, attempt: i, expireAfterMs: 1, at })
      does({ type: "ReportStart", ...of, answer: { sessionSid }, at }, [8, 20])
      captureCard(payment, of, sessionSid)
      if (cancelled) does({ type: "CancelPayment", by, paymentId, at })
      else {
        // The star key ends a session before it is submitted.
        if (result.outcome !== "star-key") does({ type: "SubmitPayment", by, ...of, timeoutMs: 1, at })
        const silent = { item: null, partial: false, error: null, values: {}, brand: null, required: null }
        const update = { sessionSid, attempt: of, updatedAt: at, ...silent, result }
        does({ type: "ReceivePayUpdate", update, at }, [5, 20])
        if (result.outcome === "error") does(notCharged(of))
      }
    }
    does({ type: "ClearPayment", by, paymentId, at }, [5, 30])
  }

  const { callSid, from, to, agent } = sample
  does({ type: "RingCall", callSid, from, to, ...agent, checkAfterMs: 1, at }, [3, 15])
  if (sample.answered) does({ type: "AnswerCall", at }, [20, 90])
  for (const [i, payment] of sample.payments.entries()) pay(payment, `${callSid}-${i + 1}`)
  does({ type: "EndCall", outcome: sample.answered ? "completed" : "no-answer", at })
  return facts
}
