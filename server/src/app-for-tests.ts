// A whole server for tests: a real ledger and real accounts in a directory of its own, and webhooks signed as Twilio does.
import { mkdtempSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Call, type Fact, fold, type Role } from "@agentpay/core"
import { pino } from "pino"
import twilio from "twilio"
import { expect, vi } from "vitest"
import { createPerson, listPeople, type NewPerson, openAuth } from "./agents/auth.ts"
import { type AppParts, createApp } from "./app.ts"
import { createAudit } from "./audit.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { createMetrics } from "./metrics.ts"
import { startTwilioForTests } from "./twilio-for-tests.ts"

const password = "a password of the tests"
const ada = { name: "Ada", email: "ada@example.com", role: "agent", phone: "+15550001001", password } as const
const ben = { name: "Ben", email: "ben@example.com", role: "agent", phone: "+15550001002", password } as const
const sam = { name: "Sam", email: "sam@example.com", role: "supervisor", phone: null, password } as const
/** Two agents and a supervisor. */
export const people = { ada, ben, sam } satisfies Record<string, NewPerson>
export type Name = keyof typeof people
/** An admin, and to whom admins do what they may do: made by those tests that need them. */
export const alma = { ...sam, name: "Alma", email: "alma@example.com", role: "admin" } as const
export const tess = { ...ada, name: "Tess", email: "tess@example.com", phone: "+15550001077" } as const

export const ourNumber = "+15550001000"
export const caller = "+15551230001"
const account = {
  accountSid: `AC${"a1".repeat(16)}`,
  authToken: "the token of the tests",
  oldAuthToken: "the token that is being replaced",
  apiKey: null,
}

const defaults = {
  connector: "Default",
  currency: "USD",
  validCardTypes: null,
  items: ["card-number", "expiry", "security-code"],
  submitTimeoutMs: 60_000,
  paymentTimeoutMs: 900_000,
  ringTimeoutMs: 20_000,
  whenBusy: "busy",
  queueLimit: 100,
  queueMaxWaitMs: 600_000,
  holdMusic: null,
  wrapUpMs: 0,
  trustProxy: null,
  frameAncestors: null,
  stripe: null,
  notChargedAfterMs: 3_600_000,
  retentionDays: 400,
  idleTimeoutMs: 900_000,
} as const satisfies AppParts["settings"]

export interface Given {
  publicUrl?: string
  /** Where the data lies, to find it again after a restart; else a directory that goes with the server. */
  dataDir?: string
  settings?: Partial<AppParts["settings"]>
  /** Puts something between the server and its real ledger, such as a delay. */
  between?: (ledger: Ledger) => Ledger
  /** Gets every line that is logged. */
  logged?: (line: string) => void
  secondFactorFor?: readonly Role[]
}

/** The Cookie header of a browser that got this answer. */
export const cookiesOf = ({ cookies }: { cookies: { name: string; value: string }[] }): string =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ")

let calls = 0
/** A Call SID that was not used before. */
export const newCallSid = (): string => `CA${(++calls).toString(16).padStart(32, "0")}`

export type TestApp = Awaited<ReturnType<typeof startApp>>

export async function startApp({
  publicUrl = "http://agentpay.test",
  dataDir,
  settings,
  between,
  logged,
  secondFactorFor,
}: Given = {}) {
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), "agentpay-test-"))
  const rest = await startTwilioForTests()
  const ledger = await openLedger({ dataDir: dir })
  const secret = "a secret of the tests, long enough for better-auth"
  const log = pino({ level: logged ? "trace" : "silent" }, { write: (line: string) => logged?.(line) })
  const audit = createAudit({ store: ledger.audit, failed: (err, what) => log.error({ err }, what) })
  const auth = await openAuth({
    database: ledger.database,
    secret,
    origins: [publicUrl],
    secondFactorFor: secondFactorFor ?? [],
    framed: settings?.frameAncestors != null,
    log,
    record: audit.record,
  })
  for (const person of Object.values(people)) await createPerson(auth, person)
  const everybody = await listPeople(auth)
  const app = await createApp({
    settings: { ...defaults, ...settings },
    twilio: { ...account, apiBaseUrl: rest.url },
    publicUrl,
    phonesUrl: null,
    ledger: between ? between(ledger) : ledger,
    auth,
    audit,
    log,
    metrics: createMetrics(),
    draining: () => false,
  })

  /** A webhook as Twilio sends it. @param path with its query */
  async function webhook(path: string, form: Record<string, string>, token = account.authToken) {
    const payload = new URLSearchParams(form).toString()
    const signature = twilio.getExpectedTwilioSignature(token, publicUrl + path, form)
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature }
    return await app.inject({ method: "POST", url: path, headers, payload })
  }

  async function facts(callSid: string): Promise<Fact[]> {
    return (await ledger.load(callSid)).facts
  }

  async function call(callSid: string): Promise<Call | null> {
    return fold(await facts(callSid))
  }

  /** @returns the Cookie header of a new session */
  async function enter({ email, password }: { email: string; password: string }): Promise<string> {
    const payload = { email, password }
    const headers = { origin: publicUrl }
    const response = await app.inject({ method: "POST", url: "/api/auth/sign-in/email", headers, payload })
    expect(response.statusCode).toBe(200)
    return cookiesOf(response)
  }

  /** A call that rings `name`'s phone. @returns its SID */
  async function ring(name: "ada" | "ben", callSid = newCallSid()): Promise<string> {
    const path = `/forward?Fwd=${encodeURIComponent(people[name].phone)}`
    const form = { CallSid: callSid, From: caller, To: ourNumber, CallStatus: "ringing" }
    const { statusCode, body } = await webhook(path, form)
    if (statusCode !== 200 || !body.includes(people[name].phone)) throw new Error(`no ring: ${body}`)
    return callSid
  }

  const finish = (CallSid: string, DialCallStatus = "completed") =>
    webhook("/finished", { CallSid, CallStatus: "in-progress", DialCallStatus })

  return {
    app,
    ledger,
    auth,
    rest,
    log,
    dataDir: dir,
    publicUrl,
    authToken: account.authToken,
    oldAuthToken: account.oldAuthToken,
    webhook,
    facts,
    call,
    ring,
    finish,
    idOf: (name: Name): string => {
      const found = everybody.find((person) => person.name === people[name].name)
      if (!found) throw new Error(`no account for ${name}`)
      return found.userId
    },
    enter,
    /** @returns the Cookie header of a new session */
    signIn: (name: Name): Promise<string> => enter(people[name]),
    async listen(): Promise<string> {
      await app.listen({ port: 0, host: "127.0.0.1" })
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
    /** Calls that no test ended would keep their agents busy. */
    async hangUpAll(): Promise<void> {
      for (const { callSid } of await ledger.recentCalls({ limit: 1_000 })) await finish(callSid)
    },
    async close(): Promise<void> {
      await app.close()
      await ledger.close()
      await rest.goAway()
      if (dataDir === undefined) rmSync(dir, { recursive: true })
    },
  }
}

/** Waits, with a deadline, until the expectations in `check` hold. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: 10 })
