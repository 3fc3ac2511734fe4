// Digits over Redis between two processes: it may die and come back, nobody ends for it, and no fact depends on it.
import { createClient } from "redis"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { type Cluster, openCluster, phoneOf, type Running } from "./cluster-for-tests.ts"
import { whyNoPostgres } from "./ledger/postgres-for-tests.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"
import { openCable } from "./tcp-for-tests.ts"

const url = process.env.TEST_REDIS_URL ?? "redis://127.0.0.1:6379"

async function whyNoRedis(): Promise<string | null> {
  const client = createClient({ url, socket: { reconnectStrategy: false } }).on("error", () => {})
  try {
    await client.connect()
    client.destroy()
    return null
  } catch (error) {
    return `no Redis: ${error instanceof Error ? error.message : error}; set TEST_REDIS_URL`
  }
}

const why = (await whyNoPostgres()) ?? (await whyNoRedis())
if (process.env.REQUIRE_REDIS === "1") {
  test("Redis is there, as REQUIRE_REDIS=1 asks", () => expect(why).toBeNull())
}

describe.skipIf(why !== null)(`two processes and Redis${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let cluster: Cluster
  let cable: Awaited<ReturnType<typeof openCable>>
  let a: Running
  let b: Running
  beforeAll(async () => {
    const { hostname, port } = new URL(url)
    cable = await openCable({ host: hostname, port: Number(port || 6379) })
    const through = new URL(url)
    through.host = `127.0.0.1:${cable.port}`
    cluster = await openCluster(1, { REDIS_URL: through.href })
    ;[a, b] = await Promise.all([cluster.startServer(), cluster.startServer()])
  }, 60_000)
  afterAll(async () => {
    closeScreens()
    await cluster.close()
    cable.close()
  }, 60_000)

  async function phone(path: string, body: object = {}): Promise<{ callSid: string }> {
    const headers = { "content-type": "application/json" }
    const url = `${cluster.emulatorUrl}/emulator/calls${path}`
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as { callSid: string }
  }

  /** A broker that restarts may come back empty. */
  async function forgetDigits(): Promise<void> {
    const client = await createClient({ url }).connect()
    expect(await client.del("agentpay")).toBe(1)
    client.destroy()
  }

  test("digits cross; without Redis facts still do; when it is back and empty digits do again", {
    timeout: 90_000,
  }, async () => {
    const cookie = await cluster.signIn("agent0")
    const screens = await Promise.all([openScreen(a.url, cookie), openScreen(b.url, cookie)])
    const onBoth = (check: (screen: Screen) => void) => eventually(() => screens.forEach(check))
    const query = `Fwd=${encodeURIComponent(phoneOf(0))}`
    const { callSid } = await phone("", { from: "+15551230001", to: "+15550001000", query })
    await onBoth(({ told }) => expect(told(callSid)).toContain("CallOffered"))
    await phone(`/${callSid}/answer`)
    await onBoth(({ told }) => expect(told(callSid)).toContain("CallAnswered"))
    expect(await screens[0].ask("initiate", { callSid, amount: "5", tip: "" })).toEqual({ ok: true })
    await onBoth(({ told }) => expect(told(callSid)).toContain("FieldPrompted"))

    const typed = (item: string, masked: string) =>
      onBoth(({ typing }) => expect(typing).toContainEqual(shown(item, masked)))
    const shown = (item: string, masked: string) =>
      expect.objectContaining({ callSid, typing: expect.objectContaining({ item, masked }) })
    await eventually(() => keyed("payment-card-number"))
    await phone(`/${callSid}/digits`, { digits: "4242" })
    await typed("card-number", "xxxx")

    cable.cut()
    await forgetDigits()
    await phone(`/${callSid}/digits`, { digits: "424242424242" })
    await onBoth(({ told }) => expect(told(callSid)).toContain("FieldCaptured"))
    await eventually(() => keyed("expiration-date"))
    cable.mend()
    await eventually(() =>
      expect([a.said(), b.said()].map((said) => said.includes("Redis is back"))).toEqual([true, true]),
    )
    await phone(`/${callSid}/digits`, { digits: "12" })
    await onBoth(({ typing }) => expect(typing.at(-1)).toMatchObject({ callSid, typing: { item: "expiry" } }))
    await phone(`/${callSid}/digits`, { digits: "30" })
    await onBoth(({ told }) =>
      expect(told(callSid).filter((type) => type === "FieldCaptured")).toHaveLength(2),
    )
    expect([a.child.exitCode, b.child.exitCode]).toEqual([null, null])

    async function keyed(item: string): Promise<void> {
      const response = await fetch(`${cluster.emulatorUrl}/emulator/calls/${callSid}`)
      expect(await response.json()).toMatchObject({ payment: { capture: item } })
    }
  })
})
