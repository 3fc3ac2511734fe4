// How the page puts things: numbers, times, statuses and items in plain words.

const GROUPS = { 14: [4, 6, 4], 15: [4, 6, 5] }

/** `4242 4242 4242 4242`, `3782 822463 10005`: as the number stands on a card. */
export function spaced(number) {
  let rest = number
  const parts = []
  for (const length of GROUPS[number.length] ?? [4, 4, 4, 4, 4]) {
    if (rest === "") break
    parts.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return parts.join(" ")
}

/** `2:05` of whole seconds. */
export function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

export function timeOfDay(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })
}

/** `48.3` of `USD` as `USD 48.30`. */
export function money(amount, currency) {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" })
  return format.format(Number(amount)).replace("\u00a0", " ")
}

const ENDINGS = {
  completed: "Call ended",
  busy: "Call ended: busy",
  "no-answer": "Call ended: no answer",
  canceled: "Call ended: canceled",
  failed: "Call failed",
}

export function isLive(leg) {
  return leg.endedAt === null
}

/** The number of the customer's own phone: REST calls it, or it called. */
export function customerNumber(call) {
  return call.direction === "outbound-api" ? call.to : call.from
}

/** REST calls this phone, and nobody has picked up yet. */
export function isIncoming(call) {
  return call !== null && call.direction === "outbound-api" && call.status === "ringing"
}

/** What a customer's phone is doing. */
export function callState(call) {
  if (!isLive(call)) return ENDINGS[call.status] ?? call.status
  const partner = call.legs.find((leg) => leg.talking)
  if (partner) return `Talking to ${partner.name || partner.to}`
  const ringing = call.legs.filter((leg) => leg.status === "ringing")
  if (ringing.length > 0) return `Ringing ${ringing.map((leg) => leg.name || leg.to).join(", ")}`
  if (call.activity !== "") return call.activity
  if (isIncoming(call)) return `Call from ${call.from}`
  return call.status === "ringing" ? "Calling" : "Connected"
}

export const ITEMS = {
  "payment-card-number": { label: "Card number", field: "PaymentCardNumber" },
  "expiration-date": { label: "Expiry date", field: "ExpirationDate" },
  "security-code": { label: "Security code", field: "SecurityCode" },
  "postal-code": { label: "Postal code", field: "PaymentCardPostalCode" },
  "bank-routing-number": { label: "Routing number", field: "BankRoutingNumber" },
  "bank-account-number": { label: "Account number", field: "BankAccountNumber" },
}

/** The item being keyed, in words; the second of two inputs that must match is its first, again. */
export function itemLabel(capture) {
  const first = capture.replace(/-matcher$/, "")
  const { label } = ITEMS[first] ?? { label: first }
  return first === capture ? label : `${label} again`
}

const RESULTS = {
  success: "Paid",
  "payment-connector-error": "Refused by the gateway",
  "transaction-cancelled": "Cancelled",
  cancelled: "Cancelled",
  "caller-hung-up": "Ended by hanging up",
  "caller-interrupted-with-star": "Ended with the star key",
  "too-many-failed-attempts": "Ended: too many failed attempts",
}

/** Where a payment session stands, in one line. */
export function paymentState(payment) {
  if (payment.result === "success" && payment.amount === "") return "Card stored"
  if (payment.result !== "") return RESULTS[payment.result] ?? payment.result
  if (payment.state === "submitted") return "Sent to the gateway"
  if (payment.confirming) return "Press 1 to pay, 2 to cancel"
  if (payment.capture) return `Key the ${itemLabel(payment.capture).toLowerCase()} now`
  if (payment.required.length === 0) return "All keyed"
  return payment.lastError === "" ? "Wait for the agent" : "Not accepted: wait for the agent"
}
