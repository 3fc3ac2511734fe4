// A rush: 50 callers at once onto 10 agents through two server processes on one PostgreSQL, each of them served.
import type { Fact } from "@agentpay/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Cluster, openCluster, type Running } from "./cluster-for-tests.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { whyNoPostgres } from "./ledger/postgres-for-tests.ts"
import { fromJson } from "./ledger/tables.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

const why = await whyNoPostgres()
const AGENTS = 10
const CALLERS = 50
/** By hand: QUEUE_ROUNDS=200 npx vitest run server/src/routing.db.test.ts */
const ROUNDS = Number(process.env.QUEUE_ROUNDS ?? 2)
const LONG = 240_000 + ROUNDS * 120_000

const pause = () => new Promise((resolve) => setTimeout(resolve, 200))

interface EmulatedCall {
  callSid: string
  status: string
}
const alive = new Set(["queued", "ringing", "in-progress"])

interface TimelineStep {
  text: string
  answer: string
  trouble: boolean
}

describe.skipIf(why !== null)(`a rush${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let cluster: Cluster
  let servers: Running[]
  beforeAll(async () => {
    cluster = await openCluster(AGENTS, { WHEN_BUSY: "queue", QUEUE_LIMIT: "100", RING_TIMEOUT: "600" })
    servers = await Promise.all([cluster.startServer(), cluster.startServer()])
    for (let n = 0; n < AGENTS; n++)
      await openScreen(servers[n % 2]?.url ?? "", await cluster.signIn(`agent${n}`))
  }, LONG)
  afterAll(async () => {
    closeScreens()
    await cluster.close()
  }, LONG)

  async function emulator(path: string, body?: unknown): Promise<unknown> {
    const asked = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
    const headers = { "content-type": "application/json" }
    const response = await fetch(`${cluster.emulatorUrl}/emulator${path}`, { headers, ...asked })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return response.status === 204 ? null : await response.json()
  }

  /** The facts of a call when one of this type is there. Throws when the caller has gone: then it never comes. */
  async function until(callSid: string, type: Fact["type"]): Promise<readonly Fact[]> {
    for (;;) {
      const { status } = (await emulator(`/calls/${callSid}`)) as EmulatedCall
      const { facts } = await cluster.ledger.load(callSid)
      if (facts.some((fact) => fact.type === type)) return facts
      if (!alive.has(status))
        throw new Error(`No ${type}, and the caller has gone. ${await whatWentWrong(callSid)}`)
      await pause()
    }
  }

  async function whatWentWrong(callSid: string): Promise<string> {
    const { steps } = (await emulator(`/calls/${callSid}/timeline`)) as { steps: TimelineStep[] }
    const troubles = steps.filter(({ trouble }) => trouble).map(({ text, answer }) => `${text}: ${answer}`)
    return [...troubles, ...servers.map((server) => server.said().slice(-2_000))].join("\n")
  }

  /** An agent's phone answers, they talk, the caller hangs up. */
  async function serve(callSid: string): Promise<void> {
    await until(callSid, "CallOffered")
    await emulator(`/calls/${callSid}/answer`, {})
    await until(callSid, "CallAnswered")
    await emulator(`/calls/${callSid}/hangup`, {})
  }

  /**
   * Agents with the calls they had, from where to where in the ledger's own order. Clocks would not do: what is decided
   * while the agent's last call still ends is only stored when it has ended.
   */
  async function stretches(sids: readonly string[]) {
    const stored = await tables(cluster.ledger)
      .selectFrom("facts")
      .select(["call_sid", "position", "fact"])
      .where("call_sid", "in", sids)
      .execute()
    const facts = stored.map(({ call_sid, position, fact }) => ({ call_sid, position, fact: fromJson(fact) }))
    return facts.flatMap(({ call_sid, position: from, fact }) => {
      if (fact.type !== "CallOffered") return []
      const end = facts.find((other) => other.call_sid === call_sid && other.fact.type === "CallEnded")
      return end ? [{ agentId: fact.agentId, from, to: end.position }] : []
    })
  }

  test(`${CALLERS} callers onto ${AGENTS} agents: no agent gets two, no call is lost, first come first served`, {
    timeout: LONG,
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const placed = await Promise.all(
        Array.from({ length: CALLERS }, (_, n) =>
          emulator("/calls", { from: `+1555123${String(1_000 + n)}`, to: "+15550001000" }),
        ),
      )
      const sids = placed.map((call) => (call as EmulatedCall).callSid)
      await Promise.all(sids.map((callSid) => until(callSid, "CallRang")))
      // Everybody has come; from here on the order is strict.
      await Promise.all(sids.map(serve))
      const ended = async () => {
        const streams = await Promise.all(sids.map((sid) => cluster.ledger.load(sid)))
        return streams.map(({ facts }) => facts)
      }
      let stories = await ended()
      while (!stories.every((facts) => facts.some(({ type }) => type === "CallEnded"))) {
        await pause()
        stories = await ended()
      }
      for (const facts of stories) {
        const count = (type: Fact["type"]) => facts.filter((fact) => fact.type === type).length
        expect([count("CallOffered"), count("CallAnswered"), count("CallEnded")]).toEqual([1, 1, 1])
      }
      const had = await stretches(sids)
      expect(had).toHaveLength(CALLERS)
      for (const one of had)
        expect(
          had.filter((other) => other.agentId === one.agentId && other.from < one.to && one.from < other.to),
        ).toEqual([one])
      // Who waited was served in the order of arrival.
      const waited = stories
        .filter((facts) => facts.some(({ type }) => type === "CallQueued"))
        .map((facts) => ({
          rangAt: facts[0]?.at ?? 0,
          offeredAt: facts.find(({ type }) => type === "CallOffered")?.at ?? 0,
        }))
        .toSorted((a, b) => a.rangAt - b.rangAt || a.offeredAt - b.offeredAt)
      expect(waited).toHaveLength(CALLERS - AGENTS)
      for (const [i, one] of waited.entries())
        expect(waited[i + 1]?.offeredAt ?? one.offeredAt).toBeGreaterThanOrEqual(one.offeredAt)
    }
  })
})
