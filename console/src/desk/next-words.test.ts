// The line that says what happens next, for every state of a payment.
import { type CaptureItem, currentPayment, type Fact, fold, type Masked } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import { type Draft, nextWords } from "./next-words.ts"

const paymentId = "p1"
const rang: Fact[] = [
  { type: "CallRang", callSid: "CA1", from: "+15551230001", to: "+15550001000", at: 1 },
  { type: "CallOffered", agentId: "ada", phone: "+15550002001", at: 1 },
]
const talking: Fact[] = [...rang, { type: "CallAnswered", at: 2 }]
const items: CaptureItem[] = ["card-number", "expiry", "security-code", "postal-code"]

function opened(amountMinor = 1250): Fact[] {
  return [
    ...talking,
    { type: "PaymentOpened", paymentId, amountMinor, tipMinor: 0, currency: "USD", items, at: 3 },
  ]
}
const started: Fact = { type: "PaySessionStarted", paymentId, sessionSid: "PK1", at: 4 }
const ask = (item: CaptureItem, byAgent = false): Fact => ({
  type: "FieldPrompted",
  paymentId,
  item,
  byAgent,
  at: 5,
})
const take = (item: CaptureItem, masked: string, brand?: string): Fact => ({
  type: "FieldCaptured",
  paymentId,
  item,
  masked: masked as Masked,
  ...(brand && { brand }),
  updatedAt: null,
  at: 6,
})
const visa = take("card-number", "xxxxxxxxxxxx4242", "visa")
const submitted: Fact = { type: "PaymentSubmitted", paymentId, at: 7 }
const ended: Fact = { type: "CallEnded", outcome: "completed", at: 8 }

function ready(amountMinor = 1250): Fact[] {
  const rest = [take("expiry", "1230"), take("security-code", "xxx"), take("postal-code", "12345")]
  return [...opened(amountMinor), started, visa, ...rest]
}

function words(facts: Fact[], draft: Draft = { is: "empty" }, typing: CaptureItem | null = null): string {
  const call = fold(facts)
  if (!call) throw new Error("the facts make no call")
  return nextWords({ call, payment: currentPayment(call), typing, draft, currency: "USD" })
}

describe("without a payment", () => {
  it.each<[string, Fact[], Draft, string]>([
    [
      "ringing",
      rang,
      { is: "empty" },
      "Pick up your phone to speak with the caller. You can type the amount already.",
    ],
    [
      "nothing typed",
      talking,
      { is: "empty" },
      "Type the amount, then click Prompt to ask the caller for the card.",
    ],
    ["a wrong amount", talking, { is: "invalid" }, "Correct what is marked, then click Prompt."],
    [
      "a valid total",
      talking,
      { is: "valid", totalMinor: 1250 },
      "Click Prompt to ask the caller for the card, for $12.50.",
    ],
    [
      "a zero total",
      talking,
      { is: "valid", totalMinor: 0 },
      "Click Prompt to ask the caller for the card. The total is zero: nothing is charged, the card is stored.",
    ],
    ["an ended call", [...talking, ended], { is: "empty" }, "The call has ended. No payment was taken."],
  ])("%s", (_name, facts, draft, expected) => expect(words(facts, draft)).toBe(expected))
})

describe("while the caller keys in", () => {
  it.each<[string, Fact[], string]>([
    ["opening", opened(), "Opening the payment session. Ask the caller to have the card at hand."],
    [
      "card number",
      [...opened(), started, ask("card-number")],
      "Ask the caller to key in the card number, then #.",
    ],
    [
      "expiry",
      [...opened(), started, visa, ask("expiry")],
      "Ask the caller to key in the expiry date: four digits, the month and then the year.",
    ],
    [
      "code of a Visa",
      [...opened(), started, visa, ask("security-code")],
      "Ask the caller to key in the security code: three digits on the back of the card.",
    ],
    [
      "code of an American Express",
      [...opened(), started, take("card-number", "xxxxxxxxxxx0005", "amex"), ask("security-code")],
      "Ask the caller to key in the security code: four digits on the front of the card.",
    ],
    [
      "code of an unknown brand",
      [...opened(), started, take("card-number", "xxxxxxxxxxxx0000", "no-such"), ask("security-code")],
      "Ask the caller to key in the security code: three or four digits on the card.",
    ],
    [
      "postal code",
      [...opened(), started, visa, ask("postal-code")],
      "Ask the caller to key in the postal code, then #.",
    ],
  ])("%s", (_name, facts, expected) => expect(words(facts)).toBe(expected))

  it("digits arriving", () => {
    expect(words([...opened(), started, ask("card-number")], { is: "empty" }, "card-number")).toBe(
      "The caller is keying in the card number. The # key ends it.",
    )
  })

  it("digits of an item that is not asked for any more say nothing", () => {
    expect(words([...opened(), started, visa, ask("expiry")], { is: "empty" }, "card-number")).toMatch(
      /^Ask the caller/,
    )
  })
})

