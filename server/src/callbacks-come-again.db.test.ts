// Twilio's own retries, as the emulator makes them, carry a callback over a database that was away.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { type Cluster, openCluster, phoneOf } from "./cluster-for-tests.ts"
import { whyNoPostgres } from "./ledger/postgres-for-tests.ts"

const why = await whyNoPostgres()
const LONG = 120_000

describe.skipIf(why !== null)(
  `a callback while the database is away${why === null ? "" : ` (skipped: ${why})`}`,
  () => {
    let cluster: Cluster
    beforeAll(async () => {
      cluster = await openCluster(1)
      await cluster.startServer({ LOG_LEVEL: "fatal" })
    }, LONG)
    afterAll(() => cluster.close(), LONG)

    /** What the control API answers. */
    async function emulator(path: string, body?: unknown) {
      const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
      const headers = { "content-type": "application/json" }
      const response = await fetch(`${cluster.emulatorUrl}/emulator${path}`, { headers, ...post })
      return (await response.json()) as Record<string, unknown>
    }

    test("is refused, comes again by itself, and is told once the database is back", {
      timeout: LONG,
    }, async () => {
      const query = `Fwd=${encodeURIComponent(phoneOf(0))}`
      const placed = await emulator("/calls", { from: "+15551230001", to: "+15550001000", query })
      const callSid = String(placed.callSid)
      await eventually(async () =>
        expect(await emulator(`/calls/${callSid}`)).toMatchObject({ legs: [{ status: "ringing" }] }),
      )
      // It slows nothing down: it counts the tries.
      await emulator("/faults", {
        on: "connection",
        match: { url: "/answered" },
        do: { action: "slow", ms: 0 },
      })
      const tries = async () => ((await emulator("/faults")).faults as { matched: number }[])[0]?.matched
      cluster.cable.cut()
      await emulator(`/calls/${callSid}/answer`, {})
      await eventually(async () => expect(await tries()).toBeGreaterThan(1))
      cluster.cable.mend()

      await eventually(async () => {
        const { facts } = await cluster.ledger.load(callSid)
        expect(facts.filter(({ type }) => type === "CallAnswered")).toHaveLength(1)
      })
      await eventually(async () => {
        const { steps } = await emulator(`/calls/${callSid}/timeline`)
        expect(steps).toContainEqual(
          expect.objectContaining({ text: "POST /answered", answer: expect.stringMatching(/^204/) }),
        )
      })
    })
  },
)
