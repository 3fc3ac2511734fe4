// What operators see of the process: no secret in anything it prints, whatever the log level; metrics for nobody else.
import { mkdtemp } from "node:fs/promises"
import { networkInterfaces, tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import pg from "pg"
import { freePort } from "./free-port.ts"
import { sendSigned } from "./hunt/other-side.ts"
import { runNode } from "./run.ts"

const postgres = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres"
const secrets = {
  AUTH_SECRET: "the-auth-secret-of-this-test-0123456789",
  databasePassword: "the+database/password",
  redisPassword: "the-redis-password",
  STRIPE_SECRET_KEY: "rk_test_TheStripeKeyOfThisTest",
  TWILIO_AUTH_TOKEN: "the-twilio-token-of-this-test",
  TWILIO_AUTH_TOKEN_OLD: "the-old-twilio-token-of-this-test",
  TWILIO_API_SECRET: "the-twilio-api-secret-of-this-test",
}

async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: postgres, connectionTimeoutMillis: 3_000 })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** Each secret as it is, as it stands in a URL, and in base64, wherever that begins. */
function guisesOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((skip) =>
    Buffer.from(`${"x".repeat(skip)}${secret}`)
      .toString("base64")
      .slice(skip === 0 ? 0 : 4, -4),
  )
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
}

test("no secret is printed, logged, measured or answered; metrics are served on their own port only", async () => {
  test.setTimeout(120_000)
  const name = `agentpay_view_${process.pid}_${Date.now()}`
  await onServer(
    `create role ${name} login superuser password '${secrets.databasePassword}'`,
    `create database ${name} owner ${name}`,
  )
  const [port, metricsPort, nobody] = [await freePort(), await freePort(), await freePort()]
  const databaseUrl = new URL(postgres)
  Object.assign(databaseUrl, { username: name, password: secrets.databasePassword, pathname: `/${name}` })
  const url = `http://localhost:${port}`
  const { databasePassword: _, redisPassword, ...set } = secrets
  const server = runNode("server/src/main.ts", {
    ...set,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DATA_DIR: await mkdtemp(join(tmpdir(), "agentpay-e2e-")),
    DATABASE_URL: databaseUrl.href,
    // Nobody answers there: what is said of failures must not name the secret either.
    REDIS_URL: `redis://default:${redisPassword}@127.0.0.1:${nobody}`,
    STRIPE_API_BASE_URL: `http://127.0.0.1:${nobody}`,
    TWILIO_ACCOUNT_SID: `AC${"7".repeat(32)}`,
    TWILIO_API_KEY: `SK${"7".repeat(32)}`,
    TWILIO_API_BASE_URL: `http://127.0.0.1:${nobody}`,
    PUBLIC_URL: url,
    LOG_LEVEL: "trace",
  })
  try {
    await server.saying("AgentPay is ready")
    const answers: string[] = []
    const answered = async (response: Response) =>
      void answers.push(JSON.stringify([...response.headers]), await response.text())
    const callSid = `CA${"8".repeat(32)}`
    const form = { CallSid: callSid, From: "+15551230001", To: "+15550001000", CallStatus: "ringing" }
    for (const token of [secrets.TWILIO_AUTH_TOKEN, secrets.TWILIO_AUTH_TOKEN_OLD, "forged"])
      answers.push(await sendSigned(url, token, { path: "/forward", form }))
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(["200", "200", "403"])
    const headers = { "content-type": "application/json", origin: url }
    const body = JSON.stringify({ email: "nobody@example.com", password: secrets.AUTH_SECRET })
    await answered(await fetch(`${url}/api/auth/sign-in/email`, { method: "POST", headers, body }))
    for (const path of ["/", "/readyz", "/metrics", "/api/me", "/nothing"])
      await answered(await fetch(url + path))
    // Its connections are cut, and it comes back: errors of the driver are printed too.
    await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200)

    expect(answers.join()).not.toContain("agentpay_http_seconds")
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    expect(metrics).toContain("agentpay_http_seconds")
    expect(metrics).toContain("agentpay_waiting")
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === "IPv4")
    if (outside) {
      expect((await fetch(`http://${outside.address}:${port}/healthz`)).status).toBe(200)
      await expect(fetch(`http://${outside.address}:${metricsPort}/metrics`)).rejects.toThrow()
    }
    await server.stop()
    const all = [server.said(), metrics, ...answers].join("\n")
    expect(all).toContain("Redis is away")
    for (const [setting, secret] of Object.entries(secrets))
      for (const guise of guisesOf(secret)) expect([setting, all.includes(guise)]).toEqual([setting, false])
  } finally {
    await server.stop("SIGKILL")
    await onServer(`drop database ${name} with (force)`, `drop role ${name}`)
  }
})