describe("a wrong entry", () => {
  const reject = (error: "invalid-card-number" | "timeout"): Fact => ({
    type: "FieldRejected",
    paymentId,
    item: "card-number",
    error,
    updatedAt: null,
    at: 6,
  })

  it("that was asked for again says what was wrong", () => {
    expect(
      words([...opened(), started, ask("card-number"), reject("invalid-card-number"), ask("card-number")]),
    ).toBe("That is not a valid card number. Ask the caller to key in the card number again, then #.")
  })

  it("that waits for the agent names the button", () => {
    expect(words([...opened(), started, ask("card-number"), reject("timeout")])).toBe(
      "The caller stopped before the entry was complete. Click Ask again beside the card number when the caller is ready.",
    )
  })

  it("nothing asked, something missing: names the button", () => {
    expect(words([...opened(), started, visa])).toBe(
      "The expiry date is still missing. Click Ask again beside it when the caller is ready.",
    )
  })
})

describe("from ready to the end", () => {
  const end = (fact: Fact) => [...ready(), submitted, fact]
  const succeeded = (confirmationCode: string | null, token: string | null): Fact => ({
    type: "PaymentSucceeded",
    paymentId,
    confirmationCode,
    token,
    at: 9,
  })
  const declined: Fact = {
    type: "PaymentDeclined",
    paymentId,
    reason: "Your card was declined",
    code: null,
    at: 9,
  }
  const cancelled = { type: "PaymentCancelled", paymentId, cause: "star-key", at: 9 } as const
  const failed: Fact = { type: "PaymentFailed", paymentId, cause: "connector", detail: null, at: 9 }

  const notCharged: Fact = { type: "PaymentFailed", paymentId, cause: "not-charged", detail: null, at: 9 }

  it.each<[string, Fact[], string]>([
    [
      "cancelled because nobody submitted it in time",
      [...ready(), { ...cancelled, cause: "timeout" }],
      "The payment was open for too long without Submit, so it was cancelled. Nothing was charged. Click Try again to start over, or Clear.",
    ],
    [
      "checked and not charged",
      end(notCharged),
      "It was checked: the card was not charged. Click Clear, then take the payment anew.",
    ],
    ["ready", ready(), "Everything is there. Tell the caller the total, $12.50, then click Submit."],
    [
      "ready, zero total",
      ready(0),
      "Everything is there. Click Submit to store the card; nothing is charged.",
    ],
    [
      "submitting",
      [...ready(), submitted],
      "Submitted. Wait for the bank's answer, and do not take this payment again.",
    ],
    [
      "paid",
      end(succeeded("ch_1", null)),
      "Paid: $12.50. Read the confirmation code to the caller, then click Clear.",
    ],
    [
      "paid without a code",
      end(succeeded(null, null)),
      "Paid: $12.50. The gateway sent no confirmation code. Click Clear when you are done.",
    ],
    [
      "card stored",
      [...ready(0), submitted, succeeded(null, "tok_1")],
      "The card is stored and nothing was charged. The token stands below. Click Clear when you are done.",
    ],
    [
      "card stored without a token",
      [...ready(0), submitted, succeeded(null, null)],
      "The card is stored and nothing was charged. Click Clear when you are done.",
    ],
    [
      "declined",
      end(declined),
      "Declined. Your card was declined. Nothing was charged. Ask for another card and click Try another card, or click Clear.",
    ],
    [
      "another card",
      [...end(declined), { type: "PaymentRetried", paymentId, attempt: 2, at: 10 }],
      "Opening a new payment session. Ask the caller to have the card at hand.",
    ],
    [
      "cancelled",
      [...opened(), started, cancelled],
      "The caller cancelled with the star key. Nothing was charged. Click Try again to start over, or Clear.",
    ],
    [
      "failed",
      [...opened(), failed],
      "The payment gateway reported a problem. Nothing was charged. Click Try again to start over, or Clear.",
    ],
    [
      "failed after the submit",
      end(failed),
      "The payment gateway reported a problem. Nothing should have been charged, but let a supervisor check before you take it again.",
    ],
    [
      "unknown",
      end({ type: "PaymentOutcomeUnknown", paymentId, at: 9 }),
      "No answer came: nobody knows yet whether the card was charged. Do not take this payment again. A supervisor will settle it, and the outcome will be shown here.",
    ],
    [
      "paid, after the hang-up",
      [...end(succeeded("ch_1", null)), ended],
      "The call has ended. Paid: $12.50. Read the confirmation code to the caller, then click Clear.",
    ],
    [
      "declined, after the hang-up",
      [...end(declined), ended],
      "The call has ended. Declined. Your card was declined. Nothing was charged. Click Clear when you are done.",
    ],
  ])("%s", (_name, facts, expected) => expect(words(facts)).toBe(expected))
})
