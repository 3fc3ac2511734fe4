// Promise 6: every test card through every path, the hostile ones too; then everything that was kept or sent is searched.
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import pg from "pg"
import { call } from "./caller.ts"
import { freePort } from "./free-port.ts"
import { findNumbers } from "./hunt/find-numbers.ts"
import { type Listener, listen, signIn } from "./hunt/listener.ts"
import {
  guises,
  heard,
  hostileCalls,
  hostileResult,
  hostileResults,
  hostileUpdates,
  type OpenSession,
  sendSigned,
  type Webhook,
} from "./hunt/other-side.ts"
import { account, type Installation, installProduction } from "./system.ts"

const password = "a password of the hunt 1"
const postgres = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres"
const over = [
  "PaymentSucceeded",
  "PaymentDeclined",
  "PaymentFailed",
  "PaymentCancelled",
  "PaymentOutcomeUnknown",
]
const newSid = (): string => `CA${randomBytes(16).toString("hex")}`

async function onPostgres(sql: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgres, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
    await client.query(sql)
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function testCards(phonesUrl: string): Promise<string[]> {
  const { cards } = (await (await fetch(`${phonesUrl}/emulator/cards`)).json()) as {
    cards: { number: string }[]
  }
  // Twilio's TEST connector takes these too; Stripe's first is no card by Luhn.
  const more = ["4242424242424241", "3065930009020004", "6771798021000008"]
  return [...new Set([...cards.map(({ number }) => number), ...more])]
}

const ended = (ada: Listener, callSid: string) =>
  expect.poll(() => ada.facts(callSid).some(({ type }) => type === "CallEnded")).toBe(true)

/** A customer keys it in, as it is meant to be. */
async function payWith(
  number: string,
  ada: Listener,
  installation: Installation,
  from: string,
): Promise<void> {
  const caller = await call(installation.phonesUrl, from, "Fwd=%2B15550001001")
  await caller.answer()
  const asked = { callSid: caller.callSid, amount: "12.50", tip: "" }
  for (const field of ["reference", "note"])
    expect((await ada.ask("initiate", { ...asked, [field]: `card ${number}` })).ok).toBe(false)
  expect((await ada.ask("initiate", asked)).ok).toBe(true)
  await caller.keysFor("payment-card-number", `${number}#`)
  const first = await ada.until(caller.callSid, "FieldCaptured", "FieldRejected")
  if (first.type === "FieldCaptured") {
    await caller.keysFor("expiration-date", "1230")
    await caller.keysFor("security-code", /^3[47]/.test(number) ? "1234" : "123")
    const { paymentId } = first
    const submit = { callSid: caller.callSid, paymentId, attempt: 1 }
    await expect.poll(async () => (await ada.ask("submit", submit)).ok, { timeout: 20_000 }).toBe(true)
    await ada.until(caller.callSid, ...over)
  }
  await caller.hangUp()
  await ended(ada, caller.callSid)
}

/** Twilio sends it in every field of a session's callbacks. @returns all answers */
async function payBadly(number: string, ada: Listener, installation: Installation): Promise<string[]> {
  const said: string[] = []
  // A call for each: one whose payment we believe to be over still has its session at Twilio.
  async function onACall(send: (session: OpenSession) => Iterable<Webhook>): Promise<void> {
    const caller = await call(installation.phonesUrl, "+15551230002", "Fwd=%2B15550001001")
    const { callSid } = caller
    await caller.answer()
    expect((await ada.ask("initiate", { callSid, amount: "1", tip: "" })).ok).toBe(true)
    const { paymentId, sessionSid = "" } = await ada.until(callSid, "PaySessionStarted")
    for (const webhook of send({ callSid, sessionSid, query: `?payment=${paymentId}&attempt=1` }))
      said.push(await sendSigned(installation.consoleUrl, account.token, webhook))
    await caller.hangUp()
    await ended(ada, callSid)
  }
  await onACall((session) => hostileUpdates(number, session))
  for (const result of hostileResults(number)) await onACall((session) => [hostileResult(session, result)])
  return said
}

/** People and programs put it wherever something can be written. @returns all answers */
async function typeEverywhere(number: string, ada: Listener, url: string): Promise<string[]> {
  const written = guises.map((dress) => dress(number))
  for (const text of written)
    for (const [name, usual] of Object.entries(requests))
      for (const field of Object.keys(usual)) await ada.ask(name, { ...usual, [field]: text })
  for (const name of ["initiate", number]) ada.ask(name, number).catch(() => {})
  const headers = {
    cookie: ada.cookie,
    origin: url,
    "content-type": "application/json",
    "user-agent": number,
  }
  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
  const asked = [
    ...[
      `/${number}`,
      `/api/${number}`,
      `/api/auth/${number}?card=${number}`,
      `/%c0${number}`,
      `/assets/${number}.js`,
    ],
  ].map((path) =>
    fetch(url + path, { headers: { ...headers, "x-card": number, referer: `${url}/?${number}` } }),
  )
  asked.push(
    post("/api/auth/update-user", { name: `Ada ${written[1]}`, image: `https://x.example/${number}` }),
  )
  asked.push(post("/api/auth/sign-in/email", { email: `${number}@example.com`, password: number }))
  asked.push(
    post("/api/auth/sign-up/email", { email: `${number}@example.com`, password: number, name: number }),
  )
  asked.push(post("/api/auth/sign-in/email", `{"email": ${number}`))
  asked.push(post(`/payresult?card=${number}`, number), post(`/forward?Fwd=${number}`, { CallSid: number }))
  return Promise.all(asked.map(async (response) => heard(await response)))
}

/** Searches for it and exports what is found, as an agent may; and what the history shows of everything before. */
async function readHistory(number: string, ada: Listener, url: string): Promise<string[]> {
  const headers = { cookie: ada.cookie, origin: url, "content-type": "application/json" }
  const get = async (path: string) => heard(await fetch(url + path, { headers }))
  const fields = ["reference", "caller", "code", "amount", "outcome", "after", "agent"]
  // Few enough to stay below the rate of one person.
  const asked = guises
    .map((dress) => encodeURIComponent(dress(number)))
    .flatMap((text) => [
      `/api/calls/${text}`,
      ...fields.map((field) => `/api/payments.csv?${field}=${text}`),
      ...fields.slice(0, 2).map((field) => `/api/calls.csv?${field}=${text}`),
    ])
  const said: string[] = []
  for (const path of asked) said.push(await get(path))
  const away = { method: "POST", headers, body: JSON.stringify({ away: number }) }
  said.push(await heard(await fetch(`${url}/api/presence`, away)))
  const whole = await Promise.all(
    ["payments", "payments.csv", "calls", "calls.csv"].map((what) => get(`/api/${what}`)),
  )
  for (const answer of whole) expect(answer.slice(0, 3)).toBe("200")
  expect(whole[1]).toMatch(/paid,12\.50,USD/)
  return [...said, ...whole]
}

const ids = { callSid: newSid(), paymentId: "c0ffee00-0000-4000-8000-000000000000" }
const requests: Record<string, Record<string, unknown>> = {
  initiate: { callSid: ids.callSid, amount: "1", tip: "", reference: "INV-1", note: "note" },
  update: { ...ids, item: "card-number" },
  submit: { ...ids, attempt: 1 },
  cancel: ids,
  retry: { ...ids, attempt: 1 },
  clear: ids,
  resolve: { ...ids, confirmationCode: "ch_1", seen: "seen", note: "note" },
  stop: ids,
}

function filesOf(directory: string): [string, Buffer][] {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))])
}

