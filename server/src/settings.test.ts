// Settings: defaults, what is refused, and that no secret is ever printed.
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"
import { WrongSetting } from "./wrong-setting.ts"

type Environment = Record<string, string | undefined>
const read = (environment: Environment) => readSettings(environment, itemFromCaptureName)

const account = { TWILIO_ACCOUNT_SID: `AC${"0a".repeat(16)}`, TWILIO_AUTH_TOKEN: "s3cret-token" }

/** The one line that a wrong environment ends with. */
function complaint(environment: Environment): string {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof WrongSetting) return error.message
    throw error
  }
  throw new Error("nothing was wrong")
}

describe("settings", () => {
  it("need nothing for the demo", () => {
    expect(read({})).toEqual({
      port: 5050,
      emulatorPort: 5051,
      dataDir: "./data",
      databaseUrl: null,
      publicUrl: null,
      authSecret: null,
      requireMfa: false,
      trustProxy: null,
      frameAncestors: null,
      twilio: null,
      connector: "Default",
      currency: "USD",
      validCardTypes: null,
      items: ["card-number", "expiry", "security-code"],
      sampleData: true,
      submitTimeoutMs: 60_000,
      paymentTimeoutMs: 900_000,
      stripe: null,
      notChargedAfterMs: 3_600_000,
      redisUrl: null,
      metrics: null,
      drainMs: 0,
      ringTimeoutMs: 20_000,
      whenBusy: "busy",
      queueLimit: 100,
      queueMaxWaitMs: 600_000,
      holdMusic: null,
      wrapUpMs: 0,
      retentionDays: 400,
      idleTimeoutMs: 900_000,
      logLevel: "warn",
      given: {},
    })
  })

  it("say how long records are kept and when screens lock", () => {
    expect(read({ RETENTION_DAYS: "90", IDLE_TIMEOUT: "0.5" })).toMatchObject({
      retentionDays: 90,
      idleTimeoutMs: 30_000,
    })
    expect(read({ RETENTION_DAYS: "0" })).toMatchObject({ retentionDays: 0 })
    expect(() => read({ RETENTION_DAYS: "30" })).toThrow("RETENTION_DAYS is wrong: must be 90 or more, or 0")
    expect(() => read({ IDLE_TIMEOUT: "0" })).toThrow("IDLE_TIMEOUT is wrong")
  })

  it("for one process or several on PostgreSQL", () => {
    const DATABASE_URL = "postgres://me:hunter2@db/pay"
    expect(read({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL, authSecret: null })
    const several = { DATABASE_URL, AUTH_SECRET: "a".repeat(40), METRICS_PORT: "9464", DRAIN_SECONDS: "10" }
    expect(read({ ...several, REDIS_URL: "redis://cache:6379" })).toMatchObject({
      metrics: { port: 9464, host: "127.0.0.1" },
      redisUrl: "redis://cache:6379",
      drainMs: 10_000,
    })
  })

  it("count as not set when empty or blank, and lose blanks around them", () => {
    const blank = { PORT: "", DATABASE_URL: "  ", TWILIO_AUTH_TOKEN: "", CAPTURE_ORDER: " ", CURRENCY: "" }
    expect(read(blank)).toEqual(read({}))
    expect(read({ PORT: " 6000 ", PUBLIC_URL: " https://pay.example/ " })).toMatchObject({
      port: 6000,
      publicUrl: "https://pay.example",
    })
  })

  it("for the real Twilio", () => {
    const key = { TWILIO_API_KEY: `SK${"1b".repeat(16)}`, TWILIO_API_SECRET: "k3y-secret" }
    expect(read({ ...account, ...key, TWILIO_API_BASE_URL: "http://127.0.0.1:9000/" })).toMatchObject({
      twilio: {
        accountSid: account.TWILIO_ACCOUNT_SID,
        authToken: account.TWILIO_AUTH_TOKEN,
        apiKey: { sid: key.TWILIO_API_KEY, secret: key.TWILIO_API_SECRET },
        apiBaseUrl: "http://127.0.0.1:9000",
      },
      logLevel: "info",
    })
    expect(read(account).twilio).toMatchObject({ apiKey: null, apiBaseUrl: null, oldAuthToken: null })
    expect(read({ ...account, TWILIO_AUTH_TOKEN_OLD: "before" }).twilio?.oldAuthToken).toBe("before")
  })

  it("keep the path of a public URL, for a proxy that serves us below one", () => {
    expect(read({ PUBLIC_URL: "https://example.org/pay/" }).publicUrl).toBe("https://example.org/pay")
  })

  it("take a currency in any case, and seconds as seconds", () => {
    expect(read({ CURRENCY: "jpy", SUBMIT_TIMEOUT: "90" })).toMatchObject({
      currency: "JPY",
      submitTimeoutMs: 90_000,
    })
  })
})

describe("what is collected", () => {
  it.each<[Environment, string[]]>([
    [{ POSTAL_CODE: "true" }, ["card-number", "expiry", "security-code", "postal-code"]],
    [{ SECURITY_CODE: "false" }, ["card-number", "expiry"]],
    [
      { CAPTURE_ORDER: "expiration-date, payment-card-number security-code" },
      ["expiry", "card-number", "security-code"],
    ],
    [
      {
        SECURITY_CODE: "false",
        POSTAL_CODE: "true",
        CAPTURE_ORDER: "postal-code,expiration-date,payment-card-number",
      },
      ["postal-code", "expiry", "card-number"],
    ],
  ])("%o asks for %o", (environment, items) => {
    expect(read(environment).items).toEqual(items)
  })

  it.each<[string, Environment, RegExp]>([
    ["our own word", { CAPTURE_ORDER: "card-number" }, /names "card-number": use payment-card-number/],
    ["an item left out", { CAPTURE_ORDER: "payment-card-number expiration-date" }, /each item once/],
    [
      "an item twice",
      { CAPTURE_ORDER: "payment-card-number payment-card-number expiration-date" },
      /each item once/,
    ],
    [
      "an item that is switched off",
      { CAPTURE_ORDER: "payment-card-number expiration-date security-code postal-code" },
      /each item once/,
    ],
    [
      "the code before the card",
      { CAPTURE_ORDER: "security-code payment-card-number expiration-date" },
      /payment-card-number before security-code/,
    ],
    ["a prototype's word", { CAPTURE_ORDER: "constructor" }, /names "constructor"/],
  ])("is not told by %s", (_what, environment, words) => {
    expect(complaint(environment)).toMatch(words)
  })
})

describe("a wrong setting is one line that names it", () => {
  it.each<[string, string]>([
    ["PORT", "abc"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "50.5"],
    ["EMULATOR_PORT", "-1"],
    ["DATABASE_URL", "mysql://root:hunter2@db/pay"],
    ["DATABASE_URL", "hunter2"],
    ["PUBLIC_URL", "pay.example"],
    ["PUBLIC_URL", "ftp://pay.example"],
    ["PUBLIC_URL", "https://pay.example/?hunter2=1"],
    ["AUTH_SECRET", "hunter2"],
    ["TRUST_PROXY", "hunter2"],
    ["TRUST_PROXY", "10.0.0.0/99"],
    ["FRAME_ANCESTORS", "*"],
    ["FRAME_ANCESTORS", "http://crm.example"],
    ["FRAME_ANCESTORS", "https://crm.example; script-src *"],
    ["TWILIO_ACCOUNT_SID", "AChunter2"],
    ["TWILIO_API_KEY", "SKhunter2"],
    ["TWILIO_API_BASE_URL", "hunter2"],
    ["CURRENCY", "EURO"],
    ["CURRENCY", "XQZ"],
    ["VALID_CARD_TYPES", "Visa, Mastercard"],
    ["VALID_CARD_TYPES", "visa unionpay"],
    ["PORT", "abc"],
    ["PORT", "50.5"],
    ["POSTAL_CODE", "yes"],
    ["SECURITY_CODE", "1"],
    ["SUBMIT_TIMEOUT", "0"],
    ["SUBMIT_TIMEOUT", "soon"],
    ["RING_TIMEOUT", "4"],
    ["WHEN_BUSY", "wait"],
    ["QUEUE_LIMIT", "1001"],
    ["QUEUE_LIMIT", "1.5"],
    ["QUEUE_MAX_WAIT", "0"],
    ["WRAP_UP_TIME", "-1"],
    ["HOLD_MUSIC", "ftp://example.com/a.mp3"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s", (name, value) => {
    const words = complaint({ [name]: value })
    expect(words).toMatch(new RegExp(`^${name} is wrong: .+\\. See \\.env\\.example$`))
    expect(words).not.toContain("\n")
    expect(words).not.toMatch(/NaN|expected/)
    expect(words).not.toContain("hunter2")
  })

  it("also when two settings do not go together", () => {
    expect(complaint({ TWILIO_AUTH_TOKEN: "hunter2" })).toMatch(
      /set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN/,
    )
    expect(complaint({ TWILIO_ACCOUNT_SID: account.TWILIO_ACCOUNT_SID })).toMatch(/set both/)
    expect(complaint({ TWILIO_API_BASE_URL: "http://localhost:1" })).toMatch(/set both/)
    expect(complaint({ ...account, TWILIO_API_SECRET: "hunter2" })).toMatch(
      /TWILIO_API_KEY and TWILIO_API_SECRET/,
    )
    expect(complaint({ PORT: "5051" })).toMatch(/PORT and EMULATOR_PORT are both 5051/)
    expect(read({ ...account, PORT: "5051" }).port).toBe(5051)
  })
})

describe("a secret in a file", () => {
  const directory = mkdtempSync(join(tmpdir(), "agentpay-secrets-"))
  const file = (name: string, content: string): string => {
    writeFileSync(join(directory, name), content)
    return join(directory, name)
  }
  const key = { TWILIO_API_KEY: `SK${"1b".repeat(16)}` }
  const { TWILIO_ACCOUNT_SID } = account

  it("is as good as one in the environment, without the line break at its end", () => {
    const settings = read({
      ...key,
      TWILIO_ACCOUNT_SID,
      TWILIO_AUTH_TOKEN_FILE: file("token", "s3cret-token\n"),
      TWILIO_AUTH_TOKEN_OLD_FILE: file("old", "old-token\n"),
      TWILIO_API_SECRET_FILE: file("api", "k3y-secret"),
      AUTH_SECRET_FILE: file("auth", `${"a".repeat(40)}\n`),
      DATABASE_URL_FILE: file("database", "postgres://me:pw@db/pay\n"),
    })
    expect(settings).toMatchObject({ authSecret: "a".repeat(40), databaseUrl: "postgres://me:pw@db/pay" })
    expect(settings.twilio).toMatchObject({
      authToken: "s3cret-token",
      oldAuthToken: "old-token",
      apiKey: { secret: "k3y-secret" },
    })
  })

  it("is refused in one line when nobody can read it, it is empty, or the environment has another", () => {
    expect(complaint({ TWILIO_AUTH_TOKEN_FILE: join(directory, "none") })).toMatch(
      /^TWILIO_AUTH_TOKEN_FILE names .*none, which cannot be read \(ENOENT\)$/,
    )
    expect(complaint({ AUTH_SECRET_FILE: directory })).toMatch(/cannot be read \(EISDIR\)$/)
    expect(complaint({ AUTH_SECRET_FILE: file("empty", " \n") })).toMatch(/which is empty$/)
    const both = { ...account, TWILIO_AUTH_TOKEN_FILE: file("token", "hunter2") }
    expect(complaint(both)).toBe(
      "TWILIO_AUTH_TOKEN and TWILIO_AUTH_TOKEN_FILE are both set: keep one of them",
    )
    const short = { AUTH_SECRET_FILE: file("short", "hunter2") }
    expect(complaint(short)).toMatch(/^AUTH_SECRET is wrong/)
    expect(complaint(short)).not.toContain("hunter2")
  })
})
