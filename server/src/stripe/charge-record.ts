// Asks Stripe, through its official client, what became of a submit that nobody answered. Stripe's words stop here (R6).
import { type LookUpAnswer, referenceIn, scrubText } from "@agentpay/core"
import Stripe from "stripe"

export interface StripeAccess {
  /** May be a restricted key (rk_...) that reads charges and nothing else. */
  secretKey: string
  /** Another endpoint than Stripe's, for tests. */
  apiBaseUrl: string | null
}

export interface Sought {
  /** What the charge's description carries. */
  reference: string
  totalMinor: number
  /** ISO 4217. */
  currency: string
  /** Epoch milliseconds. */
  submittedAt: number
}

export interface ChargeRecord {
  /** Throws when Stripe cannot be asked, or when the signal ends it. */
  find(sought: Sought, signal: AbortSignal): Promise<LookUpAnswer>
}

const TIMEOUT_MS = 10_000
const MOST_RETRIES = 2
const PAGE = 100
/** Clocks differ; and Twilio may be that late with a charge. */
const EARLIER_S = 300
const LATER_S = 2 * 3600
/** How far back one of our own charges is looked for, as proof that references arrive in this account. */
const MOST_OLDER = 1_000

function client({ secretKey, apiBaseUrl }: StripeAccess): Stripe {
  const common = { timeout: TIMEOUT_MS, maxNetworkRetries: MOST_RETRIES, telemetry: false }
  if (!apiBaseUrl) return new Stripe(secretKey, common)
  const { protocol, hostname, port } = new URL(apiBaseUrl)
  const http = protocol === "http:"
  return new Stripe(secretKey, {
    ...common,
    protocol: http ? "http" : "https",
    host: hostname,
    port: port || (http ? 80 : 443),
  })
}

function references({ description, metadata }: Stripe.Charge): string[] {
  return [description ?? "", ...Object.values(metadata)].flatMap((text) => referenceIn(text) ?? [])
}

/** Taken in full and kept: what the ledger may call paid. */
function isTaken(charge: Stripe.Charge, { totalMinor, currency }: Sought): boolean {
  const kept = charge.captured && charge.amount_refunded === 0
  return kept && charge.amount === totalMinor && charge.currency === currency.toLowerCase()
}

const ids = (charges: readonly Stripe.Charge[]) => charges.map(({ id }) => scrubText(id)).slice(0, 10)

function judge(ours: readonly Stripe.Charge[], sought: Sought): LookUpAnswer {
  const [newest] = ours
  const [first, ...more] = ours.filter(({ status }) => status !== "failed")
  if (first && first.status === "succeeded" && more.length === 0 && isTaken(first, sought))
    return { found: "charge", id: scrubText(first.id) }
  if (first || !newest) return { found: "unclear", ids: ids(ours) }
  const { failure_message, failure_code } = newest
  return {
    found: "refusal",
    reason: scrubText(failure_message ?? ""),
    code: failure_code && scrubText(failure_code),
  }
}

/**
 * Lists charges instead of searching: Stripe's search lags behind and knows no descriptions, its list shows a charge at
 * once (https://docs.stripe.com/search#data-freshness). "Nothing" is answered only when another charge shows that our
 * references do arrive in this account; else the connector may leave them out, or the key may be another account's.
 */
export function stripeChargeRecord(access: StripeAccess): ChargeRecord {
  const stripe = client(access)

  async function find(sought: Sought, signal: AbortSignal): Promise<LookUpAnswer> {
    const submitted = Math.floor(sought.submittedAt / 1000)
    const ours: Stripe.Charge[] = []
    const alike: Stripe.Charge[] = []
    let proven = false
    let older = 0
    for await (const charge of stripe.charges.list({ limit: PAGE, created: { lte: submitted + LATER_S } })) {
      signal.throwIfAborted()
      const named = references(charge)
      proven ||= named.length > 0
      if (charge.created < submitted - EARLIER_S) {
        if (proven || ours.length > 0 || ++older >= MOST_OLDER) break
      } else if (named.includes(sought.reference)) ours.push(charge)
      else if (named.length === 0 && isTaken(charge, sought)) alike.push(charge)
    }
    if (ours.length > 0) return judge(ours, sought)
    return proven ? { found: "nothing", ids: [] } : { found: "unclear", ids: ids(alike) }
  }

  return {
    async find(sought, signal) {
      try {
        return await find(sought, signal)
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeError)) throw error
        // The error itself holds headers and whatever Stripe says of the key.
        const { type, statusCode, code } = error
        throw new Error(`Stripe could not be asked: ${[type, statusCode, code].filter(Boolean).join(" ")}`)
      }
    },
  }
}
