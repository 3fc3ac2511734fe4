// A call's facts as this test reads them: on purpose not core's fold, which is under test.

export interface Fact {
  type: string
  paymentId?: string
  attempt?: number
  sessionSid?: string
  item?: string
  confirmationCode?: string | null
  [key: string]: unknown
}

export type Status =
  | "opening"
  | "capturing"
  | "submitting"
  | "succeeded"
  | "declined"
  | "cancelled"
  | "failed"
  | "unknown"

export interface PaymentStory {
  paymentId: string
  attempt: number
  status: Status
  /** Every session that any attempt had. */
  sessions: string[]
  wanted: readonly string[]
  captured: Set<string>
  submits: number
  confirmationCode: string | null
  cleared: boolean
}

const ends: Record<string, Status> = {
  PaymentSubmitted: "submitting",
  PaymentSucceeded: "succeeded",
  PaymentDeclined: "declined",
  PaymentCancelled: "cancelled",
  PaymentFailed: "failed",
  PaymentOutcomeUnknown: "unknown",
}

export const isFinal = (status: Status): boolean => !["opening", "capturing", "submitting"].includes(status)

function open(fact: Fact): PaymentStory {
  return {
    paymentId: fact.paymentId ?? "",
    attempt: 1,
    status: "opening",
    sessions: [],
    wanted: fact.items as readonly string[],
    captured: new Set(),
    submits: 0,
    confirmationCode: null,
    cleared: false,
  }
}

function apply(payment: PaymentStory, fact: Fact): void {
  const end = ends[fact.type]
  if (end) payment.status = end
  if (fact.type === "PaymentSubmitted") payment.submits += 1
  if (fact.type === "PaymentSucceeded") payment.confirmationCode = fact.confirmationCode ?? null
  if (fact.type === "PaymentRetried") {
    payment.attempt = fact.attempt ?? payment.attempt + 1
    payment.status = "opening"
    payment.captured.clear()
    payment.submits = 0
  }
  if (fact.type === "PaySessionStarted") {
    payment.status = "capturing"
    payment.sessions.push(fact.sessionSid ?? "")
  }
  if (fact.type === "FieldCaptured") payment.captured.add(fact.item ?? "")
  if (fact.type === "FieldPrompted") payment.captured.delete(fact.item ?? "")
  if (fact.type === "PaymentCleared") payment.cleared = true
}

/** All payments of a call, oldest first. */
export function payments(facts: readonly Fact[]): PaymentStory[] {
  const told: PaymentStory[] = []
  for (const fact of facts) {
    if (fact.type === "PaymentOpened") told.push(open(fact))
    else {
      const payment = told.find(({ paymentId }) => paymentId === fact.paymentId)
      if (payment) apply(payment, fact)
    }
  }
  return told
}

export const has = (facts: readonly Fact[], type: string): boolean => facts.some((fact) => fact.type === type)
