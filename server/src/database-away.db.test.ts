// The database away for half a minute under a flood of callbacks: answered in time, in bounded memory, and then as before.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventually, newCallSid } from "./app-for-tests.ts"
import { type Cluster, openCluster, phoneOf, type Running } from "./cluster-for-tests.ts"
import { whyNoPostgres } from "./ledger/postgres-for-tests.ts"

const why = await whyNoPostgres()
const AWAY_MS = 30_000
/** More than a process lets wait. */
const AT_ONCE = 2_500
/** Of what the process holds, garbage included: a busy machine collects late (305 MB were seen). */
const MOST_GROWTH = 600 * 1024 ** 2
const LONG = 180_000

describe.skipIf(why !== null)(`the database away for long${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let cluster: Cluster
  let server: Running
  const metricsPort = 20_000 + (process.pid % 10_000)
  beforeAll(async () => {
    cluster = await openCluster(1)
    server = await cluster.startServer({ METRICS_PORT: String(metricsPort), LOG_LEVEL: "fatal" })
  }, LONG)
  afterAll(() => cluster.close(), LONG)

  async function residentBytes(): Promise<number> {
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
  }

  test("callbacks get 503, more than may wait at once get it immediately, memory stays bounded, all resumes", {
    timeout: LONG,
  }, async () => {
    const callSid = newCallSid()
    const ringing = { CallSid: callSid, From: "+15551230001", To: "+15550001000" }
    const path = `/forward?Fwd=${encodeURIComponent(phoneOf(0))}`
    expect((await cluster.webhook(path, ringing, server.url)).status).toBe(200)
    const answered = () =>
      cluster
        .webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" }, server.url)
        .then(({ status }) => status)
    const before = await residentBytes()
    cluster.cable.cut()
    const until = Date.now() + AWAY_MS
    let asked = 0
    while (Date.now() < until) {
      const statuses = await Promise.all(Array.from({ length: AT_ONCE }, answered))
      asked += statuses.length
      expect(new Set(statuses)).toEqual(new Set([503]))
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    }
    expect(asked).toBeGreaterThanOrEqual(AT_ONCE)
    expect((await residentBytes()) - before).toBeLessThan(MOST_GROWTH)
    expect((await cluster.ledger.load(callSid)).facts.map(({ type }) => type)).toEqual([
      "CallRang",
      "CallOffered",
    ])

    cluster.cable.mend()
    await eventually(async () => expect(await answered()).toBe(204))
    expect((await cluster.ledger.load(callSid)).facts.map(({ type }) => type)).toContain("CallAnswered")
    await eventually(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200))
    expect(server.child.exitCode).toBeNull()
  })
})
