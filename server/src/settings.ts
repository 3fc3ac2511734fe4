// What can be set, from the environment and .env: checked once at start. docs/RUNNING.md says each in words.
import { type CaptureItem, captureItems, isCurrency } from "@agentpay/core"
import { z } from "zod"
import { type Environment, isSecret, withSecretFiles } from "./secret-files.ts"
import { trustProxy } from "./trust-proxy.ts"
import { WrongSetting } from "./wrong-setting.ts"

const number = (min: number, max: number) =>
  z
    .string()
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a number from ${min} to ${max}`)
const port = number(1, 65535).refine(Number.isInteger, "must be a whole number")
const flag = z.enum(["true", "false"], "must be true or false").transform((value) => value === "true")
const origin = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://pay.example.com" })
  .refine((url) => !/[?#]/.test(url), "must have no query")
  .transform((url) => url.replace(/\/+$/, ""))
const trusted = z.string().refine((text) => {
  try {
    return trustProxy(text)
  } catch {
    return false
  }
}, "must be addresses or subnets with commas between, such as loopback,10.0.0.0/8")
const frames = z
  .string()
  .regex(
    /^https:\/\/[\w*.-]+(:\d+)?( https:\/\/[\w*.-]+(:\d+)?)*$/,
    "must be https origins with spaces between",
  )
const seconds = number(1, 3600)
// Twilio's names, https://www.twilio.com/docs/voice/twiml/pay#validcardtypes
const cardTypes = "visa mastercard amex maestro discover optima jcb diners-club enroute".split(" ")
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const

const schema = z.object({
  PORT: port.default(5050),
  EMULATOR_PORT: port.default(5051),
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PUBLIC_URL: origin.optional(),
  TRUST_PROXY: trusted.optional(),
  FRAME_ANCESTORS: frames.optional(),
  REQUIRE_MFA: flag.default(false),
  AUTH_SECRET: z.string().min(32, "must have 32 characters or more").optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, "must be AC and 32 hex digits")
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  TWILIO_AUTH_TOKEN_OLD: z.string().min(1).optional(),
  TWILIO_API_KEY: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/i, "must be SK and 32 hex digits")
    .optional(),
  TWILIO_API_SECRET: z.string().min(1).optional(),
  TWILIO_API_BASE_URL: origin.optional(),
  PAYMENT_CONNECTOR: z.string().min(1).default("Default"),
  CURRENCY: z
    .string()
    .transform((code) => code.toUpperCase())
    .refine(isCurrency, "must be an ISO 4217 code such as USD")
    .default("USD"),
  VALID_CARD_TYPES: z
    .string()
    .refine(
      (names) => names.split(" ").every((name) => cardTypes.includes(name)),
      `must be names with one space between, of ${cardTypes.join(", ")}`,
    )
    .optional(),
  POSTAL_CODE: flag.default(false),
  SECURITY_CODE: flag.default(true),
  CAPTURE_ORDER: z.string().optional(),
  SAMPLE_DATA: flag.default(true),
  SUBMIT_TIMEOUT: seconds.default(60),
  PAYMENT_TIMEOUT: seconds.default(900),
  RING_TIMEOUT: number(5, 600).default(20),
  WHEN_BUSY: z.enum(["busy", "queue"], "must be busy or queue").default("busy"),
  QUEUE_LIMIT: number(1, 1000).refine(Number.isInteger, "must be a whole number").default(100),
  QUEUE_MAX_WAIT: seconds.default(600),
  HOLD_MUSIC: z.url({ protocol: /^https?$/ }).optional(),
  WRAP_UP_TIME: number(0, 3600).default(0),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_\w+$/, "must be a secret key (sk_...) or a restricted one (rk_...)")
    .optional(),
  STRIPE_API_BASE_URL: origin.optional(),
  NOT_CHARGED_AFTER: seconds.default(3600),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  RETENTION_DAYS: number(0, 36_500)
    .refine((days) => days === 0 || days >= 90, "must be 90 or more, or 0 to keep everything")
    .default(400),
  IDLE_TIMEOUT: number(0.05, 720).default(15),
  DRAIN_SECONDS: number(0, 3600).default(0),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).optional(),
})

export interface TwilioAccount {
  accountSid: string
  authToken: string
  /** While the token is being changed: webhooks signed with this one are taken too. */
  oldAuthToken: string | null
  apiKey: { sid: string; secret: string } | null
  apiBaseUrl: string | null
}

export interface Settings {
  port: number
  emulatorPort: number
  dataDir: string
  databaseUrl: string | null
  publicUrl: string | null
  authSecret: string | null
  /** Whether agents need a second factor too. */
  requireMfa: boolean
  /** See trust-proxy.ts; null: none. */
  trustProxy: string | null
  /** Origins whose pages may show the console in a frame, with spaces between; null: none. */
  frameAncestors: string | null
  /** null: the demo, with the emulator in Twilio's place. */
  twilio: TwilioAccount | null
  connector: string
  /** ISO 4217. */
  currency: string
  validCardTypes: string | null
  /** What is collected, in order. */
  items: readonly CaptureItem[]
  submitTimeoutMs: number
  /** Whether the demo's first start adds some days of history. */
  sampleData: boolean
  /** How long a payment may be open before it is cancelled. */
  paymentTimeoutMs: number
  /** How long a phone rings before the next one does. */
  ringTimeoutMs: number
  /** What callers get when nobody is free. */
  whenBusy: "busy" | "queue"
  /** The most who may wait. */
  queueLimit: number
  queueMaxWaitMs: number
  /** What callers hear between two announcements of their position; null: nothing. */
  holdMusic: string | null
  /** How long after a call an agent gets no other one. */
  wrapUpMs: number
  /** Access to the gateway's own record of charges. */
  stripe: { secretKey: string; apiBaseUrl: string | null } | null
  /** How long after a submit a charge may still come to be. */
  notChargedAfterMs: number
  /** Carries digits between processes; without it PostgreSQL does. */
  redisUrl: string | null
  /** Where /metrics is served; null: nowhere. */
  metrics: { port: number; host: string } | null
  /** How long a process that is asked to stop goes on serving, so that a load balancer can see it. */
  drainMs: number
  /** How long history and audit log are kept; 0: for ever. */
  retentionDays: number
  /** After so long without a touch a screen locks. */
  idleTimeoutMs: number
  logLevel: string
  /** What was set, by name, without what is secret. */
  given: Record<string, string>
}

type Parsed = z.infer<typeof schema>

/** @param itemFromName reads Twilio's capture names, in which CAPTURE_ORDER is written */
function readItems(
  parsed: Parsed,
  itemFromName: (name: string) => CaptureItem | null,
): readonly CaptureItem[] {
  const wanted = captureItems.filter(
    (item) =>
      (item !== "security-code" || parsed.SECURITY_CODE) && (item !== "postal-code" || parsed.POSTAL_CODE),
  )
  if (parsed.CAPTURE_ORDER === undefined) return wanted
  const order = parsed.CAPTURE_ORDER.split(/[\s,]+/).filter(Boolean)
  const items = order.map((name) => {
    const item = itemFromName(name)
    if (!item)
      throw new WrongSetting(
        `CAPTURE_ORDER names "${name}": use payment-card-number, expiration-date, security-code, postal-code`,
      )
    return item
  })
  const complete = items.length === wanted.length && wanted.every((item) => items.includes(item))
  if (!complete)
    throw new WrongSetting(
      "CAPTURE_ORDER must name each item once: the card number, the date, and what SECURITY_CODE and POSTAL_CODE switch on",
    )
  if (items.includes("security-code") && items.indexOf("security-code") < items.indexOf("card-number"))
    throw new WrongSetting(
      "CAPTURE_ORDER must ask for payment-card-number before security-code: Twilio needs the card to know the code's length",
    )
  return items
}

function readTwilio(parsed: Parsed): TwilioAccount | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = parsed
  const { TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret, TWILIO_API_BASE_URL: apiBaseUrl } = parsed
  const oldAuthToken = parsed.TWILIO_AUTH_TOKEN_OLD
  if ((sid === undefined) !== (secret === undefined))
    throw new WrongSetting("TWILIO_API_KEY and TWILIO_API_SECRET go together: set both or neither")
  if (accountSid !== undefined && authToken !== undefined)
    return {
      accountSid,
      authToken,
      oldAuthToken: oldAuthToken ?? null,
      apiKey: sid && secret ? { sid, secret } : null,
      apiBaseUrl: apiBaseUrl ?? null,
    }
  if ([accountSid, authToken, oldAuthToken, sid, apiBaseUrl].some((setting) => setting !== undefined))
    throw new WrongSetting(
      "To use Twilio set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (webhooks are signed with it); for the demo set no TWILIO_ setting",
    )
  return null
}

/** As it may be read by others: that a secret is set, not what it is. */
const shown = (name: string, value: string): string =>
  isSecret(name) ? "set" : value.replace(/\/\/[^/@]*@/, "//")

/** @param environment an empty value counts as not set. Throws WrongSetting. */
export function readSettings(
  environment: Environment,
  itemFromName: (name: string) => CaptureItem | null,
): Settings {
  const trimmed = Object.entries(withSecretFiles(environment)).map(([name, value]) => [name, value?.trim()])
  const given = Object.fromEntries(trimmed.filter(([, value]) => value))
  const result = schema.safeParse(given)
  if (!result.success) {
    const [issue] = result.error.issues
    // The value itself stays out of the message: it may be a secret.
    throw new WrongSetting(`${issue?.path.join(".")} is wrong: ${issue?.message}. See .env.example`)
  }
  const parsed = result.data
  const twilio = readTwilio(parsed)
  if (twilio === null && parsed.PORT === parsed.EMULATOR_PORT)
    throw new WrongSetting(`PORT and EMULATOR_PORT are both ${parsed.PORT}: set one of them to another port`)
  return {
    port: parsed.PORT,
    emulatorPort: parsed.EMULATOR_PORT,
    dataDir: parsed.DATA_DIR,
    databaseUrl: parsed.DATABASE_URL ?? null,
    publicUrl: parsed.PUBLIC_URL ?? null,
    authSecret: parsed.AUTH_SECRET ?? null,
    requireMfa: parsed.REQUIRE_MFA,
    trustProxy: parsed.TRUST_PROXY ?? null,
    frameAncestors: parsed.FRAME_ANCESTORS ?? null,
    twilio,
    connector: parsed.PAYMENT_CONNECTOR,
    currency: parsed.CURRENCY,
    validCardTypes: parsed.VALID_CARD_TYPES ?? null,
    items: readItems(parsed, itemFromName),
    sampleData: parsed.SAMPLE_DATA,
    submitTimeoutMs: parsed.SUBMIT_TIMEOUT * 1000,
    paymentTimeoutMs: parsed.PAYMENT_TIMEOUT * 1000,
    ringTimeoutMs: parsed.RING_TIMEOUT * 1000,
    whenBusy: parsed.WHEN_BUSY,
    queueLimit: parsed.QUEUE_LIMIT,
    queueMaxWaitMs: parsed.QUEUE_MAX_WAIT * 1000,
    holdMusic: parsed.HOLD_MUSIC ?? null,
    wrapUpMs: parsed.WRAP_UP_TIME * 1000,
    stripe: parsed.STRIPE_SECRET_KEY
      ? { secretKey: parsed.STRIPE_SECRET_KEY, apiBaseUrl: parsed.STRIPE_API_BASE_URL ?? null }
      : null,
    notChargedAfterMs: parsed.NOT_CHARGED_AFTER * 1000,
    redisUrl: parsed.REDIS_URL ?? null,
    metrics: parsed.METRICS_PORT ? { port: parsed.METRICS_PORT, host: parsed.METRICS_HOST } : null,
    drainMs: parsed.DRAIN_SECONDS * 1000,
    retentionDays: parsed.RETENTION_DAYS,
    idleTimeoutMs: parsed.IDLE_TIMEOUT * 60_000,
    logLevel: parsed.LOG_LEVEL ?? (twilio ? "info" : "warn"),
    given: Object.fromEntries(
      Object.keys(schema.shape).flatMap((name) => (given[name] ? [[name, shown(name, given[name])]] : [])),
    ),
  }
}