for (const store of ["the embedded store", "PostgreSQL"])
  test(`no card number is kept or sent: ${store}`, async () => {
    test.setTimeout(600_000)
    const database = `agentpay_hunt_${randomBytes(6).toString("hex")}`
    const onServer = store === "PostgreSQL"
    test.skip(
      onServer && !(await onPostgres(`create database ${database}`)),
      "no PostgreSQL: set TEST_DATABASE_URL",
    )
    const databaseUrl = new URL(postgres)
    databaseUrl.pathname = `/${database}`
    const metricsPort = await freePort()
    const settings = {
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: "trace",
      VALID_CARD_TYPES: "visa mastercard amex maestro discover jcb diners-club enroute",
      ...(onServer && { DATABASE_URL: databaseUrl.href, AUTH_SECRET: "e2e-secret-".repeat(4) }),
    }
    const installation = await installProduction()
    const { consoleUrl, phonesUrl, dataDir } = installation
    try {
      for (const [name, phone] of [
        ["ada", "+15550001001"],
        ["ben", "+15550001002"],
      ] as const) {
        const who = ["--email", `${name}@example.com`, "--name", name, "--phone", phone]
        await installation.createUser([...who, "--password", password], settings)
      }
      const server = await installation.startServer(settings)
      const speed = { method: "PATCH", headers: { "content-type": "application/json" } }
      await fetch(`${phonesUrl}/emulator/clock`, { ...speed, body: JSON.stringify({ speed: 20 }) })
      const cards = await testCards(phonesUrl)
      expect(cards.length).toBeGreaterThan(25)
      const [hostile = ""] = cards
      const { cookie, said } = await signIn(consoleUrl, "ada@example.com", password, `Browser ${hostile}`)
      const ada = await listen(consoleUrl, cookie)
      const answers = [said]
      for (const card of cards) await payWith(card, ada, installation, "+15551230001")
      for (const number of [hostile, "378282246310005"]) {
        answers.push(...(await payBadly(number, ada, installation)))
        for (const webhook of hostileCalls(number, newSid))
          answers.push(await sendSigned(consoleUrl, account.token, webhook))
        answers.push(...(await typeEverywhere(number, ada, consoleUrl)))
        answers.push(...(await readHistory(number, ada, consoleUrl)))
      }
      const metrics = await heard(await fetch(`http://localhost:${metricsPort}/metrics`))
      expect(metrics).toContain("agentpay_")
      answers.push(metrics)
      // As they lie there while it runs, the write-ahead log included, and as they are left behind.
      const kept: [string, Buffer | string][] = filesOf(dataDir)
      if (onServer)
        kept.push(["pg_dump", execFileSync("pg_dump", [databaseUrl.href], { maxBuffer: 256 * 1024 ** 2 })])
      else expect(kept.map(([name]) => name)).toContain("agentpay.db-wal")
      const all = kept.map(([, content]) => content.toString("latin1")).join("")
      expect(all).toContain("PaymentSucceeded")
      expect(ada.frames.join("")).toContain("xxxxxxxxxxxx4242")
      ada.close()
      await server.stop()
      kept.push(...filesOf(dataDir), ["the log", server.said()], ["frames", ada.frames.join("\n")])
      kept.push(["answers", answers.join("\n")])
      for (const [where, content] of kept) expect([where, findNumbers(content, cards)]).toEqual([where, []])
    } finally {
      await installation.stop()
      if (onServer) await onPostgres(`drop database if exists ${database} with (force)`)
    }
  })
